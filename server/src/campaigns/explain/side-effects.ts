import { evaluate, type Evidence, type ExpectationVerdict, type SideEffect } from '../../analysis';
import type { ExpectationBody, ExpectationModel, MetricName, ScenarioModel } from '../../language/model';
import type { Judged } from './reruns';

/** What users and their data are wished in any run, whatever a scenario expects. */
const WATCHED = [
  { metric: 'availability', comparison: '>=', value: 1 },
  { metric: 'lost writes', comparison: '<=', value: 0 },
  { metric: 'stale reads', comparison: '<=', value: 0 },
  { metric: 'corrupt reads', comparison: '<=', value: 0 },
] as const;

/** Of these the availability of everything says the same. */
const OF_ANSWERS: readonly MetricName[] = ['availability', 'outage', 'recovery', 'throughput', 'detection'];

/** Something gets that much better or worse: half of the harm is gone, or there is twice as much. */
const TELLING = 2;
/** So large a share of all is telling, however much there was before. */
const LARGE_SHARE = 0.1;
/** Shares that differ by less than this are alike. */
const LEAST_SHARE = 0.01;

/** What is looked at beside what a scenario expects, as expectations. */
export function watchedFigures({ origin, workloads }: ScenarioModel): readonly ExpectationModel[] {
  // Nobody is there to be answered.
  if (workloads.length === 0) return [];
  return WATCHED.map((wish) => ({ body: { kind: 'metric', ...wish }, inShareOfRuns: 1, text: wish.metric, origin }));
}

/** What the watched figures are in a run. */
export function judgedFigures(evidence: Evidence, watched: readonly ExpectationModel[]): readonly ExpectationVerdict[] {
  return watched.map((wish) => evaluate(evidence, wish).verdict);
}

/** What else a change makes clearly better or worse than it was, beside the figure that is asked about. */
export function sideEffects(
  asked: ExpectationBody,
  before: readonly ExpectationVerdict[],
  after: readonly Judged[],
): readonly SideEffect[] {
  return before.flatMap(({ expectation: { body }, measured: was, measuredText: insteadOf }, index): SideEffect[] => {
    const { measured: is = null, measuredText: text = null } = after[index] ?? {};
    if (body.kind !== 'metric' || was === null || is === null || text === null) return [];
    if (asked.kind === 'metric' && isAlike(asked.metric, body.metric)) return [];
    const [harm, less] = [harmOf(body.metric, was), harmOf(body.metric, is)];
    if (body.metric !== 'lost writes' && body.metric !== 'corrupt reads' && Math.abs(harm - less) < LEAST_SHARE)
      return [];
    const gained = body.metric === 'lost writes' || body.metric === 'corrupt reads' ? 0 : harm - less;
    const isBetter = harm > 0 && (less * TELLING <= harm || gained >= LARGE_SHARE);
    const isWorse = less > 0 && (less >= harm * TELLING || -gained >= LARGE_SHARE);
    return isBetter || isWorse ? [{ metric: body.metric, text, insteadOf, isBetter }] : [];
  });
}

function isAlike(asked: MetricName, watched: MetricName): boolean {
  if (watched === 'availability') return OF_ANSWERS.includes(asked);
  return watched === asked || (watched === 'stale reads' && asked === 'staleness');
}

function harmOf(metric: MetricName, measured: number): number {
  return metric === 'availability' ? 1 - measured : measured;
}
