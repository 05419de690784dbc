import { FailureReason } from '../../run';
import type { Command } from '../../environment/command';
import { CHOSEN, PaxosType, type PaxosMessage, type PaxosSnapshot, type Proposal } from './message';
import type { PaxosReplica } from './replica';

/** Slots in one answer at most; a replica that lags asks for the rest when it has these. */
const MAX_SLOTS_PER_MESSAGE = 512;
/** Slots applied after which a snapshot is due even without the store's own checkpoints; as etcd's. */
const SNAPSHOT_EVERY = 10_000;

/**
 * The learner: finds out which proposals are chosen and executes them in the order of the slots ("Paxos Made Simple",
 * sections 2.3 and 3). Leaders find out by counting, the others from what leaders say, and laggards ask ("The Part-Time
 * Parliament", section 3.3.4; snapshots: "Paxos Made Live", section 5.5).
 */
export class Learner {
  /** All slots up to here are chosen and applied. */
  chosenUpTo = 0;

  constructor(private readonly replica: PaxosReplica) {}

  start(): void {
    const { stable, machine } = this.replica;
    machine.restore(stable.snapshot?.state);
    this.chosenUpTo = stable.snapshot?.lastSlot ?? 0;
    this.replica.membership.take(stable.configuration);
    this.applyWhile((proposal) => proposal.slot <= stable.chosenUpTo);
  }

  /**
   * A leader says that all slots up to one are chosen. Within a ballot only one value is ever proposed for a slot, so what
   * was accepted in the leader's own ballot is the chosen one; anything else has to be asked for.
   */
  heard(ballot: number, chosen: number): void {
    this.applyWhile(
      ({ slot, ballot: acceptedIn }) => slot <= chosen && (acceptedIn === ballot || acceptedIn === CHOSEN),
    );
  }

  /** Asks for what is missing. */
  catchUp(from: number, chosen: number): void {
    const { context, stable } = this.replica;
    stable.noteChosen(this.chosenUpTo);
    if (chosen <= this.chosenUpTo) return;
    if (stable.isDamaged(this.chosenUpTo + 1)) stable.findDamage();
    const m = context.message(PaxosType.CatchUp);
    m.slot = this.chosenUpTo + 1;
    context.send(from, m);
  }

  onCatchUp(m: PaxosMessage): void {
    this.teach(m.from, m.slot);
  }

  /** Tells a replica what is chosen from a slot on. */
  teach(place: number, slot: number): void {
    const { context } = this.replica;
    if (slot > this.chosenUpTo) return;
    const proposals = this.chosenFrom(slot);
    if (proposals.length === 0) return this.sendSnapshot(place, slot);
    const reply = context.message(PaxosType.Learned);
    reply.slot = slot;
    reply.chosen = this.chosenUpTo;
    reply.proposals = proposals;
    reply.values = proposals.length;
    reply.toStore = true;
    context.send(place, reply);
  }

  onLearned(m: PaxosMessage): void {
    const before = this.chosenUpTo;
    this.learn(m.proposals);
    if (this.chosenUpTo > before) this.catchUp(m.from, m.chosen);
  }

  onSnapshot(m: PaxosMessage): void {
    const before = this.chosenUpTo;
    if (m.snapshot !== undefined) this.install(m.snapshot);
    if (this.chosenUpTo > before) this.catchUp(m.from, m.chosen);
  }

  /** Takes in values that somebody knows to be chosen. */
  learn(proposals: readonly Proposal[]): void {
    for (const proposal of proposals) {
      if (proposal.slot !== this.chosenUpTo + 1) continue;
      this.replica.acceptor.accept(proposal);
      this.apply(proposal);
    }
  }

  install(snapshot: PaxosSnapshot): void {
    const { stable, machine, context } = this.replica;
    if (snapshot.lastSlot <= this.chosenUpTo) return;
    stable.snapshot = snapshot;
    stable.truncate();
    machine.restore(snapshot.state);
    this.chosenUpTo = snapshot.lastSlot;
    this.replica.membership.take(snapshot.configuration);
    stable.learned(this.chosenUpTo);
    context.committed(this.chosenUpTo);
    this.replica.applied();
  }

  /** The next slot is chosen. */
  apply(proposal: Proposal): void {
    const { stable, context } = this.replica;
    this.chosenUpTo = proposal.slot;
    context.committed(proposal.slot);
    if (proposal.command !== undefined) this.execute(proposal.command);
    if (proposal.configuration !== undefined) this.replica.membership.take(proposal.configuration);
    if (stable.isIncomplete) stable.learned(proposal.slot);
    if (proposal.slot - (stable.snapshot?.lastSlot ?? 0) >= SNAPSHOT_EVERY) {
      this.takeSnapshot();
      context.storage.checkpoint(() => stable.truncate());
      context.snapshotTaken(proposal.slot);
    }
  }

  takeSnapshot(): void {
    const { stable } = this.replica;
    if (this.chosenUpTo > (stable.snapshot?.lastSlot ?? 0)) stable.snapshot = this.stateNow();
  }

  private execute(command: Command): void {
    const { reason, output, observation } = this.replica.machine.apply(command);
    if (!this.replica.leading.isWaitedFor(this.chosenUpTo, command)) return;
    if (reason !== FailureReason.None) this.replica.context.refuse(command, reason);
    else this.replica.context.answer(command, output, observation);
  }

  private applyWhile(isChosen: (proposal: Proposal) => boolean): void {
    const before = this.chosenUpTo;
    for (;;) {
      const proposal = this.replica.stable.proposal(this.chosenUpTo + 1);
      if (proposal === undefined || !isChosen(proposal)) break;
      this.apply(proposal);
    }
    if (this.chosenUpTo > before) this.replica.applied();
  }

  private chosenFrom(slot: number): Proposal[] {
    const proposals: Proposal[] = [];
    const last = Math.min(this.chosenUpTo, slot + MAX_SLOTS_PER_MESSAGE - 1);
    for (let at = slot; at <= last; at++) {
      const proposal = this.replica.stable.proposal(at);
      if (proposal === undefined) return proposals;
      proposals.push({ ...proposal, ballot: CHOSEN });
    }
    return proposals;
  }

  private sendSnapshot(to: number, slot: number): void {
    const { context, stable } = this.replica;
    const kept = stable.snapshot;
    const snapshot = kept !== undefined && kept.lastSlot >= slot ? kept : this.stateNow();
    const m = context.message(PaxosType.Snapshot);
    m.snapshot = snapshot;
    m.chosen = this.chosenUpTo;
    m.values = snapshot.state.weight;
    m.toStore = true;
    context.send(to, m);
  }

  private stateNow(): PaxosSnapshot {
    const { machine, membership } = this.replica;
    return { lastSlot: this.chosenUpTo, configuration: membership.current, state: machine.snapshot() };
  }
}
