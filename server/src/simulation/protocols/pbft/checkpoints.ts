import { digestOfCheckpoint } from './digest';
import { PbftType, type CheckpointState, type PbftMessage } from './message';
import type { PbftReplica } from './replica';

/** A state that enough replicas vouch for. */
interface Certified {
  readonly sequence: number;
  readonly digest: number;
}

/** Checkpoints and garbage collection (section 4.3), and state transfer to replicas that fell behind (section 5.3). */
export class Checkpoints {
  /** States of this replica that are not yet stable, by sequence number. */
  private readonly taken = new Map<number, CheckpointState>();
  /** Digests by sequence number and replica. */
  private readonly votes = new Map<number, Map<number, number>>();
  /** The newest state beyond this replica's own that a correct one is known to have. */
  private wanted: Certified | undefined;
  private nextSource = 0;

  constructor(private readonly replica: PbftReplica) {}

  get isBehind(): boolean {
    return this.wanted !== undefined;
  }

  /** A request was executed: every so often the state after it becomes a checkpoint. */
  executed(sequence: number): void {
    const { replica } = this;
    if (sequence % replica.policy.checkpointEvery !== 0) return;
    const state = replica.machine.snapshot();
    const answers = new Map(replica.answers);
    const checkpoint = { sequence, state, answers, digest: digestOfCheckpoint(state, answers) };
    this.taken.set(sequence, checkpoint);
    this.announce(checkpoint, -1);
    this.vote(sequence, replica.context.self, checkpoint.digest);
  }

  onCheckpoint(m: PbftMessage): void {
    if (this.replica.context.members.includes(m.from)) this.vote(m.sequence, m.from, m.digest);
  }

  /** A new-view or a peer proves that this state is stable. */
  want(sequence: number, digest: number): void {
    if (sequence <= this.replica.stable.low || sequence <= (this.wanted?.sequence ?? 0)) return;
    if (this.taken.get(sequence)?.digest === digest) return this.stabilise(sequence);
    this.wanted = { sequence, digest };
    this.replica.retransmission.arm();
  }

  /** Asks one replica after the other for the state that is missing. */
  fetch(): void {
    const { context, lastExecuted } = this.replica;
    if (this.wanted === undefined) return;
    const own = this.taken.get(this.wanted.sequence);
    if (own === undefined && lastExecuted >= this.wanted.sequence) {
      this.wanted = undefined;
      return;
    }
    const others = context.members.filter((member) => member !== context.self);
    const source = others[this.nextSource++ % others.length];
    if (source === undefined) return;
    const m = context.message(PbftType.FetchState);
    m.sequence = this.wanted.sequence;
    context.send(source, m);
  }

  onFetchState(m: PbftMessage): void {
    const { stable, context } = this.replica;
    const { checkpoint } = stable;
    const found = checkpoint?.sequence === m.sequence ? checkpoint : this.taken.get(m.sequence);
    if (found === undefined) return this.tellStable(m.from);
    const answer = context.message(PbftType.StateData);
    answer.sequence = found.sequence;
    answer.checkpoint = found;
    answer.values = found.state.weight;
    answer.toStore = true;
    context.send(m.from, answer);
  }

  onStateData(m: PbftMessage): void {
    const { wanted } = this;
    const { checkpoint } = m;
    if (wanted === undefined || checkpoint?.sequence !== wanted.sequence) return;
    // The state need not come from a correct replica: its digest shows whether it is the right one.
    const digest = digestOfCheckpoint(checkpoint.state, checkpoint.answers);
    if (digest === wanted.digest) this.install({ ...checkpoint, digest });
  }

  /** Vouches for the last stable checkpoint to one that may lack it. */
  tellStable(to: number): void {
    const { checkpoint } = this.replica.stable;
    if (checkpoint !== undefined) this.announce(checkpoint, to);
  }

  private announce({ sequence, digest }: CheckpointState, to: number): void {
    const { context } = this.replica;
    const m = context.message(PbftType.Checkpoint);
    m.sequence = sequence;
    m.digest = digest;
    if (to < 0) context.sendToOthers(m);
    else context.send(to, m);
  }

  private vote(sequence: number, from: number, digest: number): void {
    const { replica } = this;
    if (sequence <= replica.stable.low) return;
    let digests = this.votes.get(sequence);
    if (digests === undefined) this.votes.set(sequence, (digests = new Map<number, number>()));
    digests.set(from, digest);
    let matching = 0;
    for (const other of digests.values()) if (other === digest) matching++;
    const own = this.taken.get(sequence);
    if (matching >= replica.quorum && own?.digest === digest) return this.stabilise(sequence);
    // A state unlike its own that a correct replica has means that this replica's disk has failed it.
    if (matching < replica.weakQuorum || own?.digest === digest) return;
    if (own !== undefined || sequence > replica.lastExecuted) this.want(sequence, digest);
  }

  private stabilise(sequence: number): void {
    const checkpoint = this.taken.get(sequence);
    if (checkpoint === undefined) return;
    this.keep(checkpoint);
  }

  /** Takes over a state from elsewhere and goes on from there. */
  private install(checkpoint: CheckpointState): void {
    const { replica } = this;
    replica.machine.restore(checkpoint.state);
    replica.answers = new Map(checkpoint.answers);
    replica.lastExecuted = checkpoint.sequence;
    for (const [session, { operation }] of checkpoint.answers) {
      const waiting = replica.pending.get(session);
      if (waiting !== undefined && waiting.operation <= operation) replica.pending.delete(session);
    }
    for (const sequence of this.taken.keys()) if (sequence > checkpoint.sequence) this.taken.delete(sequence);
    replica.context.remark('state transferred', checkpoint.sequence);
    this.keep(checkpoint);
    replica.views.progressed();
    replica.ordering.execute();
  }

  private keep(checkpoint: CheckpointState): void {
    const { replica } = this;
    const { sequence } = checkpoint;
    replica.stable.checkpoint = checkpoint;
    replica.context.snapshotTaken(sequence);
    for (const each of this.votes.keys()) if (each <= sequence) this.votes.delete(each);
    for (const each of this.taken.keys()) if (each <= sequence) this.taken.delete(each);
    if ((this.wanted?.sequence ?? 0) <= sequence) this.wanted = undefined;
    // What the checkpoint rests on must be on disk before the log goes: they are written together, in this order.
    replica.ordering.truncate(sequence);
    replica.retransmission.truncate(sequence);
  }
}
