import type { ScenarioModel } from '../../language/model';
import type { Run } from '../../simulation';
import type { ExpectationVerdict } from '../verdict';
import { deniedByLiars } from './denied';
import type { Finding } from './finding';
import { lastCopy } from './last-copy';
import { replicasOut } from './replicas-out';
import { spread } from './spread';

/** What the trace shows of how a violation came about, beside the way there. Empty without a trace. */
export function findingsOf(scenario: ScenarioModel, run: Run, verdict: ExpectationVerdict): readonly Finding[] {
  const { body } = verdict.expectation;
  const [first = -1, second = -1] = verdict.witness?.operations ?? [];
  if (run.trace.length === 0 || first < 0 || body.kind !== 'metric') return [];
  const found = ((): readonly (Finding | undefined)[] => {
    switch (body.metric) {
      case 'lost writes':
        return [lastCopy(scenario, run, first)];
      case 'availability':
      case 'outage':
      case 'recovery':
        return [replicasOut(scenario, run, first), deniedByLiars(scenario, run)];
      case 'corrupt reads':
        return [deniedByLiars(scenario, run)];
      case 'stale reads':
      case 'staleness':
        return second < 0 ? [] : [spread(scenario, run, first, second)];
      default:
        return [];
    }
  })();
  return found.filter((each) => each !== undefined);
}
