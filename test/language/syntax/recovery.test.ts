import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_FILE_LENGTH, MAX_SYNTAX_PROBLEMS } from '../../../server/src/language/limits';
import type { ParsedText } from '../../../server/src/language/syntax/parse';
import type { SyntaxNode } from '../../../server/src/language/syntax/syntax-tree';
import { forEachChild, type AnyNode } from '../../../server/src/language/syntax/walk-tree';
import { parseText, shownProblems } from './check-parse';
import { outline } from './outline';

const everything = readFileSync(join(__dirname, 'everything.ftm'), 'utf8');

/** What must hold of every result, however broken the text. */
function assertSound(parsed: ParsedText): void {
  const { length } = parsed.source.text;
  const visit = (node: AnyNode): void => {
    assert.ok(node.range.start >= 0 && node.range.start <= node.range.end && node.range.end <= length, outline(node));
    forEachChild(node, visit);
  };
  forEachChild(parsed.tree, visit);
  for (const { range, message } of parsed.problems) {
    assert.ok(range.start >= 0 && range.start <= range.end && range.end <= length, message);
    assert.doesNotMatch(message, /Word_|undefined|NaN|token/i);
  }
}

describe('the comprehensive model', () => {
  it('has no problems', () => assert.deepEqual(shownProblems(parseText(everything)), []));
});

describe('a broken model', () => {
  // One in so many tokens is tried by `npm test`; `FTM_EVERY_TOKEN=1` tries each.
  const stride = process.env.FTM_EVERY_TOKEN === undefined ? 3 : 1;
  const tokens = parseText(everything).lexed.tokens.filter((_, index) => index % stride === 0);

  it('is read to the end when it is cut at any token', () => {
    for (const token of tokens) assertSound(parseText(everything.slice(0, token.startOffset)));
  });

  it('is read to the end when it is cut within any token', () => {
    for (const token of tokens) assertSound(parseText(everything.slice(0, token.startOffset + 1)));
  });

  it('is read to the end without any one token, mostly with one problem', () => {
    let chains = 0;
    for (const token of tokens) {
      const parsed = parseText(everything.slice(0, token.startOffset) + everything.slice(token.endOffset + 1));
      assertSound(parsed);
      if (parsed.problems.length > 1) chains++;
    }
    // Only a lost brace or `handle` has echoes; see the next tests for what they may cost.
    assert.ok(chains <= 6, `${String(chains)} deletions give more than one problem`);
  });

  it('is read to the end with any one token doubled', () => {
    for (const token of tokens) {
      assertSound(parseText(`${everything.slice(0, token.endOffset + 1)} ${everything.slice(token.startOffset)}`));
    }
  });

  it('keeps every other declaration when a token inside of one is lost', () => {
    const count = parseText(everything).tree.declarations.length;
    for (const token of tokens) {
      const text = everything.slice(0, token.startOffset) + everything.slice(token.endOffset + 1);
      const { declarations } = parseText(text).tree;
      assert.ok(declarations.length >= count - 1, `without '${token.image}' at ${String(token.startOffset)}`);
    }
  });
});

describe('one broken statement loses only itself', () => {
  /** The statements between the broken one and its neighbours are read as they are without it. */
  const blocks: readonly (readonly [head: string, before: string, broken: string, after: string])[] = [
    ['topology T', 'node a', 'node', 'client web'],
    ['topology T', 'node a', 'nod b', 'node c'],
    ['topology T', 'node a', 'store s on', 'node c'],
    ['topology T', 'node a', 'link a b { latency: 5ms }', 'node c'],
    ['topology T', 'node a', 'group g', 'node c'],
    ['topology T', 'node a', '5s 5s', 'zone z { node b }'],
    ['policy P = raft', 'a: 5ms', 'b:', 'c: 5ms'],
    ['policy P = raft', 'a: 5ms', 'b 5ms', 'c: 5ms'],
    ['policy P = raft', 'a: 5ms', 'b: uniform(1ms..', 'c: 5ms'],
    ['policy P = raft', 'a: 5ms', '{ x: 5ms }', 'c: 5ms'],
    ['faults F', 'at 1s heal', 'at', 'at 3s heal'],
    ['faults F', 'at 1s heal', 'at 5s crash', 'at 3s heal'],
    ['faults F', 'at 1s heal', 'at 5s crash leader of', 'at 3s heal'],
    ['faults F', 'at 1s heal', 'crash n1 for', 'at 3s heal'],
    ['faults F', 'at 1s heal', 'at 5s crash n1 because', 'at 3s heal'],
    ['faults F', 'at 1s heal', 'at 5s partition a |', 'every 3s heal'],
    ['faults F', 'at 1s heal', 'at 5s deploy api', 'every 3s heal'],
    ['scenario S', 'seed: 7', 'expect', 'expect no lost writes'],
    ['scenario S', 'seed: 7', 'expect availability >=', 'expect no lost writes'],
    ['scenario S', 'seed: 7', 'expect orders is', 'at 1s heal'],
    ['scenario S', 'seed: 7', 'set orders.', 'at 1s heal'],
    ['scenario S', 'seed: 7', 'what is this', 'at 1s heal'],
    ['experiment E', 'runs: 5', 'vary a.b:', 'measure availability'],
    ['experiment E', 'runs: 5', 'measure', 'vary a.b: [1]'],
    ['workload W', 'rate: 5/s', 'from web', 'timeout: 5s'],
  ];
  for (const [head, before, broken, after] of blocks) {
    it(`${head}: ${broken}`, () => {
      const parsed = parseText(`${head} {\n${before}\n${broken}\n${after}\n}\npolicy Next = single\n`);
      const sound = parseText(`${head} {\n${before}\n${after}\n}\npolicy Next = single\n`);
      assert.equal(parsed.problems.length, 1, shownProblems(parsed).join('\n'));
      const seen = outline(parsed.tree);
      for (const statement of sound.tree.declarations.flatMap(statementsOf)) {
        assert.ok(seen.includes(outline(statement)), `${outline(statement)}\nin ${seen}`);
      }
    });
  }
});

/** What stands in the braces of a declaration. */
function statementsOf(declaration: SyntaxNode): AnyNode[] {
  const statements: AnyNode[] = [];
  forEachChild(declaration, (child, field) => {
    if (field === 'body') forEachChild(child, (item) => statements.push(item));
    else statements.push(child);
  });
  return statements;
}

describe('limits', () => {
  it('passes over what is nested too deeply', () => {
    for (const [open, close] of ['[]', '()', '{}'].map((pair) => [...pair])) {
      for (const text of [
        `policy P = q { a: ${'x'.concat(open ?? '').repeat(100_000)}`,
        `${open ?? ''}`.repeat(100_000),
      ]) {
        const parsed = parseText(text + (close ?? '').repeat(100_000));
        assert.ok(parsed.problems.some(({ code }) => code === 'FTM140'));
      }
    }
  });

  it('reads on after what was nested too deeply', () => {
    const deep = `policy P = q { a: ${'['.repeat(100)}x${']'.repeat(100)}  b: 5ms }\npolicy R = raft`;
    const parsed = parseText(deep);
    assert.deepEqual(
      parsed.problems.map(({ code }) => code),
      ['FTM140'],
    );
    assert.equal(parsed.tree.declarations.length, 2);
  });

  it('does not read a file that is too large', () => {
    const parsed = parseText(' '.repeat(MAX_FILE_LENGTH + 1));
    assert.deepEqual(
      parsed.problems.map(({ code }) => code),
      ['FTM141'],
    );
  });

  it('lists only so many unknown signs', () => {
    const { problems } = parseText('@ '.repeat(5000));
    assert.equal(problems.length, MAX_SYNTAX_PROBLEMS + 1);
    assert.equal(problems.at(-1)?.code, 'FTM142');
  });

  it('lists only so many problems', () => {
    const parsed = parseText('topology T {\n' + 'node 5\n'.repeat(5000));
    assert.equal(parsed.problems.length, MAX_SYNTAX_PROBLEMS + 1);
    assert.equal(parsed.problems.at(-1)?.code, 'FTM142');
  });
});
