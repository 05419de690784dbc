import { FailureReason } from '../../run';
import type { Transaction, ZabSnapshot } from './message';
import type { ZabReplica } from './replica';

/** Transactions between two snapshots, where the store's own checkpoints do not come first (`snapCount`). */
const SNAPSHOT_EVERY = 100_000;

/** Delivers committed transactions in the order of the history (DSN 2011, section III). */
export class Delivery {
  /** Place in the history up to which transactions are delivered. */
  index = 0;

  constructor(private readonly server: ZabReplica) {}

  /** The disk does not say what is committed: what follows the snapshot is delivered when a leader says so. */
  start(): void {
    const { snapshot } = this.server.stable;
    this.server.machine.restore(snapshot?.state);
    this.index = snapshot?.lastIndex ?? 0;
  }

  get zxid(): number {
    return Math.max(0, this.server.stable.zxidAt(this.index));
  }

  /** Everything up to a place in the history is committed. */
  upTo(index: number): void {
    const { stable, context, requests } = this.server;
    const last = Math.min(index, stable.lastIndex);
    if (last <= this.index) return;
    context.committed(last);
    while (this.index < last) {
      const transaction = stable.log.get(this.index + 1);
      if (transaction === undefined) break;
      this.index++;
      this.deliver(transaction);
    }
    requests.delivered();
    if (this.index - (stable.snapshot?.lastIndex ?? 0) < SNAPSHOT_EVERY) return;
    this.takeSnapshot();
    context.storage.checkpoint(() => stable.dropCovered());
    context.snapshotTaken(this.index);
  }

  install(snapshot: ZabSnapshot): void {
    this.server.stable.install(snapshot);
    this.server.membership.activate(snapshot.configuration);
    this.server.membership.refresh();
    this.server.machine.restore(snapshot.state);
    this.index = snapshot.lastIndex;
  }

  /** Transactions that were delivered are no longer in the history: only where disks broke their promise. */
  rewindTo(index: number): void {
    if (this.index <= index) return;
    this.start();
    this.upTo(index);
  }

  takeSnapshot(): void {
    const { stable, machine, membership } = this.server;
    if (this.index <= (stable.snapshot?.lastIndex ?? 0)) return;
    const configuration = membership.active;
    stable.snapshot = { lastIndex: this.index, lastZxid: this.zxid, state: machine.snapshot(), configuration };
  }

  private deliver({ command, zxid, configuration }: Transaction): void {
    const { machine, requests, context, membership } = this.server;
    if (configuration !== undefined) membership.activate(configuration);
    if (command === undefined) return;
    const { reason } = machine.apply(command);
    if (!requests.isWaitedFor(command)) return;
    if (reason !== FailureReason.None) context.refuse(command, reason, -1, zxid);
    else context.answer(command, NaN, undefined, zxid);
  }
}
