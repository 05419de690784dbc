import type { ResilienceModel } from '../../language/model';
import { BreakerState } from '../run';

/** The window is counted in this many parts, and moves on by one at a time (Hystrix: 10 buckets of 1 s). */
const BUCKETS = 10;
/** With fewer calls in the window their outcomes say nothing (Hystrix: `requestVolumeThreshold`, 20). */
const MINIMUM_CALLS = 20;

/**
 * A circuit breaker after Hystrix (`HystrixCircuitBreaker`): when enough attempts of the rolling window failed it opens
 * and lets nothing through. After the sleep window one attempt is let through to try: its success closes the breaker
 * and forgets the window, its failure opens it for another sleep window.
 */
export class Breaker {
  state: BreakerState = BreakerState.Closed;
  private readonly calls = new Int32Array(BUCKETS);
  private readonly failures = new Int32Array(BUCKETS);
  /** Number of the bucket, since the beginning of time, that is counted in now. */
  private bucket = 0;
  private openUntil = 0;
  private trialUnderWay = false;

  constructor(
    private readonly model: NonNullable<ResilienceModel['breaker']>,
    /** Told of each new state. */
    private readonly turned: (state: BreakerState) => void,
  ) {}

  /** Whether an attempt may be made now; if so it must be reported with `succeeded` or `failed`. */
  admits(now: number): boolean {
    switch (this.state) {
      case BreakerState.Closed:
        return true;
      case BreakerState.Open:
        if (now < this.openUntil) return false;
        this.turn(BreakerState.HalfOpen);
        this.trialUnderWay = true;
        return true;
      case BreakerState.HalfOpen:
        if (this.trialUnderWay) return false;
        this.trialUnderWay = true;
        return true;
    }
  }

  succeeded(now: number): void {
    if (this.state === BreakerState.HalfOpen) {
      this.trialUnderWay = false;
      this.calls.fill(0);
      this.failures.fill(0);
      this.turn(BreakerState.Closed);
    } else if (this.state === BreakerState.Closed) this.count(now, 0);
  }

  failed(now: number): void {
    if (this.state === BreakerState.HalfOpen) return this.open(now);
    if (this.state === BreakerState.Open) return;
    this.count(now, 1);
    const calls = this.calls.reduce((sum, each) => sum + each, 0);
    const failures = this.failures.reduce((sum, each) => sum + each, 0);
    if (calls >= MINIMUM_CALLS && failures >= this.model.failureShare * calls) this.open(now);
  }

  private open(now: number): void {
    this.openUntil = now + this.model.openNs;
    this.trialUnderWay = false;
    this.turn(BreakerState.Open);
  }

  private count(now: number, failure: 0 | 1): void {
    const bucket = Math.floor((now * BUCKETS) / this.model.windowNs);
    for (let i = Math.max(this.bucket + 1, bucket - BUCKETS + 1); i <= bucket; i++) {
      this.calls[i % BUCKETS] = 0;
      this.failures[i % BUCKETS] = 0;
    }
    this.bucket = bucket;
    const at = bucket % BUCKETS;
    this.calls[at] = (this.calls[at] as number) + 1;
    this.failures[at] = (this.failures[at] as number) + failure;
  }

  private turn(state: BreakerState): void {
    this.state = state;
    this.turned(state);
  }
}
