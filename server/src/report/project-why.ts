import type { Explanation, NamedFault } from '../analysis';
import type { EventCauses } from './event-causes';
import type { JudgedRun } from './judged-run';
import { pathStepText } from './path-step-text';
import { remedyRow } from './remedy-text';
import type { CounterfactualRow, PathRow, WhyRow } from './run-report';
import { governingRow } from './governing-text';
import { sourcePlace } from './source-place';
import { counterfactualText, endingSentence, findingSentences, namedFaultText, whySentences } from './why-sentences';

/** Where the rows of other tables are. */
export interface RowsOf {
  readonly event: (event: number) => number;
  readonly operation: ReadonlyMap<number, number>;
}

/** An explanation in words, with the rows and lines that it is about. */
export function projectWhy(judged: JudgedRun, explanation: Explanation, causes: EventCauses, rows: RowsOf): WhyRow {
  const { scenario, run } = judged;
  const placeOf = ({ fault }: NamedFault) => sourcePlace(scenario, scenario.faults[fault]?.origin);
  const remedies = explanation.remedies.map((remedy) => remedyRow(scenario, remedy));
  const ending = endingSentence(judged, explanation);
  const findings = findingSentences(judged, explanation);
  const governing = explanation.governing.map((each) => governingRow(scenario, each));
  return {
    seed: explanation.seed,
    sentences: whySentences(judged, explanation, remedies),
    needed:
      explanation.needed?.map((named) => ({
        text: namedFaultText(judged, named),
        source: placeOf(named),
        bands: bandsOf(judged, named),
      })) ?? null,
    counterfactuals: explanation.counterfactuals.map((each): CounterfactualRow => {
      const faults = each.kind === 'without' ? each.faults : [each.fault];
      const [only] = faults;
      return {
        text: counterfactualText(judged, each, explanation),
        kind: each.kind,
        decision: each.decision,
        source: only === undefined || faults.length > 1 ? null : placeOf(only),
      };
    }),
    unavoidableFrom: explanation.unavoidable?.from ?? null,
    path: explanation.path.map((step): PathRow => {
      const at = run.trace.time[step.event] ?? 0;
      return {
        at,
        ...pathStepText(judged, step),
        event: step.event,
        row: rows.event(step.event),
        operation: rows.operation.get(step.operation) ?? -1,
        because: step.because,
        source: causes.sourceOf(step.event, at),
      };
    }),
    remedies,
    runs: explanation.runs,
    cutShort: explanation.cutShort,
    ...(ending === null ? {} : { ending }),
    ...(findings.length === 0 ? {} : { findings }),
    ...(governing.length === 0 ? {} : { governing }),
    ...(explanation.isShown ? { isShown: true } : {}),
  };
}

/** What stands in the place of an explanation that could not be made. */
export function unexplainedWhy(seed: number, message: string): WhyRow {
  return {
    seed,
    sentences: [
      `Why it fails could not be found out: ${message.replace(/\.$/, '')}. What was found stands all the same.`,
    ],
    needed: null,
    counterfactuals: [],
    unavoidableFrom: null,
    path: [],
    remedies: [],
    runs: 0,
    cutShort: true,
  };
}

/** Rows of the report's faults: one for each time that a fault took effect, in the order of the run. */
function bandsOf({ run }: JudgedRun, { fault, firing }: NamedFault): readonly number[] {
  const all = run.occurrences.flatMap((occurrence, band) => (occurrence.fault === fault ? [band] : []));
  return firing === null ? all : all.slice(firing, firing + 1);
}
