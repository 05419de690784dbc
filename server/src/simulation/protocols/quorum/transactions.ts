import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import { currentValue, type Conflict } from '../conflict/conflict-rule';
import type { Version } from '../conflict/version';
import type { ReplicaContext } from '../replica-context';
import { compareBallots, NO_BALLOT, type Ballot } from './ballot';
import type { CoordinatorHome } from './coordinator';
import { QuorumType, type Accepted, type QuorumMessage } from './message';

/** A coordinator that was outbid waits up to so long, by chance, before it bids again (Cassandra: up to 100 ms). */
const BACKOFF_NS = 100e6;

interface Transaction {
  readonly request: number;
  readonly command: Command;
  readonly startedAt: number;
  /** Counts the ballots, so that answers to an earlier one are known. */
  round: number;
  ballot: Ballot;
  stage: 'prepare' | 'propose' | 'commit' | 'waiting';
  /** Local time at which to bid again. */
  retryAt: number;
  readonly answeredBy: Set<number>;
  /** Prepare: what the answers tell. */
  accepted: Accepted | undefined;
  committed: Ballot;
  held: Version | undefined;
  /** Answers that hold just that; and what this transaction itself has stored as a write is stored. */
  holders: number;
  stored: Version | undefined;
  /** What is being proposed, and whether another coordinator began with it. */
  proposal: Version | undefined;
  isForeign: boolean;
  /** Own proposals that were not refused by all: one of them may be or become the one that is chosen. */
  readonly ownProposals: Version[];
  /** Above every ballot that it was refused for. */
  outbidBy: Ballot;
}

/**
 * Compare and set by consensus among a key's replicas: Cassandra's light-weight transactions (2.0), which are single-decree
 * Paxos (Lamport, *Paxos Made Simple*, 2001) run anew for each of them. The coordinator prepares a ballot with a majority,
 * which tells it of a proposal left unfinished (it finishes that first) and what the replicas hold; compares; proposes the new
 * version; and once a majority has accepted stores it, as a write is stored, with W replicas.
 */
export class Transactions {
  private readonly pending = new Map<number, Transaction>();
  private nextRequest = 0;

  constructor(
    private readonly context: ReplicaContext<QuorumMessage>,
    private readonly home: CoordinatorHome,
    private readonly conflict: Conflict,
  ) {
    // Answers to an earlier life of this process must not be taken for answers to this one.
    this.nextRequest = context.randomBetween(0, 2 ** 30);
  }

  get isActive(): boolean {
    return this.pending.size > 0;
  }

  begin(command: Command): void {
    const transaction: Transaction = {
      request: this.nextRequest++,
      command,
      startedAt: this.context.monotonic(),
      round: 0,
      ballot: NO_BALLOT,
      stage: 'waiting',
      retryAt: 0,
      answeredBy: new Set(),
      accepted: undefined,
      committed: NO_BALLOT,
      held: undefined,
      holders: 0,
      stored: undefined,
      proposal: undefined,
      isForeign: false,
      ownProposals: [],
      outbidBy: NO_BALLOT,
    };
    this.pending.set(transaction.request, transaction);
    this.prepare(transaction);
  }

  receive(message: QuorumMessage): void {
    const transaction = this.pending.get(message.request);
    this.home.answered(message.from, transaction?.command);
    if (transaction === undefined || transaction.round !== message.round) return;
    switch (message.type) {
      case QuorumType.Promise:
        return this.promised(transaction, message);
      case QuorumType.Accepted:
        return this.accepted(transaction, message);
      default:
        return this.stored(transaction, message.from);
    }
  }

  /** Looks after transactions that take long; returns the places that left one unanswered for `lateNs`. */
  watch(now: number, lateNs: number, giveUpNs: number): number[] {
    const silent = new Set<number>();
    for (const transaction of [...this.pending.values()]) {
      const age = now - transaction.startedAt;
      if (age >= giveUpNs) this.giveUp(transaction);
      else if (transaction.stage === 'waiting' && now >= transaction.retryAt) this.prepare(transaction);
      else if (age >= lateNs && transaction.stage !== 'waiting') {
        for (const place of this.context.members) if (!transaction.answeredBy.has(place)) silent.add(place);
      }
    }
    return [...silent];
  }

  private prepare(transaction: Transaction): void {
    const { author } = this.home;
    const time = author.timeAbove(Math.max(this.home.clock(), transaction.outbidBy.time));
    transaction.ballot = { time, author: author.name };
    transaction.accepted = undefined;
    transaction.committed = NO_BALLOT;
    transaction.held = undefined;
    transaction.holders = 0;
    this.enter(transaction, 'prepare');
    this.sendToAll(transaction, QuorumType.Prepare, undefined);
  }

  private promised(
    transaction: Transaction,
    { from, ballot, agrees, accepted, committed, version }: QuorumMessage,
  ): void {
    if (transaction.stage !== 'prepare') return;
    if (!agrees) return this.outbid(transaction, ballot);
    transaction.answeredBy.add(from);
    if (compareBallots(committed, transaction.committed) > 0) transaction.committed = committed;
    if (accepted !== undefined && isAbove(accepted, transaction.accepted)) transaction.accepted = accepted;
    if (version !== undefined) {
      const { held } = transaction;
      transaction.held = held?.join(version) ?? version;
      transaction.holders = transaction.held === held ? transaction.holders + (version === held ? 1 : 0) : 1;
    }
    if (this.hasMajority(transaction)) this.decide(transaction);
  }

  /** A majority has promised. */
  private decide(transaction: Transaction): void {
    const { accepted, committed, held, command, ownProposals } = transaction;
    if (accepted !== undefined && compareBallots(accepted.ballot, committed) > 0) {
      return this.propose(transaction, accepted.version, !ownProposals.includes(accepted.version));
    }
    if (ownProposals.length > 0) {
      // Of what it proposed before, either somebody has finished it, or it lies at too few to be chosen by now.
      // Finished does not mean stored by as many as a read relies on: that is for this one to see to.
      if (held !== undefined && ownProposals.includes(held)) return this.propose(transaction, held, false);
      if (currentValue(held) !== command.expected) return this.giveUp(transaction);
    }
    if (currentValue(held) !== command.expected) {
      // To say so is to have read it: whoever reads later must not miss it (Cassandra: repair of the most recent commit).
      if (held !== undefined && !this.isStored(transaction, held)) return this.propose(transaction, held, true);
      this.pending.delete(transaction.request);
      return this.home.fail(command, FailureReason.CasMismatch, false);
    }
    const { author } = this.home;
    const time = author.timeAbove(Math.max(held?.latest ?? 0, transaction.ballot.time));
    const version = this.conflict.write(command, held, author, time);
    ownProposals.push(version);
    this.propose(transaction, version, false);
  }

  private propose(transaction: Transaction, version: Version, isForeign: boolean): void {
    transaction.proposal = version;
    transaction.isForeign = isForeign;
    this.enter(transaction, 'propose');
    this.sendToAll(transaction, QuorumType.Propose, version);
  }

  private accepted(transaction: Transaction, { from, ballot, agrees }: QuorumMessage): void {
    if (transaction.stage !== 'propose') return;
    if (!agrees) return this.outbid(transaction, ballot);
    transaction.answeredBy.add(from);
    if (!this.hasMajority(transaction)) return;
    this.enter(transaction, 'commit');
    this.sendToAll(transaction, QuorumType.Commit, transaction.proposal);
  }

  private stored(transaction: Transaction, from: number): void {
    if (transaction.stage !== 'commit') return;
    transaction.answeredBy.add(from);
    const { count, counted } = this.home.writeQuorum();
    const answers = [...transaction.answeredBy].filter((place) => counted === undefined || counted.has(place));
    if (answers.length < count) return;
    // What another coordinator had left unfinished is done; now the own one.
    transaction.stored = transaction.proposal;
    if (transaction.isForeign) this.prepare(transaction);
    else this.succeed(transaction);
  }

  private isStored({ stored, holders, answeredBy }: Transaction, held: Version): boolean {
    return stored === held || (holders === answeredBy.size && holders >= this.home.writeQuorum().count);
  }

  private outbid(transaction: Transaction, by: Ballot): void {
    if (compareBallots(by, transaction.outbidBy) > 0) transaction.outbidBy = by;
    this.enter(transaction, 'waiting');
    transaction.retryAt = this.context.monotonic() + this.context.random() * BACKOFF_NS;
  }

  private succeed(transaction: Transaction): void {
    this.pending.delete(transaction.request);
    this.home.succeed(transaction.command, this.context.self, NaN, undefined);
  }

  private giveUp(transaction: Transaction): void {
    this.pending.delete(transaction.request);
    this.home.fail(transaction.command, FailureReason.NoQuorum, transaction.ownProposals.length > 0);
  }

  private enter(transaction: Transaction, stage: Transaction['stage']): void {
    transaction.stage = stage;
    transaction.round++;
    transaction.answeredBy.clear();
  }

  private sendToAll(transaction: Transaction, type: number, version: Version | undefined): void {
    for (const place of this.context.members) {
      const message = this.context.message(type);
      message.request = transaction.request;
      message.round = transaction.round;
      message.key = transaction.command.key;
      message.ballot = transaction.ballot;
      message.version = version;
      message.values = version?.weight ?? 0;
      message.toStore = version !== undefined;
      this.context.send(place, message);
    }
  }

  private hasMajority(transaction: Transaction): boolean {
    return transaction.answeredBy.size > this.context.members.length / 2;
  }
}

function isAbove(accepted: Accepted, other: Accepted | undefined): boolean {
  return other === undefined || compareBallots(accepted.ballot, other.ballot) > 0;
}
