import type { ExpectationModel } from '../../language/model';
import type { Decision, ExpectationVerdict, Verdict } from '../verdict';
import { metricText, unitOf } from '../wording/metric-text';
import { plural, shareText } from '../wording/number-text';
import type { CampaignExpectation } from './campaign';
import { estimateStatistic } from './bootstrap';
import { atMostAfterNone, estimateMean, wilson } from './interval';

/**
 * One expectation over many runs. Without `in P% of runs` it must hold in all of them: one failure fails it. With a
 * share, Wilson's interval of the share of runs in which it holds must lie on one side of P; runs that could not be
 * decided widen it, for they may have gone either way.
 */
export function mergeExpectation(verdicts: readonly Verdict[], index: number): CampaignExpectation {
  const runs = verdicts.flatMap(({ seed, expectations }) => {
    const verdict = expectations[index];
    return verdict === undefined ? [] : [{ seed, verdict }];
  });
  const [first] = runs;
  if (first === undefined) throw new Error('A campaign has at least one run.');
  const { expectation } = first.verdict;
  const count = (decision: Decision): number => runs.filter(({ verdict }) => verdict.decision === decision).length;
  const counts = { held: count('pass'), failed: count('fail'), undecided: count('undecided') };
  const culprit = runs.find(({ verdict }) => verdict.decision === 'fail');
  const told = culprit ?? runs.find(({ verdict }) => verdict.decision === 'undecided') ?? first;
  if (runs.length === 1 && expectation.inShareOfRuns === 1)
    return { ...first.verdict, ...counts, witnessSeed: culprit?.seed ?? null };
  const { decision, because } = decide(counts, expectation.inShareOfRuns);
  const quote =
    decision === 'pass' && culprit === undefined ? '' : ` With seed ${told.seed}: ${told.verdict.explanation}`;
  const witness = culprit?.verdict.witness;
  return {
    expectation,
    decision,
    ...meanOf(
      expectation,
      runs.map(({ verdict }) => verdict),
      counts,
    ),
    explanation: `${because}${quote}`,
    ...(witness === undefined ? {} : { witness }),
    ...counts,
    witnessSeed: culprit?.seed ?? null,
  };
}

interface Counts {
  readonly held: number;
  readonly failed: number;
  readonly undecided: number;
}

function decide({ held, failed, undecided }: Counts, share: number): { decision: Decision; because: string } {
  const n = held + failed + undecided;
  const open = undecided === 0 ? '' : ` and ${undecided} could not be decided`;
  if (share >= 1) {
    if (failed > 0) return { decision: 'fail', because: `It fails in ${failed} of ${plural(n, 'run')}${open}.` };
    if (undecided > 0)
      return {
        decision: 'undecided',
        because: `It fails in none of ${plural(n, 'run')}, but ${undecided} could not be decided.`,
      };
    const most = shareText(atMostAfterNone(n));
    return {
      decision: 'pass',
      because: `It fails in 0 of ${plural(n, 'run')}, so with 95 % confidence in at most ${most} of all.`,
    };
  }
  const low = wilson(held, n)[0];
  const high = wilson(held + undecided, n)[1];
  const range = `It holds in ${held} of ${plural(n, 'run')}${open}: with 95 % confidence in ${shareText(low)} to ${shareText(high)} of all`;
  if (low >= share)
    return { decision: 'pass', because: `${range}, at least the ${shareText(share)} that is asked for.` };
  if (high < share)
    return { decision: 'fail', because: `${range}, less than the ${shareText(share)} that is asked for.` };
  return {
    decision: 'undecided',
    because: `${range}, on both sides of the ${shareText(share)} that is asked for: more runs are needed.`,
  };
}

function meanOf(
  expectation: ExpectationModel,
  verdicts: readonly ExpectationVerdict[],
  { held, failed, undecided }: Counts,
): Pick<ExpectationVerdict, 'measured' | 'measuredText' | 'measuredAtLeast'> {
  const { body } = expectation;
  if (body.kind !== 'metric') {
    const n = held + failed + undecided;
    const only = verdicts[0]?.measuredText ?? '';
    return { measured: null, measuredText: held === n ? only : `in ${held} of ${plural(n, 'run')}` };
  }
  const values = verdicts.map(({ measured }) => measured);
  const unit = unitOf(body.metric);
  const isMean = body.statistic === undefined || body.statistic.kind === 'mean';
  const range = unit === 'share' || unit === 'count' ? unit : 'not negative';
  const { mean, interval } = (isMean ? estimateMean : estimateStatistic)(values, range);
  if (mean === null) return { measured: null, measuredText: 'not measured' };
  const text = metricText(body.metric, mean);
  // Some had not come to an end: their bounds say nothing of how far the others spread.
  if (verdicts.some(({ measuredAtLeast }) => measuredAtLeast === true))
    return { measured: mean, measuredText: `more than ${text}`, measuredAtLeast: true };
  if (interval === null) return { measured: mean, measuredText: text };
  const [low, high] = interval.map((bound) => metricText(body.metric, bound));
  return { measured: mean, measuredText: `${text} (${low} to ${high})` };
}
