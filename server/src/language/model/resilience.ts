import type { Nanos } from './quantity';

/** Exponential backoff between attempts: `min(max, min * 2^n)`, spread by `jitter` (AWS terms). */
export interface BackoffModel {
  readonly minNs: Nanos;
  readonly maxNs: Nanos;
  readonly jitter: 'none' | 'full' | 'equal' | 'decorrelated';
}

/** How a caller guards one call. */
export interface ResilienceModel {
  readonly timeoutNs?: Nanos;
  readonly retries: number;
  readonly backoff?: BackoffModel;
  readonly breaker?: { readonly failureShare: number; readonly windowNs: Nanos; readonly openNs: Nanos };
  readonly hedgeAfterNs?: Nanos;
  readonly bulkhead?: number;
  readonly fallback?: { readonly kind: 'degraded' | 'fail' } | { readonly kind: 'cached'; readonly maxAgeNs: Nanos };
}
