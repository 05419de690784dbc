import type { Decision, ExpectationVerdict } from '../analysis';
import { consistencyLines } from './terminal-consistency';
import { faultLines, measuredLines } from './terminal-details';
import { jobLines } from './terminal-jobs';
import { explanationLines } from './terminal-explanation';
import { decisionMark, decisionWord } from './decision-word';
import type { Ink } from './ink';
import { keyEvents } from './key-events';
import { countText, durationText, instantText, plural } from './quantity-text';
import type { RunReport } from './run-report';
import type { ScenarioResult } from './scenario-result';
import { placeText, sourcePlace } from './source-place';
import { claimTexts, scenarioSummary } from './summary-text';
import { toldHeading } from './told-run';
import { measuredText, reasonTexts, toldWhy } from './why-text';
import { noneText } from './zero-text';

/** Wider than this, a column is no longer found by the eye. */
const MAX_EXPECTATION_WIDTH = 56;

/** Results as a person reads them: the verdict first, then why, then what happened, then the numbers. */
export function terminalReport(results: readonly ScenarioResult[], ink: Ink): string {
  const parts = results.map((result) => scenarioText(result, ink));
  return `${[...parts, ...noneTexts(results, ink), ...overview(results, ink)].join('\n\n')}\n`;
}

function scenarioText(result: ScenarioResult, ink: Ink): string {
  return [
    headText(result, ink),
    ...block('', expectationLines(result, ink)),
    ...block(toldHeading('What happened', result), storyLines(result, ink), ink),
    ...block(toldHeading('Faults', result), result.picture === null ? [] : faultLines(result.picture, ink), ink),
    ...block(toldHeading('Jobs', result), result.picture === null ? [] : jobLines(result.picture), ink),
    ...block('Consistency', consistencyLines(result), ink),
    ...block('Measured', measuredLines(result, ink), ink),
    ...block('Warnings', warningLines(result, ink), ink),
  ].join('\n');
}

function headText(result: ScenarioResult, ink: Ink): string {
  const { scenario, decision, simulatedNs, events, traceHash } = result;
  const title = scenario.title === '' || scenario.title === scenario.name ? '' : `  ${scenario.title}`;
  const place = sourcePlace(scenario, scenario.origin);
  const seeds =
    scenario.runs === 1 ? `seed ${scenario.seed}` : `seeds ${scenario.seed}..${scenario.seed + scenario.runs - 1}`;
  const facts = `${seeds}, ${durationText(simulatedNs)} simulated, ${plural(events, 'event')}, trace ${traceHash}`;
  return [
    `${decisionWord(decision, ink)}  ${ink.strong(scenario.name)}${title}`,
    ink.dim(`  ${place === null ? '' : `${placeText(place)}  `}${facts}`),
    '',
    `  ${scenarioSummary(result)}`,
    ...claimTexts(result).map((text) => `  ${text}`),
  ].join('\n');
}

function block(heading: string, lines: readonly string[], ink?: Ink): readonly string[] {
  if (lines.length === 0) return [];
  return ['', ...(ink ? [`  ${ink.strong(heading)}`] : []), ...lines.map((line) => `  ${line}`)];
}

function expectationLines(result: ScenarioResult, ink: Ink): readonly string[] {
  const { scenario, expectations, whys } = result;
  const width = Math.min(MAX_EXPECTATION_WIDTH, Math.max(0, ...expectations.map((row) => row.expectation.text.length)));
  const measuredWidth = Math.max(0, ...expectations.map((row) => measuredText(row).length));
  return expectations.flatMap((row, index) => {
    const place = sourcePlace(scenario, row.expectation.origin);
    const text = row.expectation.text.padEnd(width);
    const measured = measuredText(row).padEnd(measuredWidth);
    const where = place === null ? '' : ink.dim(placeText(place));
    return [
      `${decisionMark(row.decision, ink)} ${text}  ${measured}  ${where}`.trimEnd(),
      ...whyLines(result, row, index),
      ...explanationLines(toldWhy(row, whys[index] ?? null), ink).map((line) => `    ${line}`),
    ];
  });
}

/**
 * What holds needs no reason, unless it is harm that holds; where it must hold in a share of many runs, how sure one may be
 * is part of the answer.
 */
function whyLines(result: ScenarioResult, row: ExpectationVerdict, index: number): readonly string[] {
  const { decision, expectation } = row;
  const isTold = toldWhy(row, result.whys[index] ?? null) !== null;
  const isPlain = decision === 'pass' && expectation.inShareOfRuns >= 1 && !isTold;
  return isPlain ? [] : reasonTexts(result, index).map((line) => `    ${line}`);
}

/** What it is worth that something did not happen in n runs: the same for all of them, so it is said once. */
function noneTexts(results: readonly ScenarioResult[], ink: Ink): readonly string[] {
  const counts = [...new Set(results.map(({ scenario }) => scenario.runs))].filter((runs) => runs > 1);
  return counts.length === 0
    ? []
    : [
        counts
          .sort((a, b) => a - b)
          .map((runs) => ink.dim(noneText(runs)))
          .join('\n'),
      ];
}

function storyLines({ picture, scenario }: ScenarioResult, ink: Ink): readonly string[] {
  if (picture === null) return [];
  // What is expected has lines of its own above.
  const { rows, omitted } = keyEvents({
    ...picture,
    events: picture.events.filter(({ kind }) => kind !== 'expectation'),
  });
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map((row) => instantText(row.at).length));
  const lines = rows.map(({ at, text, source }) => {
    const where = source === null ? '' : `  ${ink.dim(placeText(source))}`;
    return `${instantText(at).padStart(width)}  ${text}${where}`;
  });
  const seed = scenario.runs === 1 ? [] : [ink.dim(`--seed ${picture.seed} --runs 1 runs it alone`)];
  const rest = omitted === 0 ? [] : [ink.dim(`and ${plural(omitted, 'more event')} (--html shows them)`)];
  return [...seed, ...lines, ...rest, ...omissionLines(picture, ink)];
}

function omissionLines({ omissions }: RunReport, ink: Ink): readonly string[] {
  return omissions.map((omission) => ink.dim(omission));
}

function warningLines({ scenario, warnings }: ScenarioResult, ink: Ink): readonly string[] {
  return warnings.map(({ code, message, origin }) => {
    const place = sourcePlace(scenario, origin);
    return `${ink.doubt(place === null ? code : `${placeText(place)} ${code}`)}: ${message}`;
  });
}

/** The last line, where the eye is when a long output has scrolled by. */
function overview(results: readonly ScenarioResult[], ink: Ink): readonly string[] {
  if (results.length < 2) return [];
  const named = (decision: Decision): string =>
    results
      .filter((result) => result.decision === decision)
      .map(({ scenario }) => scenario.name)
      .join(', ');
  const passed = results.filter(({ decision }) => decision === 'pass').length;
  return [
    [
      `${countText(passed)} of ${plural(results.length, 'scenario')} pass`,
      ...(named('fail') === '' ? [] : [ink.bad(`fail: ${named('fail')}`)]),
      ...(named('undecided') === '' ? [] : [ink.doubt(`undecided: ${named('undecided')}`)]),
    ].join('; '),
  ];
}
