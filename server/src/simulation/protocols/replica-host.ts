import type { Command } from '../environment/command';
import { Endpoint } from '../environment/endpoint';
import type { Environment } from '../environment/environment';
import type { Message } from '../environment/message';
import { StableStorage } from '../environment/stable-storage';
import { EventKind, FailureReason, Role } from '../run';
import type { Group } from './group';
import type { Conduct, Contents, OperatorOrder, Replica } from './protocol';
import { ReplicaContext } from './replica-context';
import { shardContents } from './shard-contents';
import type { OperationSet } from './state-machine/operation-set';

/** `member`: a replica from the start; `joining`: one that an operator added later; `spare`: no replica, but takes part. */
export type HostRole = 'member' | 'joining' | 'spare';

/**
 * The process around a replica: starts it, throws it away in a crash, recovers its disk, takes checkpoints. The replica
 * object exists exactly while the process serves.
 */
export class ReplicaHost extends Endpoint {
  readonly storage: StableStorage;
  private readonly context: ReplicaContext<Message>;
  private replica: Replica<Message> | undefined;
  /** The replica's last life, where it does not run: what that left on its disk is still there. */
  private former: Replica<Message> | undefined;
  /** Incremented by each crash, so that what an earlier life scheduled is void. */
  private life = 0;
  private removed = false;

  constructor(
    id: number,
    place: number,
    private readonly environment: Environment,
    readonly of: Group,
    readonly role: HostRole,
  ) {
    super(id, place, place, of.id, environment.processes.of(place));
    this.storage = new StableStorage(of.store.storage, environment.diskOf(place), environment.kernel, {
      diskFull: () => environment.crashForFullDisk(place),
      corruptionDetected: (key) => {
        this.note(EventKind.CorruptionDetected, of.storeIndex, key, 0);
        environment.damageFound(place, of.storeIndex);
      },
    });
    this.context = new ReplicaContext(environment, this, of, this.storage, role === 'joining');
  }

  /** True while a replica runs here and takes part. */
  get isServing(): boolean {
    return this.replica !== undefined;
  }

  get isRemoved(): boolean {
    return this.removed;
  }

  boot(): void {
    if (this.removed) return;
    if (this.role !== 'spare') this.environment.contents.join(this.id, this.of.id);
    this.former = undefined;
    this.replica = this.of.family.createReplica(this.context, this.of.policy);
    this.replica.start();
    this.scheduleCheckpoint();
  }

  receive(message: Message): void {
    this.replica?.receive(message);
  }

  request(command: Command): void {
    if (this.replica !== undefined) this.replica.request(command);
    else this.context.refuse(command, this.removed ? FailureReason.ConnectionRefused : FailureReason.Recovering);
  }

  respond(): void {
    throw new Error('A replica is no client.');
  }

  fire(tag: number): void {
    this.replica?.timer(tag);
  }

  crash(): void {
    this.life++;
    this.former = this.replica ?? this.former;
    this.replica = undefined;
    this.held = undefined;
    this.context.cancelAllTimers();
    this.environment.contents.leave(this.id, this.of.id);
    this.environment.leadership.stopped(this.of, this.place, this.environment.kernel.now);
    this.mayLose(this.storage.forgetsInCrash, () => this.storage.crash());
  }

  /** The disk is replaced by an empty one, under a process that does not run. */
  wipe(): void {
    this.mayLose(true, () => this.storage.wipe());
  }

  restart(): void {
    if (this.removed) return;
    const { kernel } = this.environment;
    const life = this.life;
    const replayed = this.storage.recordsSinceCheckpoint;
    const takes = this.storage.recoveryTime(this.environment.processes.slowFactor(this.place));
    this.environment.announced(this.of, this.place, Role.Recovering, 0);
    if (this.role !== 'spare') this.environment.contents.recover(this.id, this.of.id);
    kernel.after(takes, () => {
      if (life !== this.life) return;
      this.environment.recovered(this.of, this.place, replayed, takes);
      this.boot();
    });
  }

  /** The operator takes this replica out of the store for good; its process ends. */
  remove(): void {
    if (this.replica !== undefined) this.environment.announced(this.of, this.place, Role.Removed, 0);
    this.crash();
    this.mayLose(true, () => {
      this.removed = true;
    });
  }

  /** From now on this node is Byzantine, through crashes and restarts, until the returned function is called. */
  corruptBy(conduct: Conduct): () => void {
    this.context.conducts = [...this.context.conducts, conduct];
    return () => {
      this.context.conducts = this.context.conducts.filter((other) => other !== conduct);
      conduct.end();
    };
  }

  operator(order: OperatorOrder): void {
    this.replica?.operator?.(order);
  }

  corruptDisk(hit: () => boolean): number {
    return this.mayLose(true, () => this.storage.corrupt(hit) + (this.replica?.corrupt?.(hit) ?? 0));
  }

  contents(): Contents {
    return this.replica?.contents() ?? new Map();
  }

  /** What is left of it, whether it runs or not. */
  get left(): Contents {
    if (this.removed) return new Map();
    if (this.replica !== undefined) return this.replica.contents();
    const { family, store } = this.of;
    return family.onDisk?.(this.storage, store.data) ?? this.former?.contents() ?? new Map();
  }

  /** Does something in which copies of writes may go, and has it noted which were the last ones. */
  private mayLose<T>(does: boolean, what: () => T): T {
    const { family, store } = this.of;
    if (!does || family.forgetsHistory?.(store.data) !== true) return what();
    const hosts = this.environment.hosts.filter((host) => host.of === this.of);
    const before = shardContents(this.of, hosts);
    const result = what();
    this.environment.superseded.vanished.note(
      before,
      shardContents(this.of, hosts),
      hosts.map((host) => host.left),
    );
    return result;
  }

  lineage(): OperationSet | undefined {
    return this.replica?.lineage?.();
  }

  private scheduleCheckpoint(): void {
    const every = this.of.store.storage.checkpointNs;
    if (every === undefined || !this.storage.journals) return;
    const life = this.life;
    this.environment.kernel.byItself(every, () => {
      if (life !== this.life) return;
      this.replica?.checkpoint?.();
      this.storage.checkpoint(() => {
        this.replica?.checkpointed?.();
        this.note(EventKind.Snapshot, this.of.storeIndex, 0, 0);
      });
      this.scheduleCheckpoint();
    });
  }

  private note(kind: EventKind, a: number, b: number, c: number): void {
    const { kernel } = this.environment;
    kernel.trace.record(kernel.now, kind, this.place, this.of.shard, a, b, c);
  }
}
