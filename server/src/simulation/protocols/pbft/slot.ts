import type { Command } from '../../environment/command';
import { digestOf } from './digest';

interface Vote {
  readonly view: number;
  readonly digest: number;
}

/** One place of the order as a replica sees it: what was proposed for it, and who has said what about that. */
export class Slot {
  /** View of the pre-prepare that was accepted, or -1. */
  view = -1;
  command: Command | undefined = undefined;
  digest = 0;
  /** In the view of the pre-prepare. */
  prepared = false;
  committed = false;
  /** The pre-prepare is on disk: only then may it be spoken of. */
  stored = false;
  private readonly prepares = new Map<number, Vote>();
  private readonly commits = new Map<number, Vote>();

  constructor(readonly sequence: number) {}

  accept(view: number, command: Command | undefined): void {
    this.view = view;
    this.command = command;
    this.digest = digestOf(command);
    this.prepared = false;
    this.stored = false;
  }

  /** Forgets what an earlier view proposed and its new view did not take over. */
  forget(): void {
    this.view = -1;
    this.command = undefined;
    this.prepared = false;
  }

  /** What was decided here, as others tell. A replica that has accepted something else keeps no vote for it. */
  learn(command: Command | undefined): void {
    const digest = digestOf(command);
    if (digest !== this.digest) {
      this.view = -1;
      this.prepared = false;
    }
    this.command = command;
    this.digest = digest;
    this.committed = true;
  }

  /** A vote for a later view than one's own waits for the new-view to come: messages overtake each other. */
  addPrepare(replica: number, view: number, digest: number): void {
    add(this.prepares, replica, view, digest);
  }

  addCommit(replica: number, view: number, digest: number): void {
    add(this.commits, replica, view, digest);
  }

  /** Prepares that match the pre-prepare. */
  matchingPrepares(): number {
    return this.matching(this.prepares);
  }

  matchingCommits(): number {
    return this.matching(this.commits);
  }

  hasPrepareOf(replica: number): boolean {
    return this.prepares.get(replica)?.view === this.view;
  }

  hasCommitOf(replica: number): boolean {
    return this.commits.get(replica)?.view === this.view;
  }

  private matching(votes: ReadonlyMap<number, Vote>): number {
    let count = 0;
    for (const { view, digest } of votes.values()) if (view === this.view && digest === this.digest) count++;
    return count;
  }
}

/** A replica's first word in a view counts: whoever says two things has said the first. */
function add(votes: Map<number, Vote>, replica: number, view: number, digest: number): void {
  const before = votes.get(replica);
  if (before === undefined || before.view < view) votes.set(replica, { view, digest });
}
