import { WARNING_CODES, type ExpectationVerdict, type Warning } from '../analysis';
import type { ScenarioModel } from '../language/model';
import type { PathRow, SourcePlace, WhyRow } from './run-report';
import type { ScenarioResult } from './scenario-result';
import { sourcePlace } from './source-place';
import { whyTexts } from './why-text';

/**
 * Results in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS standard, 2020): one result for each
 * expectation that fails or cannot be decided, and for each warning, at its line of the model. The lines of the faults
 * that are to blame are related locations; the way from the fault to the violation is a code flow. What holds is left
 * out: a result is something to look at.
 */
export function sarifLog(version: string, results: readonly ScenarioResult[]): SarifLog {
  const found = results.flatMap((result) => [
    ...result.expectations.flatMap((row, index) => expectationResult(result, row, result.whys[index] ?? null)),
    ...result.warnings.flatMap((warning) => warningResult(result.scenario, warning)),
  ]);
  const ids = [...new Set(found.map(({ ruleId }) => ruleId))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ftm', semanticVersion: version, rules: ids.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: found.map((result) => ({ ...result, ruleIndex: ids.indexOf(result.ruleId) })),
      },
    ],
  };
}

export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly semanticVersion: string;
        readonly rules: readonly SarifRule[];
      };
    };
    readonly columnKind: 'utf16CodeUnits';
    readonly results: readonly (SarifResult & { readonly ruleIndex: number })[];
  }[];
}

export interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
}

/** `open`: there was not enough to decide; the level of what did not fail is `none` (section 3.27.10). */
export interface SarifResult {
  readonly ruleId: string;
  readonly kind: 'fail' | 'open';
  readonly level: 'error' | 'warning' | 'none';
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly codeFlows?: readonly {
    readonly threadFlows: readonly { readonly locations: readonly { readonly location: SarifLocation }[] }[];
  }[];
  readonly properties?: Readonly<Record<string, string | number>>;
}

export interface SarifLocation {
  readonly id?: number;
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number; readonly startColumn: number; readonly endColumn: number };
  };
  readonly message?: { readonly text: string };
}

function expectationResult(
  { scenario, traceHash }: ScenarioResult,
  row: ExpectationVerdict,
  why: WhyRow | null,
): readonly SarifResult[] {
  if (row.decision === 'pass') return [];
  const failed = row.decision === 'fail';
  const lines = [
    `Scenario ${scenario.name}: "${row.expectation.text}" ${failed ? 'does not hold' : 'cannot be decided'} (measured ${row.measuredText}).`,
    ...whyTexts(row),
    ...(why?.sentences ?? []),
  ];
  const related = relatedOf(why);
  const path = why?.path ?? [];
  return [
    {
      ruleId: ruleIdOf(row),
      kind: failed ? 'fail' : 'open',
      level: failed ? 'error' : 'none',
      message: { text: lines.join('\n') },
      locations: located(sourcePlace(scenario, row.expectation.origin)),
      ...(related.length === 0 ? {} : { relatedLocations: related }),
      ...(path.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations: path.map(stepOf) }] }] }),
      properties: { scenario: scenario.name, seed: scenario.seed, runs: scenario.runs, traceHash },
    },
  ];
}

function warningResult(scenario: ScenarioModel, { code, message, origin }: Warning): readonly SarifResult[] {
  return [
    {
      ruleId: code,
      kind: 'fail',
      level: 'warning',
      message: { text: `Scenario ${scenario.name}: ${message}` },
      locations: located(sourcePlace(scenario, origin)),
    },
  ];
}

/** The faults without which it would hold, then the settings that would make it hold. */
function relatedOf(why: WhyRow | null): readonly SarifLocation[] {
  if (why === null) return [];
  const faults = (why.needed ?? []).map(({ text, source }) => ({ source, text: `It takes ${text}.` }));
  const remedies = why.remedies.map(({ setting, insteadOf, source }) => ({
    source,
    text: `With ${setting} instead of ${insteadOf} it holds.`,
  }));
  return [...faults, ...remedies].flatMap(({ source, text }, id) =>
    located(source).map((location) => ({ id: id + 1, ...location, message: { text } })),
  );
}

function stepOf({ text, source }: PathRow): { readonly location: SarifLocation } {
  return { location: { ...located(source)[0], message: { text } } };
}

function located(place: SourcePlace | null): readonly SarifLocation[] {
  if (place === null) return [];
  const region = { startLine: place.line + 1, startColumn: place.column + 1, endColumn: place.endColumn + 1 };
  return [{ physicalLocation: { artifactLocation: { uri: uriOf(place.file) }, region } }];
}

/** A path as the reference of RFC 3986 that the format asks for; what is a URI already stays one. */
function uriOf(file: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) return file;
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  const drive = /^([a-z])%3A\//i.exec(path);
  return drive === null
    ? path.startsWith('/')
      ? `file://${path}`
      : path
    : `file:///${drive[1]}:/${path.slice(drive[0].length)}`;
}

function ruleIdOf({ expectation: { body } }: ExpectationVerdict): string {
  switch (body.kind) {
    case 'metric':
      return `expect/${body.metric.replaceAll(' ', '-')}`;
    case 'consistency':
      return `expect/${body.model}`;
    case 'cap':
      return 'expect/cap';
  }
}

function ruleOf(id: string): SarifRule {
  const code = (WARNING_CODES as Readonly<Record<string, string>>)[id];
  const what = id.replace('expect/', '').replaceAll('-', ' ');
  return { id, shortDescription: { text: code ?? `An expectation about ${what}` } };
}
