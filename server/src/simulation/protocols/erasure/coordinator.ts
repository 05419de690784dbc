import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import type { Suspicion } from '../detectors';
import type { ReplicaContext } from '../replica-context';
import { takenBefore, type WriteId } from './attempts';
import { type Answer, newestAmong, newestOf, startsAfresh } from './finding';
import type { Tag } from './fragment';
import { ErasureType, messageOf, type ErasureMessage } from './message';
import { Pending, type FoundVersion, type Purpose } from './pending';
import type { Thresholds } from './thresholds';

/** A node is held for down that has not answered for so long, as in the quorum family. */
const SUSPECT_AFTER_NS = 500e6;
/** The client is told that there is no quorum after so long. */
const GIVE_UP_AFTER_NS = 2e9;
/** What was not answered is sent again after so long, since it may have been lost on the way. */
const RESEND_AFTER_NS = 200e6;
/** A question that answers leave open, because a write is under way, is asked again so many times at once. */
const REPEATS_AT_ONCE = 3;

/**
 * Reads and writes of coded values after Cadambe, Lynch, Médard and Musial, *A Coded Shared Atomic Memory Algorithm for
 * Message Passing Architectures* (Distributed Computing 2017), section 5: a writer queries for the newest version, stores
 * fragments of a newer one at a quorum, and then says that it is complete; a reader takes the newest complete one, and
 * completes it where nobody has said so.
 */
export class Coordinator {
  private readonly pending = new Map<number, Pending>();
  private nextRequest: number;
  private lastNumber = 0;
  private readonly writer: number;

  constructor(
    private readonly context: ReplicaContext<ErasureMessage>,
    private readonly thresholds: Thresholds,
    private readonly suspicion: Suspicion<ErasureMessage>,
  ) {
    // Answers to an earlier life of this process must not be taken for answers to this one, nor its versions for mine.
    this.nextRequest = context.randomBetween(0, 2 ** 32);
    this.writer = context.self * 2 ** 32 + context.randomBetween(0, 2 ** 32 - 1);
  }

  get isActive(): boolean {
    return this.pending.size > 0;
  }

  begin(key: number, purpose: Purpose): void {
    const pending = new Pending(this.nextRequest++, key, purpose, this.context.monotonic());
    this.pending.set(pending.request, pending);
    this.ask(pending);
  }

  fetched({ from, request, held, isBlank, isSuperseded }: ErasureMessage): void {
    const pending = this.pending.get(request);
    if (pending === undefined || pending.stage !== 'query') return;
    if (isSuperseded) return this.fail(pending);
    pending.answers.set(from, { held, isAmnesiac: isBlank || held.hasGap });
    this.advance(pending);
  }

  stored({ from, request, isSuperseded }: ErasureMessage): void {
    const pending = this.pending.get(request);
    if (pending === undefined || pending.stage !== 'store') return;
    if (isSuperseded) return this.superseded(pending);
    pending.acknowledgedBy.add(from);
    this.advance(pending);
  }

  /** Looks after operations that take long. */
  watch(): void {
    const now = this.context.monotonic();
    for (const pending of [...this.pending.values()]) {
      if (now - pending.startedAt >= GIVE_UP_AFTER_NS) {
        this.fail(pending);
        continue;
      }
      if (now - pending.stageSince >= SUSPECT_AFTER_NS) {
        for (const place of this.silent(pending)) this.suspicion.unanswered(place);
      }
      if (pending.stage === 'query' && this.everybodyAnswered(pending)) pending.repeats = 0;
      this.advance(pending);
      if (this.pending.get(pending.request) === pending && now - pending.resendAt >= RESEND_AFTER_NS) {
        pending.resendAt = now;
        for (const place of this.silent(pending)) this.send(pending, place);
      }
    }
  }

  /**
   * Other nodes hold the fragments from now on. What the former ones answered counts no more: everything is asked and stored
   * anew, a client's own write under the version that it has.
   */
  reconfigured(): void {
    for (const pending of [...this.pending.values()]) {
      const { version } = pending;
      if (pending.stage === 'store' && pending.isOwnWrite && version !== undefined) {
        this.renumber(pending);
        this.store(pending, version);
      } else {
        this.query(pending);
        pending.stageSince = this.context.monotonic();
        pending.resendAt = pending.stageSince;
      }
    }
  }

  private advance(pending: Pending): void {
    if (pending.stage === 'store') this.tryToFinish(pending);
    else if (pending.purpose.kind === 'write') this.tryToWrite(pending, pending.purpose.command);
    else this.tryToRead(pending);
  }

  // Query

  private ask(pending: Pending): void {
    for (const place of this.context.members) this.send(pending, place);
  }

  private tryToWrite(pending: Pending, command: Command): void {
    const answers = [...pending.answers.values()];
    const knowing = answers.filter(({ isAmnesiac }) => !isAmnesiac).length;
    if (knowing < this.thresholds.evidence && !startsAfresh(answers, this.thresholds)) return;
    const earlier = takenBefore(
      answers.map(({ held }) => held),
      command.operation,
    );
    pending.isOwnWrite = true;
    this.store(pending, { tag: earlier ?? this.newTag(answers), value: command.value, by: writeIdOf(command) });
  }

  private newTag(answers: readonly Answer[]): Tag {
    const newest = newestAmong(answers)?.number ?? 0;
    this.lastNumber = Math.max(this.lastNumber, newest) + 1;
    return { number: this.lastNumber, writer: this.writer };
  }

  private tryToRead(pending: Pending): void {
    const finding = newestOf([...pending.answers.values()], this.thresholds, pending.refused);
    switch (finding.kind) {
      case 'nothing':
        return this.succeed(pending, undefined);
      case 'found':
        if (finding.isComplete) return this.succeed(pending, finding);
        // Whoever reads it next must find it too, so it has to be complete before it is returned.
        if (this.everybodyAnswered(pending)) this.store(pending, finding);
        return;
      case 'undecided':
        if (!this.everybodyAnswered(pending) || pending.repeats >= REPEATS_AT_ONCE) return;
        return this.askAgain(pending);
    }
  }

  private askAgain(pending: Pending): void {
    pending.repeats++;
    this.query(pending);
  }

  private query(pending: Pending): void {
    this.renumber(pending);
    pending.stage = 'query';
    pending.answers.clear();
    this.ask(pending);
  }

  /** Answers to what was asked before are not heard any more. */
  private renumber(pending: Pending): void {
    this.pending.delete(pending.request);
    pending.request = this.nextRequest++;
    pending.acknowledgedBy.clear();
    this.pending.set(pending.request, pending);
  }

  // Store

  private store(pending: Pending, version: FoundVersion): void {
    pending.stage = 'store';
    pending.version = version;
    pending.stageSince = this.context.monotonic();
    pending.resendAt = pending.stageSince;
    for (const place of this.context.members) this.send(pending, place);
  }

  /**
   * So many nodes are enough for it to count; but as long as a node is not known to be down it is waited for too, so that
   * what is acknowledged survives the loss of any m nodes from then on.
   */
  private tryToFinish(pending: Pending): void {
    const { version, acknowledgedBy } = pending;
    const needed = pending.isOwnWrite ? this.thresholds.write : this.thresholds.visible;
    if (version === undefined || acknowledgedBy.size < needed || !this.everybodyAnswered(pending)) return;
    const message = messageOf(this.context, ErasureType.Complete);
    message.key = pending.key;
    message.tag = version.tag;
    for (const place of this.context.members) this.context.send(place, message);
    this.succeed(pending, version);
  }

  /**
   * The write that this version is of is being tried again by another coordinator, which decides what version it gets. The
   * client no longer waits for this attempt; a reader looks again, without this version unless it is at enough nodes.
   */
  private superseded(pending: Pending): void {
    if (pending.isOwnWrite || pending.version === undefined) return this.fail(pending);
    pending.refused.push(pending.version.tag);
    this.askAgain(pending);
  }

  // Ends

  private succeed(pending: Pending, version: FoundVersion | undefined): void {
    const { purpose } = pending;
    switch (purpose.kind) {
      case 'rebuild':
        this.close(pending);
        return purpose.found(version);
      case 'write':
        this.close(pending);
        return this.context.answer(purpose.command);
      case 'read':
        this.close(pending);
        if (version !== undefined) this.mend(pending, version);
        return this.context.answer(purpose.command, version?.value ?? 0);
    }
  }

  private fail(pending: Pending): void {
    const { purpose, context } = { purpose: pending.purpose, context: this.context };
    this.close(pending);
    const hasGap = [...pending.answers.values()].some(({ held }) => held.hasGap);
    const reason = hasGap && pending.stage === 'query' ? FailureReason.Corrupt : FailureReason.NoQuorum;
    switch (purpose.kind) {
      case 'rebuild':
        return purpose.failed();
      case 'read':
        return context.refuse(purpose.command, reason);
      case 'write':
        // An earlier attempt may be on its way.
        if (pending.stage === 'store' || purpose.command.attempt > 1) return context.giveUp(purpose.command, reason);
        return context.refuse(purpose.command, reason);
    }
  }

  private close(pending: Pending): void {
    this.pending.delete(pending.request);
  }

  /** Nodes that answered with damage are given their fragments anew. */
  private mend(pending: Pending, version: FoundVersion): void {
    for (const [place, { held }] of pending.answers) {
      if (!held.hasGap) continue;
      this.context.repaired(place, pending.key, version.value);
      this.sendFragment(place, -1, pending.key, version);
      const message = messageOf(this.context, ErasureType.Complete);
      message.key = pending.key;
      message.tag = version.tag;
      this.context.send(place, message);
    }
  }

  // Messages

  private send(pending: Pending, place: number): void {
    const { key, request, version, purpose } = pending;
    if (pending.stage === 'store' && version !== undefined) return this.sendFragment(place, request, key, version);
    const message = messageOf(this.context, ErasureType.Fetch);
    message.request = request;
    message.key = key;
    message.by = purpose.kind === 'write' && purpose.command.attempt > 1 ? writeIdOf(purpose.command) : undefined;
    this.context.send(place, message);
  }

  private sendFragment(place: number, request: number, key: number, { tag, value, by }: FoundVersion): void {
    const message = messageOf(this.context, ErasureType.Store);
    message.request = request;
    message.key = key;
    message.fragment = { tag, index: this.context.members.indexOf(place), value, by };
    message.values = 1 / this.thresholds.data;
    message.toStore = true;
    this.context.send(place, message);
  }

  private silent(pending: Pending): number[] {
    return this.context.members.filter((place) => !pending.hasHeardFrom(place));
  }

  /** Everybody, that is, who is not held for down. */
  private everybodyAnswered(pending: Pending): boolean {
    return this.silent(pending).every((place) => this.suspicion.has(place));
  }
}

function writeIdOf({ session, operation, attempt }: Command): WriteId {
  return { session, operation, attempt };
}
