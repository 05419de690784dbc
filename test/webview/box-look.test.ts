import assert from 'node:assert/strict';
import { boxLook } from '../../client/webview/topology/box-look';
import { inspect } from '../../client/webview/side/inspect';
import { indexRun } from '../../client/webview/run/run-index';
import type { GraphNode, LaneSpan, NodeLane } from '../../server/src/report/run-report';
import { sampleReport } from './sample-report';

const run = indexRun(sampleReport());
const node: GraphNode = {
  ...{ id: 'n1', kind: 'node', label: 'n1', parent: null, place: 0 },
  ...{ detail: 'orders (raft)', source: null },
};
const span = (state: LaneSpan['state'], label: string): LaneSpan => ({ from: 0, to: 1e9, state, label, event: -1 });

function textsOf(role: LaneSpan, ...conditions: readonly LaneSpan[]): readonly string[] {
  const lane: NodeLane = { place: 0, label: 'n1', roles: [role], conditions };
  const { text, shorter = [] } = boxLook(run, new Map([[0, lane]]), node, 5e8);
  return [text, ...shorter];
}

describe('what a box says of its node', () => {
  const leader = span('leader', 'leader of orders, term 2');

  it('is all of it, and where that does not fit less, the gravest to the last', () => {
    assert.deepEqual(textsOf(leader, span('clock-off', 'behind'), span('cut-off', 'cut off from n2')), [
      ...['cut off · clock off · leader, term 2', 'cut off · clock off · leader', 'cut off · clock off · leader'],
      ...['cut off · leader', 'cut off'],
    ]);
  });

  it('keeps who leads longer than who follows', () => {
    const texts = textsOf(span('follower', 'follower of orders'), span('disk-trouble', 'disk full'));
    assert.deepEqual(texts.slice(1), ['disk full · follower', 'disk full', 'disk full', 'disk full']);
  });

  it('is the role alone where nothing is wrong', () => {
    assert.deepEqual(new Set(textsOf(leader)), new Set(['leader, term 2', 'leader']));
  });
});

describe('what a box says of its client', () => {
  const report = sampleReport();
  const place = 6;
  const client: GraphNode = { ...node, id: 'batch', kind: 'client', label: 'batch', place, detail: '' };
  const connections = [
    { from: 0, to: 20e9, label: 'via n1' },
    { from: 20e9, to: 40e9, label: '' },
  ];
  const connected = indexRun({
    ...report,
    clients: report.clients.map((one) => (one.place === place ? { ...one, connections } : one)),
  });
  const textsAt = (at: number, shown = connected): readonly string[] => {
    const { text, shorter = [] } = boxLook(shown, new Map(), client, at);
    return [text, ...shorter];
  };

  it('is what came of its requests and the server that it asks, and where there is little room the gravest alone', () => {
    const plain = textsAt(9e9, run);
    const [all = '', ...rest] = plain;
    const gravest = all.split(', ')[0] ?? '';
    assert.notEqual(gravest, '');
    assert.deepEqual(textsAt(9e9), [`${all} · via n1`, `${gravest} · via n1`, gravest]);
    assert.equal(rest.at(-1), gravest);
  });

  it('is no server where that is not to be said in a few words', () => {
    assert.deepEqual(textsAt(25e9), textsAt(25e9, run));
  });

  it('is told by the inspector, too, with its beginning', () => {
    const fields = inspect(connected, { kind: 'place', place }, 9e9)?.fields ?? [];
    assert.deepEqual(
      fields.filter(([name]) => name === 'Asks'),
      [['Asks', 'via n1, since 0.0000 s']],
    );
    assert.ok(!(inspect(connected, { kind: 'place', place }, 25e9)?.fields ?? []).some(([name]) => name === 'Asks'));
  });
});
