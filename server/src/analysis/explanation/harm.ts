import type { ExpectationBody } from '../../language/model';

/** What goes wrong for those who use a system, as far as different settings have a say in it. */
export type Harm = 'answers' | 'loss' | 'staleness' | 'leaders' | 'wrong contents';

/** The harm that an expectation is about; undefined where it is about a cost, or about what is computed and not run. */
export function harmOf(body: ExpectationBody): Harm | undefined {
  switch (body.kind) {
    case 'consistency':
      return 'staleness';
    case 'cap':
      return body.is === 'AP' ? 'answers' : 'staleness';
    case 'metric':
  }
  switch (body.metric) {
    case 'availability':
    case 'latency':
    case 'throughput':
    case 'outage':
    case 'detection':
    case 'recovery':
    case 'degraded':
    case 'recomputed':
      return 'answers';
    case 'lost writes':
    case 'duplicates':
      return 'loss';
    case 'stale reads':
    case 'staleness':
    case 'convergence':
      return 'staleness';
    case 'split brain':
      return 'leaders';
    case 'corrupt reads':
      return 'wrong contents';
    case 'messages per operation':
    case 'bytes per operation':
    case 'storage overhead':
    case 'steady-state availability':
      return undefined;
  }
}
