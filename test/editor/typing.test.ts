import { strict as assert } from 'node:assert';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { formattingOnType } from '../../server/src/editor/features/formatting';
import { inlayHints } from '../../server/src/editor/features/inlay-hints';
import { TokenDeltas } from '../../server/src/editor/features/token-deltas';
import { LastResults } from '../../server/src/editor/runs/last-results';
import { CLUSTER, model, indexAt } from './models';

describe('formatting on type', () => {
  /** The text after what is done when the character before the cursor has been typed. */
  function after(text: string, typed: string): string {
    const models = model(text);
    const { source } = models.snapshot();
    const edits = formattingOnType(models.snapshot(), models.cursor(), typed);
    return edits
      .map(({ range, newText }) => ({
        start: indexAt(source, range.start),
        end: indexAt(source, range.end),
        newText,
      }))
      .sort((left, right) => right.start - left.start)
      .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), source.text);
  }

  it('puts a closing brace where it belongs', () => {
    assert.equal(
      after('policy P = raft {\n  heartbeat: 50ms\n    }<||>\n', '}'),
      'policy P = raft {\n  heartbeat: 50ms\n}\n',
    );
  });

  it('tidies the line that a new line ends, and leaves the new one', () => {
    assert.equal(
      after('policy P = raft {\n      heartbeat:50ms\n      <||>\n}\n', '\n'),
      'policy P = raft {\n  heartbeat: 50ms\n      \n}\n',
    );
  });

  it('does nothing while the text is broken', () => {
    assert.equal(after('policy P = {\n   heartbeat: }<||>\n', '}'), 'policy P = {\n   heartbeat: }\n');
  });
});

describe('semantic token deltas', () => {
  function apply(before: readonly number[], { edits }: SemanticTokensDelta): number[] {
    const data = [...before];
    for (const { start, deleteCount, data: inserted } of edits) data.splice(start, deleteCount, ...(inserted ?? []));
    return data;
  }

  const changes: readonly (readonly [before: number[], now: number[]])[] = [
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
    [
      [1, 2, 3],
      [1, 9, 3],
    ],
    [
      [1, 2, 3],
      [1, 2, 2, 3],
    ],
    [
      [1, 1, 1, 1],
      [1, 1],
    ],
    [[], [4, 5]],
    [[4, 5], []],
  ];

  for (const [before, now] of changes) {
    it(`lead from [${before.join(' ')}] to [${now.join(' ')}]`, () => {
      const deltas = new TokenDeltas();
      const { resultId } = deltas.full('file:///a.ftm', { data: before });
      const delta = deltas.since('file:///a.ftm', resultId ?? assert.fail(), { data: now }) as SemanticTokensDelta;
      assert.deepEqual(apply(before, delta), now);
    });
  }

  it('are all tokens where the last answer is not known', () => {
    const deltas = new TokenDeltas();
    deltas.full('file:///a.ftm', { data: [1] });
    const answer = deltas.since('file:///a.ftm', 'other', { data: [2] }) as SemanticTokens;
    assert.deepEqual(answer.data, [2]);
  });
});

describe('inlay hints beside what is not written', () => {
  function hints(text: string): string[] {
    const snapshot = model(text).snapshot();
    const all = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
    return inlayHints(snapshot, all, new LastResults()).map(
      ({ position, label }) => `${String(position.line)}:${String(position.character)} ${String(label)}`,
    );
  }

  it('name the nodes that a domain or a group stands for in a fault', () => {
    const text = 'topology T { zone a { nodes n[1..2] } zone b { node m } group g = n1, m }\n';
    assert.deepEqual(hints(`${text}faults F { at 5s crash zone a\nat 6s crash g, m }`), [
      '1:29 = n1, n2',
      '2:13 = n1, m',
    ]);
  });

  it('show the defaults of time', () => {
    assert.deepEqual(
      hints(`${CLUSTER}scenario S "One" { }\nscenario R { duration: 5s }`).filter((each) => each.includes('duration')),
      ['16:16 duration: 60s'],
    );
    assert.deepEqual(
      hints('workload W { }\nworkload V { timeout: 5s }').filter((each) => each.includes('timeout')),
      ['0:10 timeout: 1s'],
    );
  });
});
