import { decisionWord } from './decision-word';
import type { Ink } from './ink';
import { metricRows } from './metric-rows';
import { NOT_MEASURED } from './quantity-text';
import type { ScenarioResult } from './scenario-result';

export interface ResultPair {
  readonly before: ScenarioResult;
  readonly after: ScenarioResult;
}

/** What changed between two models that were run on the same randomness; what did not change is not listed. */
export function terminalDiff(pairs: readonly ResultPair[], ink: Ink): string {
  return `${pairs.map((pair) => pairText(pair, ink)).join('\n\n')}\n`;
}

function pairText(pair: ResultPair, ink: Ink): string {
  const { before, after } = pair;
  const lines = [...expectationChanges(pair, ink), ...metricChanges(pair)];
  const same =
    before.traceHash === after.traceHash ? 'the same run, event for event' : 'nothing that is measured differs';
  return [
    `${ink.strong(after.scenario.name)}  ${arrow(decisionWord(before.decision, ink), decisionWord(after.decision, ink))}`,
    ...(lines.length === 0 ? [`  ${ink.dim(same)}`] : lines.map((line) => `  ${line}`)),
  ].join('\n');
}

function expectationChanges({ before, after }: ResultPair, ink: Ink): readonly string[] {
  const old = new Map(before.expectations.map((row) => [row.expectation.text, row]));
  const changed = after.expectations.flatMap((row) => {
    const earlier = old.get(row.expectation.text);
    if (earlier === undefined) return [`expect ${row.expectation.text}: new, ${decisionWord(row.decision, ink)}`];
    if (earlier.decision === row.decision) return [];
    const why = row.decision === 'pass' ? '' : `  ${row.explanation}`;
    return [
      `expect ${row.expectation.text}: ${arrow(decisionWord(earlier.decision, ink), decisionWord(row.decision, ink))}${why}`,
    ];
  });
  const kept = new Set(after.expectations.map((row) => row.expectation.text));
  const gone = [...old.keys()].filter((text) => !kept.has(text)).map((text) => `expect ${text}: no longer there`);
  return [...changed, ...gone];
}

function metricChanges({ before, after }: ResultPair): readonly string[] {
  const old = new Map(metricRows(before.metrics).map(({ name, value }) => [name, value]));
  const now = new Map(metricRows(after.metrics).map(({ name, value }) => [name, value]));
  const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
  const width = Math.max(0, ...names.map((name) => name.length));
  return names.map(
    (name) => `${name.padEnd(width)}  ${arrow(old.get(name) ?? NOT_MEASURED, now.get(name) ?? NOT_MEASURED)}`,
  );
}

function arrow(before: string, after: string): string {
  return before === after ? before : `${before} -> ${after}`;
}
