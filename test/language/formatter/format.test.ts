import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, formatEdits } from '../../../server/src/language/formatter/format';
import { SourceText } from '../../../server/src/language/source-text';
import { parseText } from '../syntax/check-parse';
import { outline } from '../syntax/outline';

function formatText(text: string): string | undefined {
  return format(new SourceText('file:///test.ftm', text));
}

/** The text is formatted as expected, and what is formatted stays as it is. */
function check(what: string, text: string, expected: string): void {
  it(what, () => {
    assert.equal(formatText(text), expected);
    assert.equal(formatText(expected), expected);
    assert.equal(outline(parseText(expected).tree), outline(parseText(text).tree));
  });
}

describe('the formatter', () => {
  check(
    'puts two blanks between statements on one line',
    ' topology T{node a   node b}',
    'topology T { node a  node b }\n',
  );
  check('indents by two', 'topology T {\nzone a {\n\tnode n\n}\n}', 'topology T {\n  zone a {\n    node n\n  }\n}\n');
  check(
    'keeps the grouping of properties',
    'policy P = q {\na: 1 b: 2\nc: 3\n}',
    'policy P = q {\n  a: 1  b: 2\n  c: 3\n}\n',
  );
  check('opens a block that has a line break', 'policy P = q { a: 1\nb: 2 }', 'policy P = q {\n  a: 1\n  b: 2\n}\n');
  check(
    'opens the blocks around it',
    'topology T { zone a { node b {\nmtbf: 1y } } }',
    'topology T {\n  zone a {\n    node b {\n      mtbf: 1y\n    }\n  }\n}\n',
  );
  check('pulls up an opening brace', 'topology T\n{\nnode a\n}', 'topology T {\n  node a\n}\n');
  check('writes an empty block as such', 'topology T {\n\n}', 'topology T {\n}\n');
  check('leaves an empty block on its line', 'scenario S{}', 'scenario S {}\n');
  check('collapses empty lines', '\n\nimport "a"\n\n\n\nimport "b"\n\n', 'import "a"\n\nimport "b"\n');
  check(
    'drops empty lines at the edges of a block',
    'topology T {\n\n\nnode a\n\n\nnode b\n\n}',
    'topology T {\n  node a\n\n  node b\n}\n',
  );
  check(
    'begins a line with each declaration',
    'import "a" import "b" policy P = raft',
    'import "a"\nimport "b"\npolicy P = raft\n',
  );
  check('spaces signs', 'policy P=q{a:f(b:1 , 2)c:[ x,y ]}', 'policy P = q { a: f(b: 1, 2)  c: [x, y] }\n');
  check('spaces arrows', 'topology T { link a->b link c<->d }', 'topology T { link a -> b  link c <-> d }\n');
  check(
    'keeps ranges and paths tight',
    'workload W { from n [ 1 .. 3 ] to a . b  k: 1 .. 2 }',
    'workload W { from n[1..3] to a.b  k: 1..2 }\n',
  );
  check(
    'indents what goes on',
    'topology T {\nbalancer b on a,\nc to d\n}',
    'topology T {\n  balancer b on a,\n    c to d\n}\n',
  );
  check(
    'indents lists',
    'experiment E {\nvary a.b: [\n1,\n2\n]\n}',
    'experiment E {\n  vary a.b: [\n    1,\n    2\n  ]\n}\n',
  );
  check(
    'keeps comments',
    '// a\npolicy P = q { // b\n// c\na: 1 // d\n/* e */ b: 2\n// f\n}\n// g',
    '// a\npolicy P = q {  // b\n  // c\n  a: 1  // d\n  /* e */  b: 2\n  // f\n}\n// g\n',
  );
  check(
    'lines up trailing comments',
    'policy P = q {\na: 1 // x\nbbb: 100 // y\n\nc: 1 // z\n}',
    'policy P = q {\n  a: 1      // x\n  bbb: 100  // y\n\n  c: 1  // z\n}\n',
  );
  check('trims comments', 'policy P = q // a   \n', 'policy P = q  // a\n');
  check('keeps the end of line of the file', 'policy P = q {\r\na: 1\r\n}\r\n', 'policy P = q {\r\n  a: 1\r\n}\r\n');
  check(
    'keeps the spelling of values',
    'policy P = q { a: 1.50s b: "x  y" c: 010 }',
    'policy P = q { a: 1.50s  b: "x  y"  c: 010 }\n',
  );
  check('has nothing to do with an empty file', ' \n \n', '');

  it('refuses a file with syntax errors', () => {
    assert.equal(formatText('topology T {'), undefined);
    assert.equal(formatText('policy P = q { a: 10sec }'), undefined);
  });

  it('leaves the comprehensive model and its tree as they are', () => {
    const text = readFileSync(join(__dirname, '..', 'syntax', 'everything.ftm'), 'utf8');
    const formatted = formatText(text);
    assert.ok(formatted !== undefined);
    assert.equal(outline(parseText(formatted).tree), outline(parseText(text).tree));
    assert.equal(formatText(formatted), formatted);
    assert.equal(formatText(text.replaceAll('\n', '\n\n').replaceAll('  ', ' '))?.includes('\n\n\n'), false);
  });

  it('formats the lines of a range alone', () => {
    const text = 'policy P = q {\na: 1\n   b:2\n c:3\n}\n';
    const start = text.indexOf('b:2');
    const edits = formatEdits(parseText(text), { start, end: start + 1 }) ?? [];
    const formatted = [...edits]
      .reverse()
      .reduce((done, { range, newText }) => done.slice(0, range.start) + newText + done.slice(range.end), text);
    assert.equal(formatted, 'policy P = q {\na: 1\n  b: 2\n c:3\n}\n');
  });
});
