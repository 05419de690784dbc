import { strict as assert } from 'node:assert';
import { createRequire } from 'node:module';

interface Violation {
  readonly line: number;
  readonly specifier: string;
  readonly message: string;
}

const script = createRequire(__filename)('../../scripts/check-imports.js') as {
  checkFile(file: string, text: string): readonly Violation[];
};

/** Checks that of the imports of a file exactly the `refused` ones break a rule. */
function check(file: string, imports: readonly string[], refused: readonly string[]): void {
  const text = imports.map((specifier, index) => `import { a${index} } from '${specifier}';`).join('\n');
  const violations = script.checkFile(file, text);
  assert.deepEqual(
    violations.map(({ specifier }) => specifier),
    refused,
  );
}

describe('check-imports', () => {
  it('lets a room import those before it and no later one', () => {
    check(
      'server/src/analysis/judge.ts',
      ['../language/model', '../simulation', './verdict', '../report', '../command-line/main'],
      ['../report', '../command-line/main'],
    );
  });

  it('keeps Node and packages out of the pure rooms', () => {
    check('server/src/report/summary.ts', ['node:fs', 'path', 'picocolors'], ['node:fs', 'path', 'picocolors']);
    check('server/src/simulation/kernel/clock.ts', ['seedrandom'], ['seedrandom']);
  });

  it('lets only language/syntax know chevrotain', () => {
    check('server/src/language/syntax/lexer.ts', ['chevrotain', '../problem'], []);
    check('server/src/language/binding/bind.ts', ['chevrotain'], ['chevrotain']);
  });

  it('lets only the editor know the language-server protocol, and only the client vscode', () => {
    check('server/src/editor/hover.ts', ['vscode-languageserver/node', 'vscode'], ['vscode']);
    check(
      'server/src/campaigns/run-pool.ts',
      ['node:worker_threads', 'vscode-languageserver'],
      ['vscode-languageserver'],
    );
    check('client/src/extension.ts', ['vscode', 'vscode-languageclient/node', 'node:path'], []);
  });

  it('gives the client the wire types alone', () => {
    check(
      'client/src/panel.ts',
      [
        '../../server/src/editor/wire',
        '../../server/src/editor/wire-types',
        '../../server/src/editor/hover',
        '../webview/draw',
      ],
      ['../../server/src/editor/hover', '../webview/draw'],
    );
  });

  it('gives the webview the report, and elkjs to its layout alone', () => {
    check('client/webview/layout/layout-worker.ts', ['elkjs/lib/elk-api', '../../../server/src/report'], []);
    check(
      'client/webview/timeline.ts',
      ['../../server/src/report', 'elkjs', '../src/panel'],
      ['elkjs', '../src/panel'],
    );
  });

  it('sees every form of import, and says where', () => {
    const text = [
      "import type { Run } from '../simulation';",
      "export * from '../report/run-report';",
      "const later = import('node:fs');",
      "const now = require('../editor/main-node');",
    ].join('\n');
    const violations = script.checkFile('server/src/analysis/index.ts', text);
    assert.deepEqual(
      violations.map(({ line, specifier }) => [line, specifier]),
      [
        [2, '../report/run-report'],
        [3, 'node:fs'],
        [4, '../editor/main-node'],
      ],
    );
    assert.match(violations[0]?.message ?? '', /server\/src\/analysis may not import server\/src\/report\/run-report/);
  });

  it('asks for a rule where there is none', () => {
    assert.equal(script.checkFile('server/src/plugins/new.ts', '').length, 1);
  });
});

const { importCircles } = createRequire(__filename)('../../scripts/import-circles.js') as {
  importCircles(texts: ReadonlyMap<string, string>): readonly (readonly string[])[];
};

/** Finds exactly these circles in files that are given as `name: its imports`. */
function checkCircles(files: Readonly<Record<string, string>>, expected: readonly (readonly string[])[]): void {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`server/src/${name}.ts`, text]));
  const found = importCircles(texts).map((circle) => circle.map((file) => file.slice('server/src/'.length, -3)));
  assert.deepEqual(found, expected);
}

describe('import-circles', () => {
  it('finds files that need each other, directly and around a corner', () => {
    checkCircles(
      {
        a: "import { b } from './b';",
        b: "import { c } from './deep';",
        'deep/index': "export * from '../a';",
        d: "import { a } from './a';",
        e: "import f, { type F } from './f';",
        f: "import './e';",
      },
      [
        ['a', 'b', 'deep/index'],
        ['e', 'f'],
      ],
    );
  });

  it('keeps circles apart where one leads to another', () => {
    checkCircles(
      {
        a: "import { b } from './b'; import { c } from './c';",
        b: "import { a } from './a';",
        c: "import { d } from './d';",
        d: "import { c } from './c';",
      },
      [
        ['c', 'd'],
        ['a', 'b'],
      ],
    );
  });

  it('does not count types, packages and files outside', () => {
    checkCircles(
      {
        a: "import { type B } from './b'; import { readFile } from 'node:fs'; import './c.json';",
        b: "import type { A } from './a'; export type { A } from './a'; import { a } from './a';",
      },
      [],
    );
  });
});
