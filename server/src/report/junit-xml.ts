import type { ExpectationVerdict } from '../analysis';
import { NANOS_PER_SECOND } from '../language/model';
import { PLAIN_INK } from './ink';
import type { WhyRow } from './run-report';
import type { ScenarioResult } from './scenario-result';
import { placeText, sourcePlace } from './source-place';
import { claimTexts, scenarioSummary } from './summary-text';
import { consistencyLines } from './terminal-consistency';
import { faultLines, measuredLines } from './terminal-details';
import { toldHeading } from './told-run';
import { reasonTexts, toldWhy, whyTexts } from './why-text';
import { element, xmlDocument, type XmlElement } from './xml-text';

/**
 * Results in the form that continuous-integration systems read: a suite a scenario, a case an expectation. A scenario
 * that expects nothing has one case that says so. What is undecided is skipped: neither a success nor a failure. Nothing
 * stands there that Jenkins' schema (junit-10.xsd of its xUnit plugin, which refuses the rest) does not know.
 */
export function junitXml(results: readonly ScenarioResult[]): string {
  const suites = results.map(suiteElement);
  const cases = results.flatMap((result) => result.expectations);
  const { skipped: _, ...all } = counts(cases, results);
  return xmlDocument(element('testsuites', { name: 'ftm', ...all }, suites));
}

function suiteElement(result: ScenarioResult): XmlElement {
  const { scenario, expectations } = result;
  const cases =
    expectations.length === 0
      ? [element('testcase', { name: 'runs', classname: scenario.name }, [])]
      : expectations.map((row, index) => caseElement(result, row, result.whys[index] ?? null));
  const properties = [
    element('property', { name: 'seed', value: scenario.seed }),
    element('property', { name: 'runs', value: scenario.runs }),
    element('property', { name: 'trace_hash', value: result.traceHash }),
  ];
  return element(
    'testsuite',
    { name: scenario.name, file: scenario.files[scenario.origin.file], ...counts(expectations, [result]) },
    [element('properties', {}, properties), ...cases, element('system-out', {}, [outputText(result)])],
  );
}

/** What the terminal's report says beside the expectations. */
function outputText(result: ScenarioResult): string {
  const faults = result.picture === null ? [] : faultLines(result.picture, PLAIN_INK);
  return [
    scenarioSummary(result),
    ...claimTexts(result),
    ...result.expectations.flatMap((row, index) => shownTexts(result, row, index)),
    ...(faults.length === 0 ? [] : [`${toldHeading('Faults', result)}:`, ...faults]),
    ...consistencyLines(result),
    ...measuredLines(result, PLAIN_INK),
    ...result.warnings.map(({ code, message }) => `${code}: ${message}`),
  ].join('\n');
}

/** How the harm came about that was expected: a case that passes has no place for it. */
function shownTexts(result: ScenarioResult, row: ExpectationVerdict, index: number): readonly string[] {
  const told = row.decision === 'pass' ? toldWhy(row, result.whys[index] ?? null) : null;
  return told === null
    ? []
    : [`${row.expectation.text}: ${[...reasonTexts(result, index), ...told.sentences].join(' ')}`];
}

function caseElement({ scenario }: ScenarioResult, row: ExpectationVerdict, why: WhyRow | null): XmlElement {
  const { expectation, decision, measuredText, explanation } = row;
  const place = sourcePlace(scenario, expectation.origin);
  const where = place === null ? '' : `\n${placeText(place)}`;
  const attributes = { name: expectation.text, classname: scenario.name };
  switch (decision) {
    case 'pass':
      return element('testcase', attributes);
    case 'fail':
      return element('testcase', attributes, [
        element('failure', { message: `measured ${measuredText}`, type: 'expectation' }, [
          `${[...whyTexts(row), ...(why?.sentences ?? [])].join('\n')}${where}`,
        ]),
      ]);
    case 'undecided':
      return element('testcase', attributes, [element('skipped', { message: `undecided: ${explanation}` })]);
  }
}

function counts(
  expectations: readonly ExpectationVerdict[],
  results: readonly ScenarioResult[],
): Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped' | 'time', number>> {
  const withoutExpectations = results.filter((result) => result.expectations.length === 0).length;
  return {
    tests: expectations.length + withoutExpectations,
    failures: expectations.filter(({ decision }) => decision === 'fail').length,
    errors: 0,
    skipped: expectations.filter(({ decision }) => decision === 'undecided').length,
    // Simulated time: how long the machine took would differ from run to run.
    time: results.reduce((sum, { simulatedNs }) => sum + simulatedNs, 0) / NANOS_PER_SECOND,
  };
}
