import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';
import type { ExpectationNode, ScenarioNode } from '../../language/syntax/syntax-tree';
import { rangeOf, rangeOfPlace } from '../positions';
import type { Snapshot } from '../snapshot';
import { uriKey } from '../uris';
import type { JudgedExpectation, RecalledResult, RunVerdict, TextDigest } from '../wire';
import { textDigests } from './text-digest';

/** What a run found, and the texts it was made of. */
interface Remembered {
  readonly scenario: string;
  readonly verdict: RunVerdict;
  /** Digest of each file's text at the time of the run, by key. */
  readonly madeOf: ReadonlyMap<string, string>;
}

/** One judged expectation at the place where it stands now. */
export interface PlacedExpectation {
  readonly node: ExpectationNode;
  readonly judged: JudgedExpectation;
  /** The text has changed since the run, so this may no longer be so. */
  readonly isStale: boolean;
}

/**
 * The newest result of each scenario. A result belongs to the text it was made of: after an edit it is shown as stale,
 * at the new place of its expectation, until the edit is undone or the scenario is run again.
 */
export class LastResults {
  private readonly byDocument = new Map<string, Map<string, Remembered>>();

  remember(snapshot: Snapshot, scenario: string, verdict: RunVerdict): void {
    this.put(snapshot.uri, { scenario, verdict, madeOf: byKey(textDigests(snapshot)) });
  }

  /** What another server found before this one was started; whatever this one has found itself is newer. */
  recall({ uri, scenario, verdict, madeOf }: RecalledResult): void {
    if (this.byDocument.get(uriKey(uri))?.has(scenario) !== true) {
      this.put(uri, { scenario, verdict, madeOf: byKey(madeOf) });
    }
  }

  /** What was remembered, with what was found out since; nothing where the scenario has been run again. */
  explain(uri: string, scenario: string, before: RunVerdict, verdict: RunVerdict): void {
    const results = this.byDocument.get(uriKey(uri));
    const remembered = results?.get(scenario);
    if (remembered?.verdict === before) results?.set(scenario, { ...remembered, verdict });
  }

  forget(uri: string): void {
    this.byDocument.delete(uriKey(uri));
  }

  /** Judged expectations that still stand in the text. */
  expectations(snapshot: Snapshot): readonly PlacedExpectation[] {
    const results = this.byDocument.get(uriKey(snapshot.uri));
    if (results === undefined) return [];
    return [...results.values()].flatMap((remembered) => placedExpectations(snapshot, remembered));
  }

  /** Expectations that failed or could not be decided, each on its own line, and what the run warned of. */
  diagnostics(snapshot: Snapshot): Diagnostic[] {
    const failed = this.expectations(snapshot).filter(({ judged }) => judged.decision !== 'pass');
    return [...failed.map((each) => diagnosticOf(snapshot, each)), ...this.warnings(snapshot)];
  }

  /** A word that changes when the results of a document do. */
  stampOf(uri: string): string {
    const results = this.byDocument.get(uriKey(uri));
    return results === undefined ? '' : [...results.values()].map(({ verdict }) => identity(verdict)).join(',');
  }

  private put(uri: string, remembered: Remembered): void {
    const key = uriKey(uri);
    const results = this.byDocument.get(key) ?? new Map<string, Remembered>();
    results.set(remembered.scenario, remembered);
    this.byDocument.set(key, results);
  }

  /** Warnings have no text to be found again by: after an edit they are gone. */
  private warnings(snapshot: Snapshot): Diagnostic[] {
    const results = [...(this.byDocument.get(uriKey(snapshot.uri))?.values() ?? [])];
    return results
      .filter((remembered) => !isStale(snapshot, remembered))
      .flatMap(({ verdict }) => verdict.warnings)
      .filter(({ place }) => place.file === snapshot.uri)
      .map(({ code, message, place }) => ({
        range: rangeOfPlace(place),
        severity: DiagnosticSeverity.Warning,
        code,
        source: SOURCE,
        message,
      }));
  }
}

/** What tells these diagnostics from those of the text. */
const SOURCE = 'ftm run';

let nextIdentity = 1;
const identities = new WeakMap<RunVerdict, number>();

function identity(verdict: RunVerdict): string {
  const known = identities.get(verdict) ?? nextIdentity++;
  identities.set(verdict, known);
  return String(known);
}

function placedExpectations(snapshot: Snapshot, remembered: Remembered): readonly PlacedExpectation[] {
  const stale = isStale(snapshot, remembered);
  const nodes = expectationNodes(snapshot, remembered.scenario);
  return remembered.verdict.expectations.flatMap((judged) => {
    const node = nodes.find((each) => textOf(snapshot, each) === judged.text);
    return node === undefined ? [] : [{ node, judged, isStale: stale }];
  });
}

function diagnosticOf(snapshot: Snapshot, { node, judged, isStale: stale }: PlacedExpectation): Diagnostic {
  const what = judged.decision === 'fail' ? 'fails' : 'undecided';
  const measured = judged.measured === '' ? '' : ` (measured ${judged.measured})`;
  const before = stale ? 'Before the last edit: ' : '';
  return {
    range: rangeOf(snapshot.source, node.range),
    severity: stale ? DiagnosticSeverity.Information : SEVERITIES[judged.decision],
    source: SOURCE,
    message: [`${before}${what}: ${judged.text}${measured}`, judged.explanation, ...judged.reasons].join('\n'),
    // After an edit the lines may be others.
    relatedInformation: stale
      ? []
      : judged.related.map(({ message, place }) => ({
          location: { uri: place.file, range: rangeOfPlace(place) },
          message,
        })),
  };
}

const SEVERITIES: Readonly<Record<JudgedExpectation['decision'], DiagnosticSeverity>> = {
  fail: DiagnosticSeverity.Error,
  undecided: DiagnosticSeverity.Warning,
  pass: DiagnosticSeverity.Hint,
};

function isStale(snapshot: Snapshot, { madeOf }: Remembered): boolean {
  const now = byKey(textDigests(snapshot));
  return now.size !== madeOf.size || [...madeOf].some(([key, digest]) => now.get(key) !== digest);
}

function byKey(digests: readonly TextDigest[]): ReadonlyMap<string, string> {
  return new Map(digests.map(({ uri, digest }) => [uriKey(uri), digest]));
}

function expectationNodes({ parsed }: Snapshot, scenario: string): readonly ExpectationNode[] {
  const node = parsed.tree.declarations.find(
    (each): each is ScenarioNode => each.kind === 'scenario' && each.name?.text === scenario,
  );
  return (node?.items ?? []).filter((item): item is ExpectationNode => item.kind.endsWith('-expectation'));
}

/** As the model keeps it: what stands after `expect`, blanks as one. */
function textOf({ source }: Snapshot, node: ExpectationNode): string {
  return source
    .slice(node.range)
    .replace(/^expect\s+/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
