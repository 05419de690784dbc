import type { ExpectationModel } from '../../model';
import type { ExpectationNode } from '../../syntax/syntax-tree';
import type { CheckedScenario } from '../check-scenario';
import { durationText } from '../check-store';

/** Reports expectations that a run cannot measure as they are asked: too short, too late, too few. */
export function checkMeasurement(checked: CheckedScenario, node: ExpectationNode, model: ExpectationModel): void {
  checkWindow(checked, node, model);
  checkShare(checked, node, model);
  checkPercentile(checked, node, model);
}

function checkWindow({ scenario, env }: CheckedScenario, node: ExpectationNode, { body }: ExpectationModel): void {
  if (body.kind !== 'metric' || body.window?.kind !== 'interval') return;
  const { fromNs, toNs } = body.window;
  const duration = scenario.settings.longNs('duration') ?? 0;
  const warmUp = scenario.settings.longNs('warm-up') ?? 0;
  if (fromNs < duration && toNs > warmUp) return;
  const message =
    fromNs >= duration
      ? `the window begins at ${durationText(fromNs)}, and the scenario ends at ${durationText(duration)}`
      : `the window ends at ${durationText(toNs)}, and nothing is counted before ${durationText(warmUp)}`;
  env.contextOf(scenario.uri).report('FTM444', node.range, `${message}: nothing is measured`);
}

/** Of one run either all or none holds. */
function checkShare({ scenario, env }: CheckedScenario, node: ExpectationNode, model: ExpectationModel): void {
  if (model.inShareOfRuns >= 1 || scenario.settings.count('runs') > 1) return;
  const written = scenario.settings.written('runs');
  const fix =
    written === undefined
      ? {
          title: "Add 'runs: 100'",
          edits: [{ range: { start: node.range.start, end: node.range.start }, newText: 'runs: 100\n  ' }],
        }
      : { title: "Write 'runs: 100'", edits: [{ range: written.range, newText: '100' }] };
  const fixes = written === undefined || written.uri === scenario.uri ? [fix] : [];
  const message = 'a share of runs is asked for, and the scenario is for one run: it holds in all of them or in none';
  env.contextOf(scenario.uri).report('FTM445', node.range, message, { fixes });
}

/** Below 1 / (1 - p) values a percentile is the largest of them. */
function checkPercentile(checked: CheckedScenario, node: ExpectationNode, { body }: ExpectationModel): void {
  if (body.kind !== 'metric' || body.metric !== 'latency' || body.statistic?.kind !== 'percentile') return;
  const { scenario, env, workloads } = checked;
  const { p } = body.statistic;
  // The largest value is what is asked for.
  if (p === 100) return;
  const seconds = ((scenario.settings.longNs('duration') ?? 0) - (scenario.settings.longNs('warm-up') ?? 0)) / 1e9;
  let expected = 0;
  for (const { load } of workloads) {
    if (load.kind === 'closed') return;
    expected += load.ratePerS * seconds;
  }
  // A surge may bring what is missing.
  if (workloads.length === 0 || checked.faults.some((fault) => fault === undefined || fault.action.kind === 'surge'))
    return;
  const needed = Math.round(100 / (100 - p));
  if (expected >= needed) return;
  const message = `about ${String(Math.round(expected))} operations are issued, too few for a p${String(p)}, which needs ${String(needed)}: this is the largest value`;
  env.contextOf(scenario.uri).report('FTM446', node.range, message);
}
