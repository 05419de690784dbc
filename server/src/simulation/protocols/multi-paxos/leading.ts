import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import type { Configuration } from './configuration';
import { HeldLease } from './lease';
import { PaxosType, type PaxosMessage, type Proposal } from './message';
import type { PaxosReplica } from './replica';
import { PaxosTimer } from './timers';

/** Slots in one `Accept` at most, where several are proposed at once: after phase 1, and again after a loss. */
const MAX_SLOTS_PER_MESSAGE = 512;

/** A slot under way: called a commander in "Paxos Made Moderately Complex", section 2.2. */
interface OpenSlot {
  readonly proposal: Proposal;
  readonly acceptedBy: number[];
  /** Heartbeats sent before it was last proposed. */
  proposedAt: number;
  isChosen: boolean;
}

/** The leader: phase 2, slot by slot, with heartbeats that keep its lease. */
export class Leading {
  readonly lease = new HeldLease();
  private ballot = 0;
  private nextSlot = 1;
  private readonly open = new Map<number, OpenSlot>();
  /** Commands of clients that wait for an answer, by slot. */
  private readonly waiting = new Map<number, Command>();
  private heartbeats = 0;
  /** Slot of a configuration under way, or 0: nothing is proposed behind it before it is chosen. */
  private changeSlot = 0;
  /** What was reported for slots behind it, and commands that came meanwhile. */
  private reportedBehind: readonly Proposal[] = [];
  private commandsBehind: Command[] = [];
  /** How far the slots were chosen when the last heartbeat was sent. */
  chosenAtHeartbeat = 0;
  /** Until when this leader may go on without a majority's lease: it has just begun. */
  private grace = 0;
  private readonly suspected = new Set<number>();

  constructor(private readonly replica: PaxosReplica) {}

  /**
   * Phase 1 is done. For each open slot the leader proposes the value reported in the highest ballot, and the no-op where
   * none was reported, before it proposes anything of its own ("Paxos Made Simple", section 3).
   */
  begin(ballot: number, reported: ReadonlyMap<number, Proposal>): void {
    const { replica } = this;
    const { context, policy, learner } = replica;
    this.ballot = ballot;
    this.lease.drop();
    this.suspected.clear();
    this.open.clear();
    this.grace = context.monotonic() + policy.leaseNs;
    const first = learner.chosenUpTo + 1;
    let last = learner.chosenUpTo;
    for (const slot of reported.keys()) if (slot > last) last = slot;
    this.nextSlot = last + 1;
    const proposals: Proposal[] = [];
    for (let slot = first; slot <= last; slot++) {
      const { command, configuration } = reported.get(slot) ?? { command: undefined, configuration: undefined };
      proposals.push({ slot, ballot, command, configuration });
    }
    this.proposeUpToChange(proposals);
    this.heartbeat();
  }

  /** Reported values, up to the first configuration among them. */
  private proposeUpToChange(proposals: readonly Proposal[]): void {
    const change = proposals.findIndex(({ configuration }) => configuration !== undefined);
    const end = change < 0 ? proposals.length : change + 1;
    this.changeSlot = proposals[change]?.slot ?? 0;
    this.reportedBehind = proposals.slice(end);
    for (let at = 0; at < end; at += MAX_SLOTS_PER_MESSAGE) {
      this.proposeAll(proposals.slice(at, Math.min(end, at + MAX_SLOTS_PER_MESSAGE)));
    }
  }

  /** The state has moved on: perhaps to the configuration that everything behind it waits for. */
  proceed(): void {
    if (this.changeSlot === 0 || this.replica.learner.chosenUpTo < this.changeSlot) return;
    this.heartbeat();
    this.proposeUpToChange(this.reportedBehind);
    if (this.changeSlot > 0) return;
    const commands = this.commandsBehind;
    this.commandsBehind = [];
    for (const command of commands) this.propose(command);
  }

  /** A configuration may be proposed: none is under way. */
  get mayChange(): boolean {
    return this.changeSlot === 0;
  }

  change(configuration: Configuration): void {
    this.changeSlot = this.nextSlot++;
    this.proposeAll([{ slot: this.changeSlot, ballot: this.ballot, command: undefined, configuration }]);
  }

  /** The last slot that was used when this leader began is behind it: its state holds all that was ever answered. */
  get lastProposed(): number {
    return this.nextSlot - 1;
  }

  get isIdle(): boolean {
    return this.open.size === 0 && this.changeSlot === 0;
  }

  propose(command: Command): void {
    if (this.changeSlot > 0) return void this.commandsBehind.push(command);
    const slot = this.nextSlot++;
    this.waiting.set(slot, command);
    this.proposeAll([{ slot, ballot: this.ballot, command, configuration: undefined }]);
  }

  onAccepted(m: PaxosMessage): void {
    if (!this.isOf(m)) return;
    const { slot, count, from } = m;
    this.granted(m);
    this.accepted(from, slot, count);
  }

  onHeartbeatReply(m: PaxosMessage): void {
    if (!this.isOf(m)) return;
    this.granted(m);
    this.replica.membership.heardOf(m.from, m.chosen, m.identity);
  }

  /** Keeps the lease, finds who is silent, proposes again what was lost. */
  heartbeat(): void {
    const { replica } = this;
    const { context, policy, stable, learner } = replica;
    const now = context.monotonic();
    if (now >= Math.max(this.grace, replica.leaseHeldUntil)) return replica.becomeFollower(-1);
    stable.noteChosen(learner.chosenUpTo);
    if (now >= this.grace) this.suspectSilent(now);
    this.repeatLost();
    this.heartbeats++;
    this.chosenAtHeartbeat = learner.chosenUpTo;
    const m = context.message(PaxosType.Heartbeat);
    this.fill(m);
    this.sendToOthers(m);
    context.setTimer(PaxosTimer.Heartbeat, policy.heartbeatNs);
  }

  /** Whether a client waits here for a command that has been executed in a slot; asked once. */
  isWaitedFor(slot: number, command: Command): boolean {
    const waiting = this.waiting.get(slot);
    if (waiting === undefined) return false;
    this.waiting.delete(slot);
    if (waiting === command || waiting.operation === command.operation) return true;
    this.replica.context.giveUp(waiting, FailureReason.NotLeader);
    return false;
  }

  /** It gets itself a higher ballot, in which it will propose the slots under way again; returns commands without a slot. */
  suspend(): Command[] {
    this.open.clear();
    this.replica.context.cancelTimer(PaxosTimer.Heartbeat);
    const commands = this.commandsBehind;
    this.commandsBehind = [];
    return commands;
  }

  /** It no longer leads, and cannot say what becomes of the slots under way. */
  end(): void {
    for (const command of this.waiting.values()) this.replica.context.giveUp(command, FailureReason.NotLeader);
    for (const command of this.commandsBehind) this.replica.context.refuse(command, FailureReason.NotLeader);
    this.commandsBehind = [];
    this.waiting.clear();
    this.open.clear();
    this.lease.drop();
    this.replica.context.cancelTimer(PaxosTimer.Heartbeat);
  }

  private isOf(m: PaxosMessage): boolean {
    return this.replica.isLeader && m.ballot === this.ballot;
  }

  /** Phase 2a for consecutive slots; the leader's own disk writes meanwhile. */
  private proposeAll(proposals: readonly Proposal[]): void {
    const { replica } = this;
    const { context } = replica;
    const first = proposals[0]?.slot ?? 0;
    for (const proposal of proposals) {
      replica.acceptor.accept(proposal);
      this.open.set(proposal.slot, { proposal, acceptedBy: [], proposedAt: this.heartbeats, isChosen: false });
    }
    this.sendAccept(proposals, replica.members);
    const { ballot } = this;
    context.storage.sync(() => {
      if (replica.isLeader && this.ballot === ballot) this.accepted(context.self, first, proposals.length);
    });
  }

  private accepted(by: number, first: number, count: number): void {
    if (!this.replica.members.includes(by)) return;
    let found = false;
    for (let slot = first; slot < first + count; slot++) {
      const open = this.open.get(slot);
      if (open === undefined || open.isChosen || open.acceptedBy.includes(by)) continue;
      open.acceptedBy.push(by);
      if (open.acceptedBy.length < this.replica.quorum) continue;
      open.isChosen = true;
      found = true;
    }
    if (found) this.applyChosen();
  }

  private applyChosen(): void {
    const { learner } = this.replica;
    for (;;) {
      const next = this.open.get(learner.chosenUpTo + 1);
      if (next?.isChosen !== true) break;
      this.open.delete(next.proposal.slot);
      learner.apply(next.proposal);
    }
    this.replica.applied();
  }

  private granted(m: PaxosMessage): void {
    if (this.replica.members.includes(m.from)) this.lease.grantedBy(m.from, m.stamp);
    if (this.suspected.delete(m.from)) this.replica.context.trust(m.from);
    this.replica.reads.serve();
  }

  private suspectSilent(now: number): void {
    const { members, context } = this.replica;
    for (const peer of members) {
      if (peer === context.self || this.suspected.has(peer) || this.lease.isGrantedBy(peer, now)) continue;
      this.suspected.add(peer);
      context.suspect(peer);
    }
  }

  /** Proposes again, to those who have not accepted, what has been open for more than a heartbeat. */
  private repeatLost(): void {
    const { members, context } = this.replica;
    const late = [...this.open.values()].filter((open) => !open.isChosen && open.proposedAt < this.heartbeats);
    for (let at = 0; at < late.length;) {
      const run: OpenSlot[] = [];
      do run.push(late[at++] as OpenSlot);
      while (run.length < MAX_SLOTS_PER_MESSAGE && late[at]?.proposal.slot === (run.at(-1)?.proposal.slot ?? 0) + 1);
      for (const open of run) open.proposedAt = this.heartbeats;
      const missing = members.filter((peer) => run.some((open) => !open.acceptedBy.includes(peer)));
      const proposals = run.map((open) => open.proposal);
      this.sendAccept(
        proposals,
        missing.filter((peer) => peer !== context.self),
      );
    }
  }

  private sendAccept(proposals: readonly Proposal[], to: readonly number[]): void {
    const { context } = this.replica;
    const m = context.message(PaxosType.Accept);
    this.fill(m);
    m.slot = proposals[0]?.slot ?? 0;
    m.proposals = proposals;
    m.values = proposals.length;
    m.toStore = true;
    for (const peer of to) if (peer !== context.self) context.send(peer, m);
  }

  private sendToOthers(m: PaxosMessage): void {
    const { membership, context } = this.replica;
    for (const peer of membership.listeners) if (peer !== context.self) context.send(peer, m);
  }

  private fill(m: PaxosMessage): void {
    const { context, policy, learner } = this.replica;
    m.ballot = this.ballot;
    m.chosen = learner.chosenUpTo;
    m.leaseNs = policy.leaseNs;
    m.stamp = HeldLease.stamp(context.monotonic(), policy.leaseNs);
  }
}
