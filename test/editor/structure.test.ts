import { strict as assert } from 'node:assert';
import type { DocumentSymbol, SelectionRange } from 'vscode-languageserver';
import { codeLenses } from '../../server/src/editor/features/code-lens';
import { documentLinks } from '../../server/src/editor/features/document-links';
import { documentSymbols } from '../../server/src/editor/features/document-symbols';
import { foldingRanges } from '../../server/src/editor/features/folding';
import { selectionRanges } from '../../server/src/editor/features/selection-ranges';
import { textRangeOf } from '../../server/src/editor/positions';
import { CLUSTER, model, placeText } from './models';

describe('document symbols', () => {
  function outline(symbols: readonly DocumentSymbol[], indent = ''): string[] {
    return symbols.flatMap(({ name, detail, children }) => [
      `${indent}${name} (${detail ?? ''})`,
      ...outline(children ?? [], `${indent}  `),
    ]);
  }

  it('are the declarations with what has a name in them', () => {
    const text = `${CLUSTER}faults F { at 5s crash n1 as first }\nscenario S "What happens" {}\n`;
    assert.deepEqual(outline(documentSymbols(model(text).snapshot())), [
      'Cluster (topology)',
      '  main (region)',
      '    a (zone)',
      '      n1 (node)',
      '      web (client)',
      '    b (zone)',
      '      n2 (node)',
      '    c (zone)',
      '      n3 (node)',
      '  data (store using Consensus)',
      'Consensus (raft)',
      'Traffic (workload)',
      'F (faults)',
      '  first (fault)',
      'S (What happens)',
    ]);
  });

  it('stay where the text is broken', () => {
    const broken = 'topology T { zone a { node n1 store s on \n}\npolicy P = raft {}';
    const names = outline(documentSymbols(model(broken).snapshot())).map((line) => line.trim());
    assert.equal(names[0], 'T (topology)');
    assert.ok(names.includes('P (raft)'), names.join());
  });

  it('hold their name', () => {
    const snapshot = model(CLUSTER).snapshot();
    const check = (symbol: DocumentSymbol): void => {
      const whole = textRangeOf(snapshot.source, symbol.range);
      const name = textRangeOf(snapshot.source, symbol.selectionRange);
      assert.ok(whole.start <= name.start && name.end <= whole.end, symbol.name);
      symbol.children?.forEach(check);
    };
    documentSymbols(snapshot).forEach(check);
  });
});

describe('folding', () => {
  function folds(text: string): string[] {
    return foldingRanges(model(text).snapshot()).map(
      ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`,
    );
  }

  it('folds blocks and leaves the closing brace', () => {
    assert.deepEqual(folds('topology T {\n  zone a {\n    node n1\n  }\n}\n').sort(), ['0-3', '1-2']);
  });

  it('folds comments and imports', () => {
    assert.deepEqual(folds('// one\n// two\n// three\n\n/* a\n b */\n'), ['0-2 comment', '4-5 comment']);
    assert.deepEqual(folds('import "a.ftm"\nimport "b.ftm"\n\npolicy P = raft {}'), ['0-1 imports']);
  });

  it('does not fold what is on one line', () => {
    assert.deepEqual(folds('policy P = raft { heartbeat: 50ms }\n// one\n'), []);
  });
});

describe('selection ranges', () => {
  it('grow from the word to the file', () => {
    const models = model('policy P = raft { heartbeat: 5<||>0ms }\n');
    const { source } = models.snapshot();
    const texts: string[] = [];
    for (
      let range: SelectionRange | undefined = selectionRanges(models.snapshot(), [models.cursor()])[0];
      range;
      range = range.parent
    ) {
      texts.push(source.slice(textRangeOf(source, range.range)));
    }
    assert.deepEqual(texts, [
      '50ms',
      'heartbeat: 50ms',
      '{ heartbeat: 50ms }',
      'policy P = raft { heartbeat: 50ms }',
      'policy P = raft { heartbeat: 50ms }\n',
    ]);
  });
});

describe('document links', () => {
  it('are the paths of imports and measured values', () => {
    const models = model(
      'import "<[policies.ftm]>"\ntopology T { link everywhere { latency: empirical("<[a b.csv]>") } }',
    );
    const links = documentLinks(models.snapshot());
    assert.deepEqual(
      links.map(({ range }) => placeText('main.ftm', range)),
      models.ranges(),
    );
    assert.deepEqual(
      links.map(({ target }) => target),
      ['file:///models/policies.ftm', 'file:///models/a%20b.csv'],
    );
  });
});

describe('code lens', () => {
  it('runs scenarios, compares experiments, and counts the uses of the rest', () => {
    const text = `${CLUSTER}scenario S { topology: Cluster workload: Traffic }\nexperiment E { scenario: S }\n`;
    const lenses = codeLenses(model(text).snapshot()).map(({ command }) => `${command?.title} ${command?.command}`);
    assert.deepEqual(lenses, [
      '1 reference ftm.showReferences',
      '1 reference ftm.showReferences',
      '1 reference ftm.showReferences',
      '$(play) Run ftm.runScenario',
      'Run 1000 seeds ftm.runScenarioWithManySeeds',
      'Search ftm.searchFaults',
      '$(table) Compare ftm.compareExperiment',
    ]);
  });

  it('names the document and the scenario', () => {
    const [lens] = codeLenses(model('scenario S {}').snapshot());
    assert.deepEqual(lens?.command?.arguments, [{ uri: 'file:///models/main.ftm', name: 'S' }]);
  });
});
