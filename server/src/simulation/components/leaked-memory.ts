/** What a process has leaked since it was started, as a share of the memory that it may take. What has leaked stays. */
export class LeakedMemory {
  private share = 0;
  /** Share that leaks in a nanosecond, since an instant. */
  private rate = 0;
  private since = 0;

  /** A process is started, and has leaked nothing yet. */
  clear(now: number): void {
    this.share = 0;
    this.rate = 0;
    this.since = now;
  }

  /** From now on so much leaks in a nanosecond. */
  leaksBy(rate: number, now: number): void {
    this.share += this.rate * (now - this.since);
    this.rate = rate;
    this.since = now;
  }

  /** How long it is until all is gone; Infinity where nothing leaks. */
  get leftNs(): number {
    return this.rate === 0 ? Infinity : Math.max(0, Math.round((1 - this.share) / this.rate));
  }
}
