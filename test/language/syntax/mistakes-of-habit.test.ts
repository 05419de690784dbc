import assert from 'node:assert/strict';
import { parseText, shownProblems } from './check-parse';

/** What people write out of habit has one problem, and what its quick fix writes has none. */
function check(wrap: (text: string) => string): (text: string, message: string, fixed: string) => void {
  return (text, message, fixed) =>
    it(text, () => {
      const whole = wrap(text);
      const parsed = parseText(whole);
      assert.deepEqual(
        shownProblems(parsed).map((each) => each.replace(/^\S+ /, '')),
        [message],
      );
      const edit = parsed.problems[0]?.fixes?.[0]?.edits[0];
      assert.ok(edit !== undefined);
      const repaired = whole.slice(0, edit.range.start) + edit.newText + whole.slice(edit.range.end);
      assert.equal(repaired, wrap(fixed));
      assert.deepEqual(shownProblems(parseText(repaired)), []);
    });
}

describe('a comparison in words is told as its sign', () => {
  const expects = check((text) => `scenario S {\n  ${text}\n  expect no lost writes\n}`);
  const written = (sign: string): string => `FTM101 this comparison is written '${sign}'`;
  expects('expect availability at least 99%', written('>='), 'expect availability >= 99%');
  expects('expect availability of kv at least 99%', written('>='), 'expect availability of kv >= 99%');
  expects('expect availability of kv is at least 99%', written('>='), 'expect availability of kv >= 99%');
  expects('expect availability is >= 99%', written('>='), 'expect availability >= 99%');
  expects('expect latency p99 under 50ms', written('<'), 'expect latency p99 < 50ms');
  expects('expect recovery within 5s', written('<='), 'expect recovery <= 5s');
  expects('expect lost writes no more than 3', written('<='), 'expect lost writes <= 3');
});

describe('what is missing or too much in a fault is told with the word for it', () => {
  const fault = check((text) => `faults F {\n  ${text}\n  at 9s heal\n}`);
  fault('at 2s: crash n1', "FTM102 nothing stands between '2s' and what happens then", 'at 2s crash n1');
  fault('at 2s crash n1 during 1s', "FTM109 how long it lasts is written 'for 1s'", 'at 2s crash n1 for 1s');
  fault('at 2s crash n1 1s', "FTM109 expected 'for' before '1s'", 'at 2s crash n1 for 1s');
  fault('at 2s slow n1 10x for 5s', "FTM109 expected 'by' before '10x'", 'at 2s slow n1 by 10x for 5s');
  fault(
    'at 2s delay between a and b 50ms',
    "FTM109 expected 'by' before '50ms'",
    'at 2s delay between a and b by 50ms',
  );
  const bar = "FTM101 '|' stands between the sides of a partition";
  fault('at 2s partition n1 and n2, n3 for 5s', bar, 'at 2s partition n1 | n2, n3 for 5s');
  fault('at 2s partition zone a from zone b', bar, 'at 2s partition zone a | zone b');
  const links = (after: string): string =>
    `FTM109 expected which links after '${after}': 'from a to b', 'between a and b', 'of a' or 'everywhere'`;
  fault('at 2s drop 10% n1 for 5s', links('10%'), 'at 2s drop 10% of n1 for 5s');
  fault('at 2s delay n1 by 5ms', links('delay'), 'at 2s delay of n1 by 5ms');
});

describe('a link in the spelling of another language is told as it is written', () => {
  const link = check((text) => `topology T {\n  ${text}\n  node a\n}`);
  const braces = (latency: string): string => `FTM105 what a link is like stands in braces: '{ latency: ${latency} }'`;
  link('link a <-> b: 5ms', braces('5ms'), 'link a <-> b { latency: 5ms }');
  link('link a -> b: 5ms', braces('5ms'), 'link a -> b { latency: 5ms }');
  link(
    'link a -- b { latency: 5ms }',
    "FTM150 a link is written 'a <-> b', or 'a -> b' for one direction",
    'link a <-> b { latency: 5ms }',
  );
});

describe('shares of operations in another order are told as they are written', () => {
  const operations = check((text) => `workload W { from a to b ${text} rate: 5/s }`);
  const told = "FTM102 shares of operations are written 'read 70%, write 30%'";
  operations('operations: read: 70%, write: 30%', told, 'operations: read 70%, write 30%');
  operations('operations: 70% read, 30% write', told, 'operations: read 70%, write 30%');
});

describe('a number and its unit with a space between them are one problem', () => {
  const property = check((text) => `policy P = raft { ${text} }`);
  property('lease: 30 seconds', "FTM154 a unit follows its number without a space: '30s'", 'lease: 30s');
  property('lease: 5 %', "FTM154 '%' follows its number without a space", 'lease: 5%');
  check((text) => `faults F { ${text} }`)(
    'at 5 s crash n1',
    "FTM154 a unit follows its number without a space: '5s'",
    'at 5s crash n1',
  );
});
