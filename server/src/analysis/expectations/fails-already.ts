import { availabilityOf, yieldOf } from '../availability/yield';
import { Evidence } from '../evidence';
import { NANOS_PER_SECOND, type ExpectationModel, type ScenarioModel } from '../../language/model';
import type { Run } from '../../simulation';
import { evaluate } from './evaluate';
import { holds } from './compare';

/**
 * Tells of a run that goes on which expectations fail whatever else happens in it. A consistency model is a safety
 * property: what contradicts it contradicts it in every longer history (Alpern and Schneider, *Defining Liveness*, 1985).
 * A stale read stays one. A share of answers cannot rise above what all requests that are still to come could make of it.
 */
export function failsAlready(
  scenario: ScenarioModel,
  soFar: Run,
  expectations: readonly ExpectationModel[],
  maxStates: number,
): readonly boolean[] {
  const evidence = new Evidence(scenario, soFar, maxStates, { decisionsOnly: true });
  return expectations.map((expectation) => {
    const { body } = expectation;
    if (isSafety(expectation)) return evaluate(evidence, expectation).verdict.decision === 'fail';
    return isShareFromBelow(scenario, body) && cannotRecover(evidence, body);
  });
}

/** Whether one of these could be told before a run is over. */
export function canFailEarly(scenario: ScenarioModel, expectation: ExpectationModel): boolean {
  return isSafety(expectation) || isShareFromBelow(scenario, expectation.body);
}

function isSafety({ body }: ExpectationModel): boolean {
  if (body.kind === 'consistency') return body.model !== 'eventual';
  if (body.kind !== 'metric' || body.metric !== 'stale reads') return false;
  return body.window === undefined && body.value === 0 && (body.comparison === '=' || body.comparison === '<=');
}

type MetricBody = Extract<ExpectationModel['body'], { kind: 'metric' }>;

/** Of a load that does not wait for answers, and that no surge makes heavier, it is known how many requests may come. */
function isShareFromBelow(scenario: ScenarioModel, body: ExpectationModel['body']): body is MetricBody {
  if (body.kind !== 'metric' || body.metric !== 'availability' || body.window !== undefined) return false;
  const isOfWorkloads = body.subject === undefined || ['workload', 'place', 'balancer'].includes(body.subject.kind);
  return (
    isOfWorkloads &&
    (body.comparison === '>=' || body.comparison === '>') &&
    scenario.workloads.every(({ load }) => load.kind === 'open') &&
    !scenario.faults.some(({ action }) => action.kind === 'surge')
  );
}

/** Arrivals are a Poisson process: so many standard deviations above their mean they never are (less than 1 in 10^20). */
const DEVIATIONS = 10;
/** For small means, whose distribution is skewed. */
const MORE = 100;

/** Even if every request under way and every one that may still come were answered, too many have failed. */
function cannotRecover(evidence: Evidence, body: MetricBody): boolean {
  const { scenario, run } = evidence;
  const { issued, answered } = yieldOf(run.history, evidence.select(body.subject, body.window).operations);
  const underWay = run.history.completedAt.reduce((count, at) => (at === Infinity ? count + 1 : count), 0);
  const ratePerS = scenario.workloads.reduce((sum, { load }) => sum + (load.kind === 'open' ? load.ratePerS : 0), 0);
  const mean = (ratePerS * Math.max(0, scenario.durationNs - run.endedAt)) / NANOS_PER_SECOND;
  const mayCome = underWay + mean + DEVIATIONS * Math.sqrt(mean) + MORE;
  const best = availabilityOf({ issued: issued + mayCome, answered: answered + mayCome, degraded: 0 });
  return best !== null && !holds(best, body.comparison, body.value);
}
