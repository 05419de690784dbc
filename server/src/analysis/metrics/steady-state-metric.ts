import type { Evidence } from '../evidence';
import { unmeasured, type Measurement, type Question } from '../measurement';

export function measureSteadyState(_evidence: Evidence, _question: Question): Measurement {
  return unmeasured('FTM610', 'no failure data (mtbf, mttr) is given');
}
