import { strict as assert } from 'node:assert';
import { DiagnosticTag } from 'vscode-languageserver';
import { codeActions } from '../../server/src/editor/features/code-actions';
import { diagnosticsOf } from '../../server/src/editor/features/diagnostics';
import { formatting } from '../../server/src/editor/features/formatting';
import type { Snapshot } from '../../server/src/editor/snapshot';
import { model, Models, placeText, indexAt } from './models';

const page = (name: string, heading?: string): string => `https://example.org/${name}#${heading ?? ''}`;

describe('diagnostics', () => {
  /** Checks that the marked ranges have problems with these codes, in order. */
  function check(files: Readonly<Record<string, string>>, ...codes: readonly string[]): void {
    const models = new Models(files);
    const diagnostics = diagnosticsOf(models.snapshot(), page);
    assert.deepEqual(
      diagnostics.map(({ code, range }) => `${code} ${placeText('main.ftm', range)}`),
      models.ranges().map((range, index) => `${codes[index]} ${range}`),
    );
  }

  it('stand where the mistake is, with its code', () => {
    check({ 'main.ftm': 'policy A = raft { <[heartbeet]>: 50ms }' }, 'FTM301');
    check({ 'main.ftm': 'import "<[nowhere.ftm]>"'.replace('"<[', '<["').replace(']>"', '"]>') }, 'FTM250');
  });

  it('of an import are shown in the imported file, not here', () => {
    check({ 'main.ftm': 'import "broken.ftm"', 'broken.ftm': 'policy P = raft { nonsense: 1 }' });
  });

  it('link to the page of their code, and to what else explains them', () => {
    const models = model('policy P = raft {}\npolicy P = raft {}');
    const duplicate = diagnosticsOf(models.snapshot(), page).find(({ code }) => code === 'FTM202');
    assert.equal(duplicate?.codeDescription?.href, 'https://example.org/diagnostics.md#FTM202');
    assert.equal(duplicate.relatedInformation?.[0]?.location.range.start.line, 0);
    assert.equal(duplicate.source, 'ftm');
  });

  it('grey out what nobody uses', () => {
    const tagged = diagnosticsOf(
      model('topology T { node n1 node n2 }\npolicy Spare = raft {}').snapshot(),
      page,
    ).filter(({ tags }) => tags?.includes(DiagnosticTag.Unnecessary));
    for (const { severity } of tagged) assert.ok((severity ?? 0) >= 2);
  });
});

describe('code actions', () => {
  it('fix the problem at the cursor', () => {
    const models = model('policy A = raft { heart<||>beet: 50ms }');
    const at = models.cursor();
    const [fix] = codeActions(models.snapshot(), { start: at, end: at }, [], ['quickfix']);
    assert.equal(fix?.title, "Write 'heartbeat'");
    assert.equal(fix.isPreferred, true);
    const [edit] = fix.edit?.changes?.[models.snapshot().uri] ?? [];
    assert.equal(edit?.newText, 'heartbeat');
  });

  it('fix everything that has one fix at once', () => {
    const snapshot = model('policy A = raft { heartbeet: 50ms  raeds: log }').snapshot();
    const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const [all] = codeActions(snapshot, nowhere, [], ['source.fixAll.ftm']);
    assert.deepEqual(
      all?.edit?.changes?.[snapshot.uri]?.map(({ newText }) => newText),
      ['heartbeat', 'reads'],
    );
  });

  it('are only of the kinds that are asked for', () => {
    const models = model('policy A = raft { heart<||>beet: 50ms }');
    const at = models.cursor();
    assert.deepEqual(codeActions(models.snapshot(), { start: at, end: at }, [], ['refactor']), []);
  });
});

describe('formatting', () => {
  function formatted(snapshot: Snapshot): string {
    const { source } = snapshot;
    return [...formatting(snapshot)]
      .sort((a, b) => indexAt(source, b.range.start) - indexAt(source, a.range.start))
      .reduce(
        (text, { range, newText }) =>
          text.slice(0, indexAt(source, range.start)) + newText + text.slice(indexAt(source, range.end)),
        source.text,
      );
  }

  it('brings a document into the one style and keeps its comments', () => {
    const text = 'policy   P=raft{ heartbeat :50ms // fast\n}\n';
    const once = formatted(model(text).snapshot());
    assert.match(once, /^policy P = raft \{/);
    assert.match(once, /\/\/ fast/);
    assert.equal(formatted(model(once).snapshot()), once);
  });

  it('leaves broken text alone', () => {
    assert.deepEqual(formatting(model('policy P = = raft {').snapshot()), []);
  });

  it('changes nothing outside the range', () => {
    const snapshot = model('policy   A = raft {}\npolicy   B = raft {}\n').snapshot();
    const line = { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } };
    assert.ok(formatting(snapshot, line).length > 0);
    for (const { range } of formatting(snapshot, line)) assert.equal(range.start.line, 1);
  });
});
