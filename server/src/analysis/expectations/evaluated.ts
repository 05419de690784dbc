import type { ExpectationModel } from '../../language/model';
import type { ExpectationVerdict, Warning } from '../verdict';
import type { WarningCode } from '../warning-codes';

/** What became of one expectation, and what to be wary of in the answer. */
export interface Evaluated {
  readonly verdict: ExpectationVerdict;
  readonly warnings: readonly Warning[];
}

/** It holds and says nothing. */
export function hollowWarning(expectation: ExpectationModel, because: string): Warning {
  return warning('FTM615', expectation, `"${expectation.text}" holds, and nothing could have broken it: ${because}.`);
}

export function warning(code: WarningCode, expectation: ExpectationModel, message: string): Warning {
  return { code, origin: expectation.origin, message };
}
