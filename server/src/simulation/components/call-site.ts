import type { HandlerStep, ResilienceModel } from '../../language/model';
import { Breaker } from './breaker';
import type { Directory } from './directory';
import type { BreakerState } from '../run';

export type CallStep = Extract<HandlerStep, { readonly kind: 'call' }>;

/** One `call` of a handler at one instance, with what its guards remember from one request to the next. */
export class CallSite {
  readonly resilience: ResilienceModel;
  readonly breaker: Breaker | undefined;
  /** Attempts under way, which a bulkhead bounds. */
  inFlight = 0;
  /** When the last good answer about each key came. */
  private readonly answeredAt = new Map<number, number>();

  constructor(
    step: CallStep,
    readonly handler: number,
    /** Whether the called handler may change a store. */
    readonly changes: boolean,
    readonly directory: Directory,
    readonly channel: number,
    turned: (state: BreakerState) => void,
  ) {
    this.resilience = step.resilience;
    const { breaker } = step.resilience;
    this.breaker = breaker === undefined ? undefined : new Breaker(breaker, turned);
  }

  get isFull(): boolean {
    const { bulkhead } = this.resilience;
    return bulkhead !== undefined && this.inFlight >= bulkhead;
  }

  remember(key: number, now: number): void {
    if (this.resilience.fallback?.kind === 'cached') this.answeredAt.set(key, now);
  }

  /** Whether there is something to answer with although the call failed. */
  hasFallback(key: number, now: number): boolean {
    const { fallback } = this.resilience;
    switch (fallback?.kind) {
      case undefined:
      case 'fail':
        return false;
      case 'degraded':
        return true;
      case 'cached':
        return now - (this.answeredAt.get(key) ?? -Infinity) <= fallback.maxAgeNs;
    }
  }
}
