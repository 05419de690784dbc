import type { JobModel } from '../../../language/model';
import { Endpoint } from '../../environment/endpoint';
import type { Environment } from '../../environment/environment';
import type { MessagePool } from '../../environment/message';
import { JobType, type JobMessage, type Positions } from './job-message';
import type { JobRecorder } from './job-recorder';

/** Records are worked on and passed on in batches of this time. */
export const TICK_NS = 100e6;
/** Who hears nothing for this long takes the other for lost (Flink: `heartbeat.timeout`, 50 s). */
export const HEARTBEAT_TIMEOUT_NS = 50e9;
/** Partitions for each worker: many, so that those of a lost worker come out even among the others (Flink: key groups). */
export const PARTITIONS_PER_WORKER = 12;
/** A job is built for twice its input: that is how fast it catches up. */
const HEADROOM = 2;
const Timer = { Tick: 0, Saved: 1 } as const;
const NOTHING_SAVED = { checkpoint: 0, positions: [] };

/** What job, coordinator and workers know of each other, because it is configuration. */
export interface JobWorld {
  readonly environment: Environment;
  readonly model: JobModel;
  readonly index: number;
  readonly channel: number;
  readonly pool: MessagePool<JobMessage>;
  readonly names: number;
  readonly recorder: JobRecorder;
  /** Records a nanosecond in each partition. */
  readonly recordsPerNs: number;
  readonly workers: number[];
  coordinator: number;
}

interface Partition {
  readonly id: number;
  next: number;
  /** Where a transactional sink's open transaction begins, and where those that wait for their checkpoint end. */
  shownTo: number;
  readonly waiting: { readonly checkpoint: number; readonly to: number }[];
}

/** One worker: reads its partitions of the source, works, and writes results; saves its positions at each barrier. */
export class JobWorker extends Endpoint {
  private attempt = 0;
  /** Of the attempt that it was given work in; what comes again, or late, of that attempt changes nothing. */
  private begunAttempt = 0;
  private met = 0;
  private saved: { readonly checkpoint: number; readonly positions: Positions } = NOTHING_SAVED;
  private shown = 0;
  private heardAt = 0;
  private partitions: Partition[] = [];
  private neighbour = -1;
  private lastTick = 0;
  /** How far it is with the next record, as a share of it, and which partition had the first turn. */
  private begunRecord = 0;
  private firstTurn = 0;
  private saving: { readonly checkpoint: number; readonly positions: Positions } | undefined;
  private readonly tickTimer: number;
  private readonly savedTimer: number;

  constructor(
    place: number,
    private readonly world: JobWorld,
    private readonly number: number,
  ) {
    const { endpoints, processes, kernel } = world.environment;
    super(endpoints.all.length, place, endpoints.nextAgentAddress(), world.channel, processes.of(place));
    endpoints.addAgent(this);
    this.tickTimer = kernel.timers.create(this.id, Timer.Tick);
    this.savedTimer = kernel.timers.create(this.id, Timer.Saved);
    world.workers.push(this.address);
  }

  receive(message: JobMessage): void {
    if (message.from === this.world.coordinator && message.attempt === this.attempt)
      this.heardAt = this.world.environment.kernel.now;
    switch (message.type) {
      case JobType.Cancel:
        if (message.attempt < this.attempt || message.attempt === this.begunAttempt) return;
        this.attempt = message.attempt;
        this.stopWork();
        return this.send(this.world.coordinator, this.message(JobType.Present));
      case JobType.Deploy:
        if (message.attempt === this.attempt && this.begunAttempt < this.attempt) this.begin(message);
        return;
      case JobType.Exchange:
        // A worker that was started anew knows nothing of the connection.
        if (message.attempt !== this.attempt) this.unanswered(message);
        return;
      case JobType.Refused: {
        if (message.attempt !== this.attempt) return;
        const { environment, model } = this.world;
        environment.noticed(model.nodes[message.worker] ?? -1);
        const lost = this.message(JobType.Lost);
        lost.worker = message.worker;
        return this.send(this.world.coordinator, lost);
      }
      case JobType.Barrier:
        if (message.attempt === this.attempt) this.save(message.checkpoint);
        return;
      case JobType.Complete:
        if (message.attempt === this.attempt) this.show(message.checkpoint);
        return;
    }
  }

  fire(tag: number): void {
    if (tag === Timer.Tick) return this.tick();
    const { saving } = this;
    this.saving = undefined;
    if (saving === undefined) return;
    this.saved = saving;
    this.confirm();
  }

  crash(): void {
    this.stopWork();
    this.attempt = 0;
    this.begunAttempt = 0;
  }

  restart(): void {
    // It waits for the coordinator to give it work.
  }

  override unanswered(message: JobMessage): void {
    if (message.type === JobType.Refused) return;
    const refused = this.message(JobType.Refused);
    refused.attempt = message.attempt;
    this.send(message.from, refused);
  }

  request(): void {
    throw new Error('A job is not sent operations on stores.');
  }

  respond(): void {
    throw new Error('A job sends no operations to stores.');
  }

  private begin(message: JobMessage): void {
    const { kernel } = this.world.environment;
    this.neighbour = message.neighbour;
    this.begunAttempt = message.attempt;
    [this.met, this.saved, this.shown] = [0, NOTHING_SAVED, 0];
    this.partitions = message.positions.map(([id, next]) => ({ id, next, shownTo: next, waiting: [] }));
    this.lastTick = kernel.now;
    this.begunRecord = 0;
    this.setTimer(this.tickTimer, TICK_NS);
  }

  private tick(): void {
    const { environment, model, recordsPerNs, workers } = this.world;
    const { kernel, processes } = environment;
    // Cut off from its coordinator it stops of itself: others have its partitions by now.
    if (kernel.now - this.heardAt > HEARTBEAT_TIMEOUT_NS) {
      environment.noticed(model.nodes[0] ?? -1);
      return this.stopWork();
    }
    this.setTimer(this.tickTimer, TICK_NS);
    // One worker's capacity, for all the partitions that it has; a record that it had begun goes on from the last tick.
    const capacity =
      this.begunRecord +
      ((kernel.now - this.lastTick) * recordsPerNs * PARTITIONS_PER_WORKER * HEADROOM) /
        processes.slowFactor(this.place);
    this.lastTick = kernel.now;
    let room = Math.floor(capacity);
    this.begunRecord = capacity - room;
    const count = this.partitions.length;
    this.firstTurn = (this.firstTurn + 1) % Math.max(1, count);
    for (let turn = 0; turn < count; turn++) {
      const partition = this.partitions[(this.firstTurn + turn) % count] as Partition;
      // Each has its turn and another one begins each time; what one does not need is for those after it.
      const share = Math.ceil(room / (count - turn));
      const arrived = Math.floor(kernel.now * recordsPerNs);
      const to = Math.min(arrived, partition.next + share);
      if (to <= partition.next) continue;
      room -= to - partition.next;
      this.world.recorder.worked(kernel.now, partition.id, partition.next, to);
      if (!this.holdsBack) {
        this.world.recorder.appeared(kernel.now, partition.id, partition.next, to);
      }
      partition.next = to;
    }
    const progress = this.message(JobType.Progress);
    progress.positions = this.positions();
    [progress.met, progress.saved, progress.shown] = [this.met, this.saved.checkpoint, this.shown];
    this.send(this.world.coordinator, progress);
    const to = workers[this.neighbour];
    if (to !== undefined && to !== this.address) this.send(to, this.message(JobType.Exchange));
  }

  /** A transactional sink shows results with their checkpoint; without checkpoints there is nothing to wait for. */
  private get holdsBack(): boolean {
    const { delivery, checkpointNs } = this.world.model;
    return delivery === 'exactly-once' && checkpointNs !== undefined;
  }

  private positions(): Positions {
    return this.partitions.map(({ id, next }) => [id, next] as const);
  }

  /** The state before the barrier is saved while the work goes on. */
  private save(checkpoint: number): void {
    if (checkpoint === this.saved.checkpoint) return this.confirm();
    if (checkpoint <= this.met) return;
    this.met = checkpoint;
    this.saving = { checkpoint, positions: this.positions() };
    for (const partition of this.partitions) partition.waiting.push({ checkpoint, to: partition.next });
    const slow = this.world.environment.processes.slowFactor(this.place);
    this.setTimer(this.savedTimer, this.world.model.checkpointTakesNs * slow);
  }

  private confirm(): void {
    const message = this.message(JobType.Saved);
    message.checkpoint = this.saved.checkpoint;
    message.positions = this.saved.positions;
    this.send(this.world.coordinator, message);
  }

  /** The sink commits what lies before a complete checkpoint (two-phase commit with the checkpoint). */
  private show(checkpoint: number): void {
    const { kernel } = this.world.environment;
    this.shown = Math.max(this.shown, checkpoint);
    for (const partition of this.partitions) {
      while ((partition.waiting[0]?.checkpoint ?? Infinity) <= checkpoint) {
        const { to } = partition.waiting.shift() as { readonly to: number };
        if (this.holdsBack) {
          this.world.recorder.appeared(kernel.now, partition.id, partition.shownTo, to);
        }
        partition.shownTo = to;
      }
    }
  }

  private stopWork(): void {
    const { timers } = this.world.environment.kernel;
    timers.cancel(this.tickTimer);
    timers.cancel(this.savedTimer);
    this.partitions = [];
    this.saving = undefined;
  }

  private message(type: number): JobMessage {
    const message = this.world.pool.take(type);
    message.attempt = this.attempt;
    message.worker = this.number;
    return message;
  }

  private send(to: number, message: JobMessage): void {
    this.world.environment.network.sendMessage(this, this.world.channel, to, message, this.world.names, false);
  }

  private setTimer(timer: number, delayNs: number): void {
    const { kernel, clocks } = this.world.environment;
    kernel.timers.setRecurring(
      timer,
      kernel.now + clocks.trueDelay(this.place, Math.round(delayNs)),
      kernel.trace.cause,
    );
  }
}
