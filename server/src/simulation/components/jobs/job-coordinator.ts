import { Endpoint } from '../../environment/endpoint';
import { CheckpointState, EventKind, JobState } from '../../run';
import { JobType, type JobMessage, type Positions } from './job-message';
import { HEARTBEAT_TIMEOUT_NS, PARTITIONS_PER_WORKER, TICK_NS, type JobWorld } from './job-worker';

const Timer = { Watch: 0, Restart: 1, Gathered: 2, Checkpoint: 3 } as const;
/** How often the coordinator asks workers whether they are there, with a pause after each time. */
const GATHERINGS = 2;
const GATHER_NS = 500e6;
/** Connections repeat what was lost on the way after this long (RFC 6298: at least 1 s). */
const REPEAT_NS = 10 * TICK_NS;
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
  private gatherings = 0;
  private readonly heardAt: number[] = [];
  /** What each worker was given, until it says how far it is. */
  private readonly assigned = new Map<number, { readonly neighbour: number; readonly positions: Positions }>();
  /** What each worker said last of the barriers that it met, the checkpoints that it saved and those that it knows complete. */
  private readonly said = new Map<number, { readonly met: number; readonly saved: number; readonly shown: number }>();
  private completed = 0;
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
    // A worker that was cut off, and was taken for lost, works on what others have by now.
    if (message.type === JobType.Progress && message.attempt < this.attempt) return this.cancelWork(message.worker);
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
        return this.lost([message.worker]);
      case JobType.Saved:
        if (message.checkpoint === this.checkpoint && this.begunAt >= 0) this.complete(message);
        return;
    }
  }

  fire(tag: number): void {
    const { kernel } = this.world.environment;
    switch (tag) {
      case Timer.Watch: {
        this.setTimer(Timer.Watch, REPEAT_NS);
        if (this.running) for (const worker of this.participants) this.remind(worker);
        const silent = this.participants.filter((w) => (this.heardAt[w] ?? 0) + HEARTBEAT_TIMEOUT_NS < kernel.now);
        if (this.begunAt >= 0 && kernel.now - this.begunAt > CHECKPOINT_TIMEOUT_NS) this.abandonCheckpoint();
        if (this.running && silent.length > 0) this.lost(silent);
        return;
      }
      case Timer.Restart:
        return this.gather();
      case Timer.Gathered:
        if (this.running) return;
        if (this.gatherings < GATHERINGS) return this.askWhoIsThere();
        if (this.present.size === 0) return this.gather();
        return this.deploy();
      case Timer.Checkpoint:
        return this.beginCheckpoint();
    }
  }

  crash(): void {
    for (const timer of this.timers) this.world.environment.kernel.timers.cancel(timer);
    if (this.running) this.world.recorder.failed(this.world.environment.kernel.now, [this.place]);
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
    this.gatherings = 0;
    this.askWhoIsThere();
  }

  private askWhoIsThere(): void {
    this.gatherings++;
    this.world.workers.forEach((_, worker) => {
      if (!this.present.has(worker)) this.cancelWork(worker);
    });
    this.setTimer(Timer.Gathered, GATHER_NS);
  }

  private cancelWork(worker: number): void {
    this.send(this.world.workers[worker] ?? -1, this.message(JobType.Cancel));
  }

  /** Partitions go to the workers that are there, in turn. */
  private deploy(): void {
    const { environment, model, recorder, recordsPerNs } = this.world;
    const { now } = environment.kernel;
    this.participants = [...this.present].sort((a, b) => a - b);
    model.nodes.forEach((place, worker) => {
      if (!this.present.has(worker)) environment.noticed(place);
    });
    this.running = true;
    this.starts++;
    if (this.starts > 1 && model.delivery === 'at-most-once') {
      // What came while nobody read is gone: the source is not asked for it again.
      const next = this.durable.map(() => Math.floor(now * recordsPerNs));
      next.forEach((position, p) => recorder.passedOver(p, this.durable[p] ?? 0, position));
      this.durable = next;
    }
    this.reached.length = 0;
    this.said.clear();
    this.completed = 0;
    this.participants.forEach((worker, nth) => {
      this.heardAt[worker] = now;
      const neighbour = this.participants[(nth + 1) % this.participants.length] ?? -1;
      const positions = this.durable.flatMap((next, partition) =>
        partition % this.participants.length === nth ? [[partition, next] as const] : [],
      );
      this.assigned.set(worker, { neighbour, positions });
      this.assign(worker);
    });
    environment.record(EventKind.Job, this.place, -1, this.world.index, JobState.Running, this.starts);
    recorder.runs(now);
    this.cancel(Timer.Gathered);
    this.setTimer(Timer.Watch, REPEAT_NS);
    if (model.checkpointNs !== undefined) this.setTimer(Timer.Checkpoint, model.checkpointNs);
  }

  private assign(worker: number): void {
    const assignment = this.assigned.get(worker);
    if (assignment === undefined) return;
    const message = this.message(JobType.Deploy);
    message.neighbour = assignment.neighbour;
    message.positions = assignment.positions;
    this.send(this.world.workers[worker] ?? -1, message);
  }

  /** Says again what a worker does not seem to have heard, and that the coordinator is there. */
  private remind(worker: number): void {
    const address = this.world.workers[worker] ?? -1;
    this.assign(worker);
    const { met = 0, saved = 0, shown = 0 } = this.said.get(worker) ?? {};
    const isAwaited = this.begunAt >= 0 && !this.saved.has(worker);
    if (isAwaited && (met < this.checkpoint || saved >= this.checkpoint))
      this.send(address, this.ofCheckpoint(JobType.Barrier, this.checkpoint));
    if (shown < this.completed) this.send(address, this.ofCheckpoint(JobType.Complete, this.completed));
    this.send(address, this.message(JobType.Heartbeat));
  }

  private progressed(message: JobMessage): void {
    const { environment, model, recorder, recordsPerNs } = this.world;
    const { now } = environment.kernel;
    this.heardAt[message.worker] = now;
    this.assigned.delete(message.worker);
    this.said.set(message.worker, { met: message.met, saved: message.saved, shown: message.shown });
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
    for (const worker of this.participants)
      this.send(workers[worker] ?? -1, this.ofCheckpoint(JobType.Barrier, this.checkpoint));
  }

  private complete(message: JobMessage): void {
    const { environment, index, workers } = this.world;
    this.saved.set(message.worker, message.positions);
    if (this.saved.size < this.participants.length) return;
    this.begunAt = -1;
    this.completed = this.checkpoint;
    for (const positions of this.saved.values()) for (const [p, next] of positions) this.durable[p] = next;
    environment.record(EventKind.Checkpoint, this.place, -1, index, CheckpointState.Complete, this.checkpoint);
    for (const worker of this.participants)
      this.send(workers[worker] ?? -1, this.ofCheckpoint(JobType.Complete, this.checkpoint));
  }

  private abandonCheckpoint(): void {
    if (this.begunAt < 0) return;
    this.begunAt = -1;
    const { environment, index } = this.world;
    environment.record(EventKind.Checkpoint, this.place, -1, index, CheckpointState.Aborted, this.checkpoint);
  }

  /** Workers do not answer any more, or are there anew without what they had been given. */
  private lost(workers: readonly number[]): void {
    const { environment, model } = this.world;
    const places = workers.map((worker) => model.nodes[worker] ?? -1);
    for (const place of places) environment.noticed(place);
    if (this.running) this.fail(places);
  }

  private fail(lost: readonly number[]): void {
    const { environment, model, index, recorder } = this.world;
    this.running = false;
    this.abandonCheckpoint();
    this.cancel(Timer.Checkpoint);
    environment.record(EventKind.Job, this.place, -1, index, JobState.Restarting, this.starts);
    recorder.failed(environment.kernel.now, lost);
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

  private ofCheckpoint(type: number, checkpoint: number): JobMessage {
    const message = this.message(type);
    message.checkpoint = checkpoint;
    return message;
  }

  private send(to: number, message: JobMessage): void {
    this.world.environment.network.sendMessage(this, this.world.channel, to, message, this.world.names, false);
  }

  private setTimer(tag: number, delayNs: number): void {
    const { kernel, clocks } = this.world.environment;
    const at = kernel.now + clocks.trueDelay(this.place, Math.round(delayNs));
    kernel.timers.setRecurring(this.timers[tag] as number, at, kernel.trace.cause);
  }

  private cancel(tag: number): void {
    this.world.environment.kernel.timers.cancel(this.timers[tag] as number);
  }
}
