import type { Counterfactual, Explanation, NamedFault } from '../analysis';
import type { ActionModel, MetricName } from '../language/model';
import { EventKind } from '../simulation';
import { endingText } from './ending-text';
import { actionText } from './fault-label';
import { findingSentence } from './finding-text';
import { governingRow } from './governing-text';
import type { JudgedRun } from './judged-run';
import { pathStepText } from './path-step-text';
import { durationText, instantText, listText, plural } from './quantity-text';
import { remedySentences } from './remedy-text';
import type { RemedyRow } from './run-report';
import { lineText, sourcePlace } from './source-place';
import { wordsOf, type Words } from './why-words';

/** What an explanation says, the most useful first: which faults, what else would have done, since when, what to change. */
export function whySentences(judged: JudgedRun, explanation: Explanation, remedies: readonly RemedyRow[]): string[] {
  const { needed, counterfactuals, unavoidable, cutShort, runs } = explanation;
  const words = wordsOf(explanation);
  const ending = endingSentence(judged, explanation);
  return [
    neededSentence(judged, explanation, words),
    ...explanation.governing.map((each) => governingRow(judged.scenario, each).text),
    ...findingSentences(judged, explanation),
    ending ?? '',
    ...counterfactuals
      .filter((each) => each.kind !== 'without' || !isTheNeeded(each.faults, needed))
      .map((each) => counterfactualText(judged, each, explanation)),
    ...(unavoidable === null
      ? []
      : [
          `${tooLateText(judged, explanation, instantText(unavoidable.from), words)}; with every fault over at ${instantText(unavoidable.until)} it ${words.holds}.`,
        ]),
    ...remedySentences(judged, explanation, remedies, words),
    ...(cutShort ? [`The search for reasons ended after ${plural(runs, 'run')}, before all was tried.`] : []),
  ].filter((sentence) => sentence !== '');
}

function neededSentence(judged: JudgedRun, explanation: Explanation, words: Words): string {
  const { needed, counterfactuals, runs } = explanation;
  if (needed === null) return `Which faults are needed for it was not found out in ${plural(runs, 'run')}.`;
  if (needed.length === 0) return calmSentence(judged, explanation, words);
  const names = needed.map((fault) => namedFaultText(judged, fault));
  const alone = counterfactuals.filter(({ kind }) => kind === 'without');
  const enough = alone.some(
    (each) => each.kind === 'without' && isTheNeeded(each.faults, needed) && each.decision !== 'fail',
  );
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    if (enough && alone[0]?.decision === 'undecided') return didItSentence(judged, explanation, only);
    if (enough) return withoutText(judged, alone[0], only, explanation);
    return `One fault is enough for it: ${only}.`;
  }
  return `It takes ${listText(names)} together: with one of them less it ${words.isOpen}.`;
}

/**
 * Of an expectation that begins with a fault, such as one about its detection, nothing is left to judge without it: what it did
 * says more.
 */
function didItSentence(judged: JudgedRun, { path }: Explanation, fault: string): string {
  const ending = endingText(judged, path);
  const first = path.find(
    ({ event, because }) => because >= 0 && judged.run.trace.kind[event] !== EventKind.FaultBegin,
  );
  const did = ending ?? (first === undefined ? undefined : pathStepText(judged, first).text);
  return did === undefined ? `It takes ${fault}: without it there is nothing to judge.` : `${fault} did it: ${did}.`;
}

/** How it ended, where a failover ended it and the first sentence does not say so already. */
export function endingSentence(judged: JudgedRun, { path, counterfactuals }: Explanation): string | null {
  if (counterfactuals.some(({ kind, decision }) => kind === 'without' && decision === 'undecided')) return null;
  const text = endingText(judged, path);
  return text === null ? null : `${text}.`;
}

/** What the trace shows of how it came about. */
export function findingSentences(judged: JudgedRun, { findings }: Explanation): readonly string[] {
  return findings.map((finding) => findingSentence(judged, finding)).filter((sentence) => sentence !== '');
}

/** What grows worse with every operation is lost by and by, and not at one moment. */
const SHARES: readonly MetricName[] = ['availability', 'degraded', 'stale reads'];

function tooLateText(
  { scenario }: JudgedRun,
  { expectation }: Explanation,
  from: string,
  { saved }: Pick<Words, 'saved'>,
): string {
  const body = scenario.expectations[expectation]?.body;
  const isShare = body?.kind === 'metric' && SHARES.includes(body.metric) && body.value > 0 && body.value < 1;
  return isShare
    ? `By ${from} too much had gone wrong for it to be ${saved}`
    : `From ${from} on it could not be ${saved}`;
}

/** It fails without any fault; what the faults made of it may be worse all the same. */
function calmSentence(
  { scenario, verdict }: JudgedRun,
  { expectation, calm, isCalmer, isShown }: Explanation,
  { fails }: Words,
): string {
  if (scenario.faults.length === 0) return 'No fault is to blame: there is none.';
  const measured = verdict.expectations[expectation]?.measuredText;
  if (calm === null || calm === measured) return `No fault is to blame: it ${fails} without any of them, too.`;
  const already = isShown ? 'harm enough already' : 'a failure already';
  return isCalmer
    ? `Without any fault it is ${calm}, ${already}; the faults make it ${measured ?? '?'}.`
    : `No fault is to blame: without any of them it is ${calm}.`;
}

function isTheNeeded(faults: readonly NamedFault[], needed: readonly NamedFault[] | null): boolean {
  return (
    needed !== null &&
    faults.length > 0 &&
    faults.length <= needed.length &&
    faults.every((one) => needed.some(({ fault, firing }) => fault === one.fault && firing === one.firing))
  );
}

/** What would have happened otherwise, as a sentence. */
export function counterfactualText(
  judged: JudgedRun,
  counterfactual: Counterfactual,
  explanation: Pick<Explanation, 'isShown' | 'needed' | 'expectation'>,
): string {
  const words = wordsOf(explanation);
  const held = heldText(counterfactual, words);
  switch (counterfactual.kind) {
    case 'without':
      return withoutText(
        judged,
        counterfactual,
        listText(counterfactual.faults.map((fault) => namedFaultText(judged, fault))),
        explanation,
      );
    case 'shorter': {
      const { fault, forNs, insteadOfNs } = counterfactual;
      const action = judged.scenario.faults[fault.fault]?.action;
      const sooner = durationText(insteadOfNs - forNs);
      const ended = `${endedText(action)} after ${durationText(forNs)} instead of ${durationText(insteadOfNs)} (${sooner} sooner)`;
      // Of several faults it is not clear which one is meant.
      return explanation.needed?.length === 1
        ? `${capitalized(ended)} it ${held}.`
        : `With ${namedFaultText(judged, fault)} ${ended} it ${held}.`;
    }
    case 'later':
      return `With ${namedFaultText(judged, counterfactual.fault)} ${durationText(counterfactual.byNs)} later it ${held}.`;
  }
}

function withoutText(
  { verdict }: JudgedRun,
  counterfactual: Counterfactual | undefined,
  faults: string,
  explanation: Pick<Explanation, 'isShown' | 'expectation'>,
): string {
  const words = wordsOf(explanation);
  // Of an expectation about the time of a fault nothing is left to judge without it.
  const isUnjudged = counterfactual?.decision === 'undecided';
  if (!isUnjudged || counterfactual.kind !== 'without') {
    const judged = verdict.expectations[explanation.expectation];
    const other = counterfactual?.kind === 'without' ? counterfactual.measuredText : null;
    // What holds of a consistency model is said already.
    const isFigure = judged?.expectation.body.kind === 'metric' && other !== null && other !== judged.measuredText;
    const figure = isFigure ? `: ${other} instead of ${judged.measuredText}` : '';
    return `Without ${faults} it ${heldText(counterfactual, words)}${figure}.`;
  }
  return counterfactual.faults.length === 1
    ? `It takes ${faults}: without it there is nothing to judge.`
    : `Without ${faults} there is nothing to judge.`;
}

function heldText(counterfactual: Counterfactual | undefined, { holds, isOpen, fails }: Words): string {
  switch (counterfactual?.decision) {
    case 'pass':
      return holds;
    case 'fail':
      return `still ${fails}`;
    case 'undecided':
    case undefined:
      return isOpen;
  }
}

/** How the end of a fault is called. */
function endedText(action: ActionModel | undefined): string {
  switch (action?.kind) {
    case 'crash':
      return 'back up';
    case 'pause':
      return 'resumed';
    case 'partition':
    case 'isolate':
    case 'cut':
      return 'healed';
    default:
      return 'over';
  }
}

/** `crash leader of orders (line 12)`, with its time where only one of several is meant. */
export function namedFaultText({ scenario, run }: JudgedRun, { fault, firing }: NamedFault): string {
  const model = scenario.faults[fault];
  if (model === undefined) return 'a fault';
  const name =
    model.name === '' ? actionText(scenario, model.action) : `${model.name} (${actionText(scenario, model.action)})`;
  const occurrence = firing === null ? undefined : run.occurrences.filter((each) => each.fault === fault)[firing];
  const at = occurrence === undefined ? '' : ` at ${instantText(occurrence.beganAt)}`;
  return `${name}${at}${lineText(scenario.files[0], sourcePlace(scenario, model.origin))}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
