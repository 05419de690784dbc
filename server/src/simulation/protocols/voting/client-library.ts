import type { VotingPolicy } from '../../../language/model';
import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import type { ClientContext } from '../client-context';
import type { ClientLibrary } from '../protocol';
import { VotingType, type VotingMessage } from './message';

interface Result {
  readonly reason: FailureReason;
  readonly output: number;
  readonly observation: readonly number[] | undefined;
}

interface Ballot {
  readonly command: Command;
  readonly round: number;
  readonly results: Map<number, Result>;
  concluded: boolean;
}

/** A read that meets a write on its way may find no majority: it is asked so often before it fails. */
const MAX_ROUNDS = 3;

/** Ballots that are kept for late answers, so that a replica that is wrong is told even when it is slow. */
const KEPT_BALLOTS = 256;

/**
 * The voter (von Neumann 1956; Schneider 1990, sections 3 and 4.2): it sends every request to every replica and takes the answer that
 * enough of them give alike.
 */
export class VotingClient implements ClientLibrary<VotingMessage> {
  private readonly ballots = new Map<number, Ballot>();

  constructor(
    private readonly context: ClientContext<VotingMessage>,
    private readonly policy: VotingPolicy,
  ) {}

  execute(command: Command): void {
    this.ask(command, 1);
  }

  abandon(command: Command): void {
    this.ballots.delete(command.operation);
  }

  receive(m: VotingMessage): void {
    const ballot = this.ballots.get(m.operation);
    const { members } = this.context;
    if (m.type !== VotingType.Result || ballot?.round !== m.round || !members.includes(m.from)) return;
    const { results, command } = ballot;
    const result: Result = { reason: m.reason, output: m.output, observation: this.comparable(m.observation) };
    results.set(m.from, result);
    if (!ballot.concluded) this.count(ballot, result, m.from);
    this.tellOutvoted(results, m.from);
    if (this.ballots.get(command.operation) !== ballot) return;
    if (results.size === members.length) this.ballots.delete(command.operation);
    else if (this.ballots.size > KEPT_BALLOTS) this.forgetOldest();
  }

  private ask(command: Command, round: number): void {
    this.ballots.set(command.operation, { command, round, results: new Map(), concluded: false });
    const m = this.context.message(VotingType.Execute);
    m.command = command;
    m.round = round;
    m.values = command.isRead ? 0 : 1;
    m.toStore = !command.isRead;
    for (const member of this.context.members) this.context.send(member, m);
  }

  private get required(): number {
    const { length } = this.context.members;
    switch (this.policy.require) {
      case 'first':
        return 1;
      case 'majority':
        return Math.floor(length / 2) + 1;
      case 'all':
        return length;
    }
  }

  private count(ballot: Ballot, result: Result, from: number): void {
    const { command, results } = ballot;
    const left = this.context.members.length - results.size;
    if (alike(results, result) >= this.required) {
      ballot.concluded = true;
      const { reason, output, observation } = result;
      if (reason === FailureReason.None) return this.context.succeed(command, from, output, observation);
      // Those who answered otherwise, or not yet, may have done it.
      const isWhole = reason === FailureReason.CasMismatch || (left === 0 && alike(results, result) === results.size);
      return this.context.fail(command, reason, !isWhole);
    }
    const best = Math.max(...[...results.values()].map((each) => alike(results, each)));
    if (best + left >= this.required) return;
    if (command.isRead && ballot.round < MAX_ROUNDS) return this.ask(command, ballot.round + 1);
    ballot.concluded = true;
    this.context.fail(command, FailureReason.NoQuorum, true);
  }

  /**
   * Where most replicas agree, the others learn that they are wrong, and can set it right. Not where all have to agree: there
   * most may be wrong, and whoever takes over what they have can contradict them no longer.
   */
  private tellOutvoted(results: ReadonlyMap<number, Result>, latest: number): void {
    if (this.policy.require !== 'majority') return;
    const majority = Math.floor(this.context.members.length / 2) + 1;
    const agreed = [...results.values()].find((each) => alike(results, each) >= majority);
    if (agreed === undefined) return;
    const last = results.get(latest);
    // Each once: the one that came after the majority, or all that came before the answer that made it.
    const isNews = last !== undefined && isSame(last, agreed) && alike(results, agreed) === majority;
    for (const [place, result] of results) {
      if (isSame(result, agreed) || !(isNews || place === latest)) continue;
      this.context.send(place, this.context.message(VotingType.Outvoted));
    }
  }

  /** A set has no order, whatever the order of its replicas' lists. */
  private comparable(observation: readonly number[] | undefined): readonly number[] | undefined {
    if (observation === undefined || this.context.store.data !== 'set') return observation;
    return [...observation].sort((a, b) => a - b);
  }

  private forgetOldest(): void {
    for (const [operation, { concluded }] of this.ballots) {
      if (!concluded) continue;
      this.ballots.delete(operation);
      return;
    }
  }
}

function alike(results: ReadonlyMap<number, Result>, result: Result): number {
  let count = 0;
  for (const other of results.values()) if (isSame(other, result)) count++;
  return count;
}

function isSame(a: Result, b: Result): boolean {
  if (a.reason !== b.reason || !Object.is(a.output, b.output)) return false;
  if (a.observation === b.observation) return true;
  const { length } = a.observation ?? [];
  return b.observation?.length === length && a.observation?.every((value, i) => value === b.observation?.[i]) === true;
}
