import type { ProblemCodeEntry } from '../language';
import type { Origin, ScenarioModel } from '../language/model';
import { unsupported } from '../simulation';

/** Stable code of the problem, in the range that the table of problem codes keeps for it. */
export const NOT_SIMULATED_CODE = 'FTM501';

/** What the documentation says of the code. */
export const NOT_SIMULATED_ENTRY: ProblemCodeEntry = {
  name: 'not-simulated',
  severity: 'error',
  title: 'Not simulated',
  explanation:
    'The language knows this, and no run of this version executes it, or none can: then the message says why. ' +
    'It is refused rather than passed over.',
};

/** Something that the language knows and that no run executes yet, and where it is said. */
export interface NotSimulated {
  readonly file: string;
  readonly origin: Origin;
  readonly code: typeof NOT_SIMULATED_CODE;
  readonly message: string;
}

/** What keeps a scenario from being run although its text is right: it is refused, and never passed over in silence. */
export function notSimulated(scenario: ScenarioModel): readonly NotSimulated[] {
  return unsupported(scenario).map(({ origin, what, why }) => ({
    file: scenario.files[origin.file] ?? '',
    origin,
    code: NOT_SIMULATED_CODE,
    message: why === undefined ? `${what} is not simulated yet` : `${what} is not simulated: ${why}`,
  }));
}
