import type { Kernel } from '../kernel/kernel';

/** How busy the workers of an instance were, on average since the last reading. */
export class UtilisationMeter {
  private busy = 0;
  private since = 0;
  private readAt = 0;
  private busyNs = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly workers: number,
  ) {}

  change(busy: number): void {
    this.settle();
    this.busy = busy;
  }

  /** A share from 0 to 1; begins a new reading. */
  read(): number {
    this.settle();
    const elapsed = this.kernel.now - this.readAt;
    const share = elapsed > 0 ? this.busyNs / elapsed / this.workers : this.busy / this.workers;
    this.readAt = this.kernel.now;
    this.busyNs = 0;
    return share;
  }

  private settle(): void {
    const { now } = this.kernel;
    this.busyNs += this.busy * (now - this.since);
    this.since = now;
  }
}
