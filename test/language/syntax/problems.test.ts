import assert from 'node:assert/strict';
import { problemCodes } from '../../../server/src/language/problem-codes';
import { parseText, shownProblems } from './check-parse';

function check(text: string, ...expected: readonly string[]): void {
  it(JSON.stringify(text.length > 70 ? `${text.slice(0, 69)}…` : text), () =>
    assert.deepEqual(shownProblems(parseText(text)), expected),
  );
}

const TRIGGERS = "a fault begins with 'at', 'every', 'when', 'randomly'";

describe('syntax problems say what is missing and what to do', () => {
  check('topolgy A { node n1 }', "1:1 FTM106 unknown 'topolgy'; did you mean 'topology'?");
  check('topology A { nod n1 }', "1:14 FTM106 unknown 'nod'; did you mean 'node'?");
  check(
    'topology A { service s on n { handle h { reed orders } } }',
    "1:42 FTM106 unknown 'reed'; did you mean 'read'?",
  );
  check('topology A { d1 { node n } }', "1:14 FTM106 expected what 'd1' is, such as 'zone d1' or 'node d1'");
  check('policy P = raft { latency 3ms }', "1:26 FTM103 expected ':' after 'latency'");
  check('policy P = raft { latency: }', "1:27 FTM104 expected a value after 'latency:'");
  check('policy P = raft { a: b: 1ms }', "1:21 FTM104 expected a value after 'a:'");
  check('policy P = raft { a: 10 ms }', "1:25 FTM154 a unit follows its number without a space: '10ms'");
  check(
    'policy P = raft { a: 1, b: 2 }',
    "1:23 FTM111 unexpected ','; properties and statements need nothing between them",
  );
  check('policy P = raft { a: phi(threshold 8) }', "1:35 FTM103 expected ':' after 'threshold'");
  check('policy P = raft { a: [b c] }', "1:25 FTM101 expected ',' or ']' before 'c'");
  check('policy P = raft { a: [b', "1:24 FTM101 expected ']' after 'b'");
  check('policy P raft', "1:9 FTM101 expected '=' after 'P'");
  check('policy = raft', "1:7 FTM107 expected a name after 'policy'");
  check('topology T {', "1:13 FTM105 expected '}'");
  check('topology T { zone { node a } }', "1:18 FTM107 expected a name after 'zone'");
  check('topology T {\n  node\n  client web\n}', "2:7 FTM107 expected a name after 'node'");
  check(
    'topology T {\n  link\n}',
    "2:7 FTM101 expected 'everywhere', 'within zone', 'between zones' or 'a -> b' after 'link'",
  );
  check('topology T { group g a, b }', "1:21 FTM101 expected '=' after 'g'");
  check('topology T { store s of n1 }', "1:21 FTM101 expected 'on' after 's'");
  check('topology T {\n store s on n1 using\n client web }', "2:21 FTM107 expected a name after 'using'");
  check('topology T { node n[1..] }', "1:24 FTM104 expected a whole number after '..'");
  check(
    'faults F { crash n1 }',
    "1:12 FTM108 expected when it happens before 'crash': 'at 5s', 'every 30s', 'when leader of ... changes' or 'randomly'",
  );
  check('faults F { at crash n1 }', "1:14 FTM104 expected a time after 'at', such as '5s'");
  check('faults F { at 5s }', "1:17 FTM109 expected what happens after '5s', such as 'crash n1 for 5s'");
  check('faults F { at 5s crsh n1 }', "1:18 FTM106 unknown 'crsh'; did you mean 'crash'?");
  check('faults F { at 5s kill n1 }', "1:18 FTM106 unknown 'kill'; did you mean 'crash'?");
  check('faults F { at 5s split n1 | n2 }', "1:18 FTM106 unknown 'split'; did you mean 'partition'?");
  check('topology A { server n1 }', "1:14 FTM106 unknown 'server'; did you mean 'node'?");
  check('scenario S {\n  assert no lost writes }', "2:3 FTM106 unknown 'assert'; did you mean 'expect'?");
  check(
    'faults F { at 5s explode n1 }',
    "1:18 FTM106 unknown action 'explode'; there are crash, restart, wipe, pause, slow, delay, reorder, skew, drift, drop, " +
      'duplicate, partition, isolate, cut, heal, corrupt, fill, lose, byzantine, bug, leak, deploy, reconfigure, remove, ' +
      'add, promote, surge',
  );
  check('faults F { at 5s slow n1 }', "1:25 FTM109 'slow' needs 'by', such as 'by 10x'");
  check('faults F { at 5s slow n1 by for 5s }', "1:28 FTM104 expected a value after 'by'");
  check('faults F { at 5s heal for 5s }', "1:23 FTM110 'for' does not apply to 'heal'");
  check(
    'faults F { at 5s reconfigure s { write: 1 } for 5s }',
    "1:45 FTM110 'for' does not apply to 'reconfigure': another 'reconfigure' later sets it back",
  );
  check(
    'faults F { at 5s deploy api { errors: 3% } for 5s }',
    "1:44 FTM110 'for' does not apply to 'deploy': its 'rollback-after' says when the old version returns",
  );
  check(
    'faults F { at 5s corrupt disk of n1 5% for 5s }',
    "1:40 FTM110 'for' does not apply to 'corrupt': damage stays until it is written over or repaired",
  );
  check('faults F { at 5s crash n1 for 1s for 2s }', "1:34 FTM110 'for' is said twice");
  check(
    'faults F { at 5s delay by 5ms }',
    "1:23 FTM109 expected which links after 'delay': 'from a to b', 'between a and b', 'of a' or 'everywhere'",
  );
  check('faults F { at 5s crash leader fo s }', "1:31 FTM106 unexpected 'fo'");
  check('faults F { at 5s remove from s }', "1:24 FTM107 expected a node after 'remove'");
  check('faults F { randomly crash n1 }', "1:12 FTM109 'randomly' needs 'with mtbf 1h mttr 5min' after its action");
  check('faults F { at 5s cut a b }', "1:23 FTM101 expected '->' after 'a'");
  check(
    'faults F { when leader of s chnges crash n1 }',
    "1:29 FTM101 expected 'changes' after 's'; did you mean it by 'chnges'?",
  );
  check('faults F { duration: 5s }', `1:12 FTM102 unexpected 'duration'; ${TRIGGERS}`);
  check('faults F {\n  on 5s crash n1 }', `2:3 FTM106 unexpected 'on'; ${TRIGGERS}`);
  check('topology T { store s on n1..n3 using R }', "1:27 FTM102 unexpected '..'; several names are written n[1..3]");
  check(
    'scenario S { expect availability 99% }',
    "1:33 FTM101 expected '<', '<=', '=', '>=' or '>' and a value after 'availability'",
  );
  check('scenario S { expect availability >= }', "1:36 FTM104 expected a value after '>='");
  check('scenario S { expect }', "1:20 FTM107 expected what to measure after 'expect', such as 'availability >= 99%'");
  check('scenario S { set a.b 5 }', "1:21 FTM103 expected ':' after 'b'");
  check(
    'node n1',
    "1:1 FTM106 unexpected 'node'; a file is made of 'import', 'topology', 'policy', 'workload', 'faults', 'scenario', 'experiment'",
  );
  check('import', "1:7 FTM101 expected a text in double quotes after 'import'");
  check(
    'topology A {}\n}',
    "2:1 FTM102 unexpected '}'; a file is made of 'import', 'topology', 'policy', 'workload', 'faults', 'scenario', 'experiment'",
  );
  check('topology A { zone a { } }\n node n1 }', "1:25 FTM105 this '}' is one too many: 'node' belongs inside");
});

describe('the table of problem codes', () => {
  it('gives every code a name of its own', () => {
    const names = Object.values(problemCodes).map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });

  it('has codes of one form, in order', () => {
    const codes = Object.keys(problemCodes);
    assert.deepEqual(codes, [...codes].sort());
    for (const code of codes) assert.match(code, /^FTM\d{3}$/);
  });
});

describe('quick fixes', () => {
  const fixes: readonly (readonly [string, string])[] = [
    ['topolgy A { node n1 }', 'topology A { node n1 }'],
    ['policy P = raft { latency 3ms }', 'policy P = raft { latency: 3ms }'],
    ['policy P = raft { a: 10 ms }', 'policy P = raft { a: 10ms }'],
    ['policy P = raft { a: 10sec }', 'policy P = raft { a: 10s }'],
    ['policy P = raft { a: 1, b: 2 }', 'policy P = raft { a: 1 b: 2 }'],
    ['faults F { crash n1 }', 'faults F { at 5s crash n1 }'],
    ['faults F { at 5s crsh n1 }', 'faults F { at 5s crash n1 }'],
    ['faults F { when leader of s chnges crash n1 }', 'faults F { when leader of s changes crash n1 }'],
    ['scenario S { expect lost writes == 0 }', 'scenario S { expect lost writes = 0 }'],
    ['import "a.ftm', 'import "a.ftm"'],
    ['policy P = raft { a: 5 % }', 'policy P = raft { a: 5% }'],
    ['topology T {', 'topology T {\n}'],
  ];
  for (const [text, expected] of fixes) {
    it(text, () => {
      const fix = parseText(text).problems[0]?.fixes?.[0];
      assert.ok(fix, 'a fix is offered');
      const fixed = fix.edits.reduceRight(
        (done, { range, newText }) => done.slice(0, range.start) + newText + done.slice(range.end),
        text,
      );
      assert.equal(fixed, expected);
      assert.deepEqual(shownProblems(parseText(fixed)), []);
    });
  }
});
