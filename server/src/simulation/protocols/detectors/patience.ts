/** How long one peer's silence is borne. */
export interface Patience {
  /** A heartbeat came, at an instant of the local stopwatch. */
  heartbeat(now: number): void;
  /** Heartbeats stop or come from elsewhere for a while: what lies between the last one and the next is no interval. */
  interrupted(): void;
  readonly ns: number;
}

/** Silence of a fixed length means failure. */
export class FixedPatience implements Patience {
  constructor(readonly ns: number) {}

  heartbeat(): void {
    // It learns nothing.
  }

  interrupted(): void {
    // Nor does it forget.
  }
}

/** Intervals that are looked back on (WS of Hayashibara et al., section 5; Cassandra's SAMPLE_SIZE). */
const WINDOW = 1000;
const NATURAL_LOGARITHM_OF_10 = 2.302585092994046;

/**
 * Hayashibara, Défago, Yared, Katayama, "The phi accrual failure detector", SRDS 2004: phi is -log10 of the probability that
 * a heartbeat comes later than now, by the intervals seen (section 4). Under the exponential model, which
 * Cassandra's `FailureDetector` uses, that probability is e^(-silence / mean), so phi reaches a threshold after
 * threshold x ln 10 x mean. The model needs no least deviation; before the first interval the mean is the heartbeat's period.
 */
export class AccrualPatience implements Patience {
  private readonly intervals: number[] = [];
  private next = 0;
  private sum = 0;
  private last = -1;

  constructor(
    private readonly threshold: number,
    private readonly heartbeatNs: number,
  ) {}

  heartbeat(now: number): void {
    if (this.last >= 0) this.sample(now - this.last);
    this.last = now;
  }

  interrupted(): void {
    this.last = -1;
  }

  get ns(): number {
    const mean = this.intervals.length === 0 ? this.heartbeatNs : this.sum / this.intervals.length;
    return this.threshold * NATURAL_LOGARITHM_OF_10 * mean;
  }

  private sample(interval: number): void {
    this.sum += interval - (this.intervals[this.next] ?? 0);
    this.intervals[this.next] = interval;
    this.next = (this.next + 1) % WINDOW;
  }
}
