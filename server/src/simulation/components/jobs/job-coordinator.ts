import { Endpoint } from '../../environment/endpoint';
import { CheckpointState, EventKind, JobState } from '../../run';
import { JobType, type JobMessage, type Positions } from './job-message';
import { PARTITIONS_PER_WORKER, TICK_NS, type JobWorld } from './job-worker';

const Timer = { Watch: 0, Restart: 1, Gathered: 2, Checkpoint: 3 } as const;
/** A worker that says nothing for this long is lost (Flink: `heartbeat.timeout`, 50 s). */
const HEARTBEAT_TIMEOUT_NS = 50e9;
/** How long the coordinator waits for workers to say that they are there. */
const GATHER_NS = 1e9;
/** A checkpoint that is not complete by then is given up (Flink: `execution.checkpointing.timeout`, 10 min). */
const CHECKPOINT_TIMEOUT_NS = 600e9;

/**
 * The job's coordinator, on its first node: gives partitions to workers, sends barriers, completes a checkpoint when all
 * have saved, and after the loss of any worker sends all back to the last complete checkpoint. Positions of complete
 * checkpoints lie in a store outside the job that outlives the coordinator's process.
 */
export class JobCoordinator extends Endpoint {
  /** What messages of an earlier start are told by. */
  private attempt = 0;
  /** How often it was started. */
  private starts = 0;
  private running = false;
  private readonly present = new Set<number>();
  private readonly heardAt: number[] = [];
  private checkpoint = 0;
  private begunAt = -1;
  private readonly saved = new Map<number, Positions>();
  private participants: number[] = [];
  /** The last complete checkpoint: on durable storage. */
  private durable: number[];
  private readonly timers: readonly number[];

  constructor(
    place: number,
    private readonly world: JobWorld,
  ) {
    const { endpoints, processes, kernel } = world.environment;
    super(endpoints.all.length, place, endpoints.nextAgentAddress(), world.channel, processes.of(place));
    endpoints.addAgent(this);
    world.coordinator = this.address;
    this.durable = Array.from({ length: world.model.nodes.length * PARTITIONS_PER_WORKER }, () => 0);
    this.timers = Object.values(Timer).map((tag) => kernel.timers.create(this.id, tag));
  }

  boot(): void {
    this.gather();
  }

  receive(message: JobMessage): void {
    if (message.attempt !== this.attempt) return;
    switch (message.type) {
      case JobType.Present:
        if (this.running || this.isRestarting) return;
        this.present.add(message.worker);
        if (this.present.size === this.world.workers.length) this.deploy();
        return;
      case JobType.Progress:
        return this.progressed(message);
      case JobType.Lost:
      case JobType.Refused:
        return this.fail();
      case JobType.Saved:
        if (message.checkpoint === this.checkpoint && this.begunAt >= 0) this.complete(message);
        return;
    }
  }

  fire(tag: number): void {
    const { kernel } = this.world.environment;
    switch (tag) {
      case Timer.Watch: {
        this.setTimer(Timer.Watch, TICK_NS * 10);
        const silent = this.participants.some((w) => (this.heardAt[w] ?? 0) + HEARTBEAT_TIMEOUT_NS < kernel.now);
        if (this.begunAt >= 0 && kernel.now - this.begunAt > CHECKPOINT_TIMEOUT_NS) this.abandonCheckpoint();
        if (this.running && silent) this.fail();
        return;
      }
      case Timer.Restart:
        return this.gather();
      case Timer.Gathered:
        if (this.running) return;
        if (this.present.size === 0) return this.gather();
        return this.deploy();
      case Timer.Checkpoint:
        return this.beginCheckpoint();
    }
  }

  crash(): void {
    for (const timer of this.timers) this.world.environment.kernel.timers.cancel(timer);
    if (this.running) this.world.recorder.failed(this.world.environment.kernel.now);
    this.running = false;
    this.begunAt = -1;
  }

  restart(): void {
    this.setTimer(Timer.Restart, this.world.model.restartNs);
  }

  request(): void {
    throw new Error('A job is not sent operations on stores.');
  }

  respond(): void {
    throw new Error('A job sends no operations to stores.');
  }

  /** The pause before the job is started again. */
  private get isRestarting(): boolean {
    return this.world.environment.kernel.timers.isSet(this.timers[Timer.Restart] as number);
  }

  private gather(): void {
    this.attempt++;
    this.present.clear();
    for (const worker of this.world.workers) this.send(worker, this.message(JobType.Cancel));
    this.setTimer(Timer.Gathered, GATHER_NS);
  }

  /** Partitions go to the workers that are there, in turn. */
  private deploy(): void {
    const { environment, model, workers, recorder, recordsPerNs } = this.world;
    const { now } = environment.kernel;
    this.participants = [...this.present].sort((a, b) => a - b);
    this.running = true;
    this.starts++;
    if (this.starts > 1 && model.delivery === 'at-most-once') {
      // What came while nobody read is gone: the source is not asked for it again.
      const next = this.durable.map(() => Math.floor(now * recordsPerNs));
      next.forEach((position, p) => recorder.passedOver(Math.max(0, position - (this.durable[p] ?? 0))));
      this.durable = next;
    }
    this.participants.forEach((worker, nth) => {
      this.heardAt[worker] = now;
      const message = this.message(JobType.Deploy);
      message.neighbour = this.participants[(nth + 1) % this.participants.length] ?? -1;
      message.positions = this.durable.flatMap((next, partition) =>
        partition % this.participants.length === nth ? [[partition, next] as const] : [],
      );
      this.send(workers[worker] ?? -1, message);
    });
    environment.record(EventKind.Job, this.place, -1, this.world.index, JobState.Running, this.starts);
    recorder.runs(now);
    this.cancel(Timer.Gathered);
    this.setTimer(Timer.Watch, TICK_NS * 10);
    if (model.checkpointNs !== undefined) this.setTimer(Timer.Checkpoint, model.checkpointNs);
  }

  private progressed(message: JobMessage): void {
    const { environment, model, recorder, recordsPerNs } = this.world;
    const { now } = environment.kernel;
    this.heardAt[message.worker] = now;
    // Offsets of a source that is not replayed are taken as they are read.
    if (model.delivery === 'at-most-once') for (const [p, next] of message.positions) this.durable[p] = next;
    const behind = now * recordsPerNs - 2 * TICK_NS * recordsPerNs - 1;
    for (const [p, next] of message.positions) this.reached[p] = next;
    if (this.durable.every((_, p) => (this.reached[p] ?? 0) >= behind)) recorder.caughtUp(now);
  }

  private readonly reached: number[] = [];

  private beginCheckpoint(): void {
    const { environment, model, index, workers } = this.world;
    this.setTimer(Timer.Checkpoint, model.checkpointNs ?? 0);
    // One at a time (Flink: `max-concurrent-checkpoints`, 1).
    if (!this.running || this.begunAt >= 0) return;
    this.checkpoint++;
    this.begunAt = environment.kernel.now;
    this.saved.clear();
    environment.record(EventKind.Checkpoint, this.place, -1, index, CheckpointState.Begun, this.checkpoint);
    for (const worker of this.participants) {
      const barrier = this.message(JobType.Barrier);
      barrier.checkpoint = this.checkpoint;
      this.send(workers[worker] ?? -1, barrier);
    }
  }

  private complete(message: JobMessage): void {
    const { environment, index, workers } = this.world;
    this.saved.set(message.worker, message.positions);
    if (this.saved.size < this.participants.length) return;
    this.begunAt = -1;
    for (const positions of this.saved.values()) for (const [p, next] of positions) this.durable[p] = next;
    environment.record(EventKind.Checkpoint, this.place, -1, index, CheckpointState.Complete, this.checkpoint);
    for (const worker of this.participants) {
      const complete = this.message(JobType.Complete);
      complete.checkpoint = this.checkpoint;
      this.send(workers[worker] ?? -1, complete);
    }
  }

  private abandonCheckpoint(): void {
    if (this.begunAt < 0) return;
    this.begunAt = -1;
    const { environment, index } = this.world;
    environment.record(EventKind.Checkpoint, this.place, -1, index, CheckpointState.Aborted, this.checkpoint);
  }

  private fail(): void {
    if (!this.running) return;
    const { environment, model, index, recorder } = this.world;
    this.running = false;
    this.abandonCheckpoint();
    this.cancel(Timer.Checkpoint);
    environment.record(EventKind.Job, this.place, -1, index, JobState.Restarting, this.starts);
    recorder.failed(environment.kernel.now);
    for (const worker of this.participants) environment.noticed(model.nodes[worker] ?? -1);
    // All stop at once: what they did from here on would be done again.
    this.attempt++;
    for (const worker of this.world.workers) this.send(worker, this.message(JobType.Cancel));
    this.present.clear();
    this.setTimer(Timer.Restart, model.restartNs);
  }

  private message(type: number): JobMessage {
    const message = this.world.pool.take(type);
    message.attempt = this.attempt;
    return message;
  }

  private send(to: number, message: JobMessage): void {
    this.world.environment.network.sendMessage(this, this.world.channel, to, message, this.world.names, false);
  }

  private setTimer(tag: number, delayNs: number): void {
    const { kernel, clocks } = this.world.environment;
    const at = kernel.now + clocks.trueDelay(this.place, Math.round(delayNs));
    kernel.timers.set(this.timers[tag] as number, at, kernel.trace.cause);
  }

  private cancel(tag: number): void {
    this.world.environment.kernel.timers.cancel(this.timers[tag] as number);
  }
}
