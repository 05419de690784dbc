import { isToBeExplained, type ExplainedScenario, type ToldResult } from '../../campaigns';
import { comparisonReport } from '../../report/comparison-report';
import { markdownTable } from '../../report/experiment-table';
import type { ExperimentResult } from '../../report/experiment-result';
import type { WhyRow } from '../../report/run-report';
import type { ScenarioResult } from '../../report/scenario-result';
import { sourcePlace } from '../../report/source-place';
import { toldWhy } from '../../report/why-text';
import type { Snapshot } from '../snapshot';
import type { CompareAnswer, ExplainAnswer, JudgedExpectation, PlacedProblem, RunAnswer, RunVerdict } from '../wire';
import { errorsOf } from '../features/runnables';
import { placeOf } from '../positions';
import type { Finished } from './run-queue';
import { textDigests } from './text-digest';

/** What the client is told of a run that has ended. */
export function runAnswer(ended: Finished<ToldResult>, snapshot: Snapshot): RunAnswer {
  if (ended.kind === 'cancelled') return ended;
  if (ended.kind === 'failed') return { kind: 'crashed', message: ended.message };
  const { picture } = ended.result;
  if (picture === null) return { kind: 'crashed', message: 'The run left nothing to look at.' };
  return {
    ...{ kind: 'finished', verdict: verdictOf(ended.result), report: picture },
    madeOf: textDigests(snapshot),
    isToBeExplained: isToBeExplained(ended.result),
  };
}

/** What the client is told when it is known why expectations of a run do not hold. */
export function explainAnswer(ended: Finished<ExplainedScenario>): ExplainAnswer {
  if (ended.kind === 'cancelled') return ended;
  if (ended.kind === 'failed') return { kind: 'crashed', message: ended.message };
  return { kind: 'explained', verdict: verdictOf(ended.result.result), whys: ended.result.drawn };
}

export function compareAnswer(uri: string, ended: Finished<ExperimentResult>): CompareAnswer {
  if (ended.kind === 'cancelled') return ended;
  if (ended.kind === 'failed') return { kind: 'crashed', message: ended.message };
  const { result } = ended;
  return {
    kind: 'finished',
    title: result.experiment.name,
    markdown: markdownTable(result),
    comparison: comparisonReport(result, uri),
  };
}

/** Why a scenario or experiment cannot be run: the errors of the text or, where it has none, that there is no such thing. */
export function notRunnable(snapshot: Snapshot, what: string, name: string): Exclude<RunAnswer, { kind: 'finished' }> {
  const errors = errorsOf(snapshot);
  const [first] = errors;
  if (first !== undefined) {
    const message = `The ${what} '${name}' cannot be run: ${first.message}.`;
    return { kind: 'not-runnable', message: message.replace('..', '.'), problems: errors };
  }
  const message = `There is no ${what} named '${name}' in this file.`;
  const place = placeOf(snapshot.source, { start: 0, end: 0 });
  return { kind: 'not-runnable', message, problems: [{ code: '', message, place }] };
}

function verdictOf({ decision, scenario, expectations, warnings, whys }: ScenarioResult): RunVerdict {
  return {
    decision,
    seed: scenario.seed,
    runs: scenario.runs,
    expectations: expectations.map((judged, index) => ({
      text: judged.expectation.text,
      decision: judged.decision,
      measured: judged.measuredText,
      explanation: judged.explanation,
      reasons: toldWhy(judged, whys[index] ?? null)?.sentences ?? [],
      related: relatedOf(judged.decision === 'pass' ? null : (whys[index] ?? null)),
      place: sourcePlace(scenario, judged.expectation.origin),
    })),
    warnings: warnings.flatMap(({ code, message, origin }): PlacedProblem[] => {
      const place = sourcePlace(scenario, origin);
      return place === null ? [] : [{ code, message, place }];
    }),
  };
}

/** Lines of the faults that it takes, and of the settings that would help. */
function relatedOf(why: WhyRow | null): JudgedExpectation['related'] {
  if (why === null) return [];
  const faults = (why.needed ?? []).map(({ text, source }) => ({ message: `It takes ${text}.`, place: source }));
  const remedies = why.remedies.map(({ setting, insteadOf, source }) => ({
    message: `With '${setting}' instead of '${insteadOf}' it holds.`,
    place: source,
  }));
  return [...faults, ...remedies].flatMap(({ message, place }) => (place === null ? [] : [{ message, place }]));
}
