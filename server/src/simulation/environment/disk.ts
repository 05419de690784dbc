import type { PlaceModel } from '../../language/model';
import type { Kernel } from '../kernel/kernel';
import { Sampler } from '../kernel/sampler';
import type { Processes } from './processes';

/** The disk of one node: one access at a time, in the order asked, shared by all replicas of the node. */
export class Disk {
  /** Faults in force: the disk has no room; it acknowledges flushes and keeps nothing. */
  fullFaults = 0;
  lyingFaults = 0;
  /** The process died of a full disk and comes back when there is room. */
  crashedForRoom = false;
  /** Bytes that the replicas of this node keep. */
  usedBytes = 0;
  private readonly latency: Sampler;
  private readonly stream: number;
  private readonly slowness: number[] = [];
  private freeAt = 0;

  constructor(
    readonly place: number,
    private readonly model: PlaceModel,
    private readonly kernel: Kernel,
    private readonly processes: Processes,
  ) {
    this.latency = new Sampler(model.disk.latency);
    this.stream = kernel.streams.create(model.name, 'disk');
  }

  /** Room for one more write. */
  get hasRoom(): boolean {
    return this.fullFaults === 0 && this.usedBytes < this.model.disk.capacityBytes;
  }

  /** Queues one access and returns the instant at which it is done. */
  access(latency: Sampler | undefined): number {
    const drawn = (latency ?? this.latency).draw(this.kernel.streams, this.stream);
    const factor = this.slowFactor * this.processes.slowFactor(this.place);
    const begin = Math.max(this.kernel.now, this.freeAt);
    this.freeAt = begin + Math.round(drawn * factor);
    return this.freeAt;
  }

  /** The process that waited is gone; the queue of accesses goes with it. */
  forgetQueue(): void {
    this.freeAt = 0;
  }

  get slowFactor(): number {
    return this.slowness.reduce((product, factor) => product * factor, 1);
  }

  addSlowness(factor: number): void {
    this.slowness.push(factor);
  }

  removeSlowness(factor: number): void {
    this.slowness.splice(this.slowness.indexOf(factor), 1);
  }
}
