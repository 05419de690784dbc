import type { BackoffModel } from '../../language/model';
import type { RandomStreams } from '../kernel/random-streams';

/**
 * How long to wait before retry `retry` (from 0), in nanoseconds; `previous` is the last wait. The kinds of jitter are
 * those of Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
 */
export function backoffDelay(
  backoff: BackoffModel | undefined,
  retry: number,
  previous: number,
  streams: RandomStreams,
  stream: number,
): number {
  if (backoff === undefined) return 0;
  let ceiling: number = backoff.minNs;
  for (let i = 0; i < retry && ceiling < backoff.maxNs; i++) ceiling *= 2;
  ceiling = Math.min(ceiling, backoff.maxNs);
  switch (backoff.jitter) {
    case 'none':
      return Math.round(ceiling);
    case 'full':
      return Math.round(ceiling * streams.uniform(stream));
    case 'equal':
      return Math.round(ceiling / 2 + (ceiling / 2) * streams.uniform(stream));
    case 'decorrelated': {
      const high = Math.max(backoff.minNs, previous) * 3;
      return Math.round(Math.min(backoff.maxNs, backoff.minNs + (high - backoff.minNs) * streams.uniform(stream)));
    }
  }
}
