import type { DataType, QuorumPolicy } from '../../../language/model';
import { Operation, type Command } from '../../environment/command';
import { FailureReason } from '../../run';
import type { Author } from '../conflict/author';
import { currentValue, isCollection, observationOf, type Conflict } from '../conflict/conflict-rule';
import type { Version } from '../conflict/version';
import { QuorumType, type QuorumMessage } from './message';
import { Pending, Stage, type Target } from './pending';
import type { Quorum } from './quorum-size';

/** What a coordinator needs of the replica or client that it runs in. */
export interface CoordinatorHome {
  /** Under whose name this coordinator writes: no other does, nor did it in an earlier life. */
  readonly author: Author;
  readonly dataType: DataType;
  message(type: number): QuorumMessage;
  send(to: number, message: QuorumMessage): void;
  /** The wall clock, for timestamps; and local time that nobody can set, for timeouts. */
  clock(): number;
  monotonic(): number;
  /** Places to involve for a key's replicas: the home replicas, or with a sloppy quorum who stands in for them. */
  targets(): readonly Target[];
  /** What is held for a key where the coordinator runs. */
  held(key: number): Version | undefined;
  readQuorum(): Quorum;
  writeQuorum(): Quorum;
  succeed(command: Command, answeredBy: number, output: number, observation: readonly number[] | undefined): void;
  fail(command: Command, reason: FailureReason, indefinite: boolean): void;
  /** A replica answered. */
  answered(place: number, command: Command | undefined): void;
  /** A replica did not acknowledge a write in time, or was not asked to since it is suspected. */
  missed(place: number, key: number, version: Version): void;
  repaired(place: number, key: number, version: Version): void;
}

/** Rounds are small integers. */
const ROUNDS = 0x3fffffff;

/**
 * The coordinator of Dynamo's quorums (DeCandia et al., SOSP 2007, section 4.5). It sends to all N replicas and
 * answers when R or W of them have: a read returns the join of what it saw, a write is stored as a new version.
 *
 * With write-back the reads and writes are those of Attiya, Bar-Noy and Dolev (JACM 1995) for many writers (Lynch and
 * Shvartsman, FTCS 1997): every operation has two phases. A read stores what it will return at a write quorum before it
 * returns it; a write first queries a read quorum for the highest timestamp.
 */
export class Coordinator {
  private readonly slots: Pending[] = [];
  private readonly free: Pending[] = [];
  /** Of each session whose last attempt was given up after it had been sent to the replicas: what was to be stored. */
  private readonly unfinished = new Map<number, { readonly operation: number; readonly version: Version }>();
  active = 0;
  /** Microseconds: answers to an earlier life of this process, which a paused replica may give late, must not be taken for answers to this one. */
  private readonly firstRound: number;

  constructor(
    private readonly home: CoordinatorHome,
    public policy: QuorumPolicy,
    private readonly conflict: Conflict,
  ) {
    this.firstRound = Math.floor(home.monotonic() / 1000) & ROUNDS;
  }

  execute(command: Command): void {
    const pending = this.open(command);
    // The same writer goes on with the same write: a second timestamp would make it another one.
    const begun = command.attempt > 1 ? this.unfinished.get(command.session) : undefined;
    if (begun?.operation === command.operation) return this.store(pending, begun.version);
    // What is removed is what has been seen: Riak wants the context of a read for it.
    if (command.isRead || this.policy.writeBack || command.kind === Operation.Remove) return this.askAll(pending);
    const { home } = this;
    const time = home.author.timeBy(home.clock());
    this.store(pending, this.conflict.write(command, home.held(command.key), home.author, time));
  }

  /** Gives up an attempt of an operation; another one may follow. */
  abandon({ operation, session, isRead }: Command): void {
    for (const pending of this.slots) {
      if (!pending.active || pending.command?.operation !== operation) continue;
      const { stage, version } = pending;
      if (stage === Stage.Store && !isRead && version !== undefined)
        this.unfinished.set(session, { operation, version });
      this.close(pending);
    }
  }

  fetched(message: QuorumMessage): void {
    const pending = this.find(message);
    this.home.answered(message.from, pending?.command);
    if (pending === undefined) return;
    if (pending.stage === Stage.Query) {
      if (pending.hasAnswered(message.from)) return;
      const quorum = this.home.readQuorum();
      if (!message.corrupt && this.counts(pending, quorum, message.from)) pending.answers++;
      this.note(pending, message);
      if (pending.answers >= quorum.count) return this.queried(pending);
      if (pending.answeredCount === pending.askedCount) {
        this.home.fail(
          pending.command as Command,
          pending.corruptSeen > 0 ? FailureReason.Corrupt : FailureReason.NoQuorum,
          false,
        );
        this.close(pending);
      }
      return;
    }
    // A read that has been answered waits for the rest in order to repair them.
    if (pending.stage === Stage.Done && !pending.hasAnswered(message.from)) {
      this.note(pending, message);
      this.repair(pending);
    }
  }

  stored(message: QuorumMessage): void {
    const pending = this.find(message);
    this.home.answered(message.from, pending?.command);
    if (pending === undefined || pending.stage === Stage.Query) return;
    if (pending.hasAnswered(message.from)) return;
    const quorum = this.home.writeQuorum();
    if (this.counts(pending, quorum, message.from)) pending.answers++;
    pending.answeredBy[pending.answeredCount++] = message.from;
    if (pending.stage === Stage.Store && pending.answers >= quorum.count) {
      pending.stage = Stage.Done;
      this.succeed(pending, message.from);
    }
    if (pending.stage === Stage.Done && pending.answeredCount >= pending.askedCount) this.close(pending);
  }

  /**
   * Looks after operations that take long, by the coordinator's clock: after `lateNs` the silent replicas have missed
   * it, after `giveUpNs` the client is told. Returns the places that were silent for `lateNs`.
   */
  expire(now: number, lateNs: number, giveUpNs: number): number[] {
    const silent: number[] = [];
    for (const pending of this.slots) {
      if (!pending.active) continue;
      const age = now - pending.startedAt;
      if (age >= lateNs && !pending.late) {
        pending.late = true;
        for (let i = 0; i < pending.askedCount; i++) {
          const place = pending.asked[i] as number;
          if (pending.hasAnswered(place)) continue;
          silent.push(place);
          if (pending.stage !== Stage.Query && pending.version !== undefined && !this.isReadOf(pending)) {
            this.home.missed(place, (pending.command as Command).key, pending.version);
          }
        }
        if (pending.stage === Stage.Done) this.close(pending);
      }
      if (age >= giveUpNs && pending.active) {
        const indefinite = pending.stage === Stage.Store && !this.isReadOf(pending);
        this.home.fail(pending.command as Command, FailureReason.NoQuorum, indefinite);
        this.close(pending);
      }
    }
    return silent;
  }

  /**
   * Operations that have waited for places in vain turn to those who stand in for them by now: Dynamo's sloppy quorum is
   * the first N *healthy* nodes (section 4.6), not the first N that were healthy when the operation began.
   */
  turnToStandIns(): void {
    for (const pending of this.slots) {
      if (!pending.active || !pending.late || pending.stage === Stage.Done) continue;
      for (const target of this.home.targets()) {
        if (target.standsFor >= 0 && !pending.hasAsked(target.place)) this.ask(pending, target);
      }
    }
  }

  private askAll(pending: Pending): void {
    const message = this.question(pending, -1);
    for (const target of this.home.targets()) {
      if (target.standsFor >= 0) {
        this.ask(pending, target);
        continue;
      }
      pending.noteAsked(target);
      this.home.send(target.place, message);
    }
  }

  private ask(pending: Pending, target: Target): void {
    pending.noteAsked(target);
    this.home.send(target.place, this.question(pending, target.standsFor));
  }

  /** What the present stage asks of a home replica, or of the place that stands in for it. */
  private question(pending: Pending, standsFor: number): QuorumMessage {
    const command = pending.command as Command;
    const message = this.home.message(pending.stage === Stage.Query ? QuorumType.Fetch : QuorumType.Store);
    message.request = pending.slot;
    message.round = pending.round;
    message.key = command.key;
    message.hintFor = standsFor;
    if (pending.stage === Stage.Query) return message;
    message.version = pending.version;
    message.isWhole = command.isRead;
    message.values = pending.version?.weight ?? 0;
    message.toStore = true;
    return message;
  }

  /** A read quorum has answered. */
  private queried(pending: Pending): void {
    const command = pending.command as Command;
    if (command.isRead) {
      if (this.policy.writeBack) return this.store(pending, pending.version);
      pending.stage = Stage.Done;
      this.succeed(pending, pending.answeredBy[0] ?? -1);
      if (this.policy.readRepair) this.repair(pending);
      else this.close(pending);
      return;
    }
    const { author } = this.home;
    const seen = pending.version;
    // ABD: one more than the highest timestamp that a quorum knows. Otherwise the clock.
    const time = this.policy.writeBack ? author.timeAbove(seen?.latest ?? 0) : author.timeBy(this.home.clock());
    this.store(pending, this.conflict.write(command, seen, author, time));
  }

  /** Undefined is what a read returns that found nothing: ABD writes that back too, which changes no replica. */
  private store(pending: Pending, version: Version | undefined): void {
    pending.stage = Stage.Store;
    pending.version = version;
    pending.answers = 0;
    pending.answeredCount = 0;
    pending.askedCount = 0;
    pending.hasStandIns = false;
    this.askAll(pending);
  }

  private succeed(pending: Pending, answeredBy: number): void {
    const command = pending.command as Command;
    if (!command.isRead) return this.home.succeed(command, answeredBy, NaN, undefined);
    const { version } = pending;
    const observation = observationOf(version, isCollection(this.home.dataType));
    this.home.succeed(command, answeredBy, observation === undefined ? currentValue(version) : NaN, observation);
  }

  /** Brings replicas that answered with something older up to what the read returned (Dynamo, section 5). */
  private repair(pending: Pending): void {
    const { home } = this;
    const newest = pending.version;
    const key = (pending.command as Command).key;
    if (newest !== undefined) {
      for (let i = 0; i < pending.answeredCount; i++) {
        const place = pending.answeredBy[i] as number;
        const seen = pending.seen[i];
        if (seen === newest || (seen !== undefined && seen.join(newest) === seen)) continue;
        pending.seen[i] = newest;
        const message = home.message(QuorumType.Store);
        message.request = -1;
        message.key = key;
        message.version = newest;
        message.hintFor = pending.standsFor(place);
        message.isWhole = true;
        message.values = newest.weight;
        message.toStore = true;
        home.repaired(place, key, newest);
        home.send(place, message);
      }
    }
    if (pending.answeredCount >= pending.askedCount) this.close(pending);
  }

  private note(pending: Pending, message: QuorumMessage): void {
    const { version } = message;
    pending.seen[pending.answeredCount] = version;
    pending.answeredBy[pending.answeredCount++] = message.from;
    if (message.corrupt) pending.corruptSeen++;
    if (version !== undefined)
      pending.version = pending.version === undefined ? version : pending.version.join(version);
  }

  /** A home replica and who stands in for it count once; `place` is not yet among those that have answered. */
  private counts(pending: Pending, quorum: Quorum, place: number): boolean {
    const home = pending.homeOf(place);
    if (pending.hasStandIns) {
      for (let i = 0; i < pending.answeredCount; i++) {
        if (pending.homeOf(pending.answeredBy[i] as number) === home) return false;
      }
    }
    return quorum.counted === undefined || quorum.counted.has(home);
  }

  private isReadOf(pending: Pending): boolean {
    return (pending.command as Command).isRead;
  }

  private open(command: Command): Pending {
    let pending = this.free.pop();
    if (pending === undefined) {
      pending = new Pending(this.slots.length, this.firstRound);
      this.slots.push(pending);
    }
    pending.round = (pending.round + 1) & ROUNDS;
    pending.active = true;
    pending.command = command;
    pending.stage = Stage.Query;
    pending.startedAt = this.home.monotonic();
    pending.answers = 0;
    pending.answeredCount = 0;
    pending.askedCount = 0;
    pending.hasStandIns = false;
    pending.version = undefined;
    pending.corruptSeen = 0;
    pending.late = false;
    this.active++;
    return pending;
  }

  private close(pending: Pending): void {
    pending.active = false;
    this.free.push(pending);
    this.active--;
  }

  private find(message: QuorumMessage): Pending | undefined {
    if (message.request < 0) return undefined;
    const pending = this.slots[message.request];
    return pending?.active === true && pending.round === message.round ? pending : undefined;
  }
}
