import { packNumbers } from '../../../server/src/report/packed-column';
import {
  OPERATION_MARKS,
  RUN_REPORT_VERSION,
  type FaultBand,
  type LaneSpan,
  type RunReport,
} from '../../../server/src/report/run-report';

const SECOND = 1e9;
const DURATION = 10 * SECOND;
const NODES = [0, 1, 2] as const;
const CLIENT = 3;
const ROWS = 1_500;

/** A run that nobody made and nobody sees: some of everything that a real one is drawn of. */
export function rehearsalReport(): RunReport {
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  const begun = rows.map((row) => row * (DURATION / ROWS));
  const column = (value: (row: number) => number): string => packNumbers(rows.map(value));
  return {
    ...{ version: RUN_REPORT_VERSION, file: '', scenario: '', title: '', seed: 1, traceHash: '' },
    ...{ durationNs: DURATION, warmUpNs: SECOND, decision: 'fail', summary: '', warnings: [] },
    graph: {
      nodes: [
        { id: 'zone', kind: 'zone', label: 'zone', parent: null, place: -1, detail: '', source: null },
        ...[...NODES, CLIENT].map((place) => ({
          ...{ id: String(place), kind: place === CLIENT ? ('client' as const) : ('node' as const), place },
          ...{ label: `n${String(place)}`, parent: 'zone', detail: 'a store', source: null },
        })),
      ],
      edges: [
        { id: 'copies', from: '0', to: '1', kind: 'replication', label: '' },
        { id: 'asks', from: String(CLIENT), to: '0', kind: 'request', label: '' },
      ],
    },
    lanes: NODES.map((place) => ({
      ...{ place, label: `n${String(place)}` },
      roles: [span(0, 3, 'follower'), span(3, 4, 'candidate'), span(4, 10, place === 1 ? 'leader' : 'follower')],
      conditions: place === 0 ? [span(3, 5, 'crashed'), span(6, 7, 'slow')] : [],
    })),
    clients: [{ place: CLIENT, label: 'client' }],
    faults: [fault(3, 5, 'crash', [0]), fault(6, 8, 'partition', [0, 1])],
    operations: {
      ...{ client: column(() => CLIENT), session: column((row) => row % 9), quorum: column(() => -1), quorums: [] },
      ...{ from: packNumbers(begun), to: packNumbers(begun.map((at) => at + SECOND / 100)) },
      mark: column((row) => (row % 16 === 0 ? (row / 16) % OPERATION_MARKS.length : 0)),
      text: rows.map(() => 'read').join('\n'),
    },
    messages: {
      ...{ sender: column((row) => row % 3), receiver: column((row) => (row + 1) % 3) },
      ...{
        sentAt: packNumbers(begun),
        arrivedAt: packNumbers(begun.map((at, row) => (row % 50 === 0 ? NaN : at + 1e6))),
      },
      ...{ name: column(() => 0), names: ['append'] },
    },
    events: rows.slice(0, 60).map((row) => ({
      ...{ at: row * 1.5e8, kind: row % 2 === 0 ? ('role' as const) : ('detection' as const), place: row % 3 },
      ...{ text: 'something', source: null },
    })),
    paths: [],
    charts: (['share', 'per-s', 'ms'] as const).map((unit) => ({
      ...{ name: unit, unit, bucketNs: SECOND / 4, values: Array.from({ length: 40 }, (_, row) => (row % 7) / 7) },
      objectives: [{ value: 0.9, text: 'at least' }],
    })),
    expectations: [
      {
        ...{ text: 'no lost writes', decision: 'fail', measured: '1', explanation: '', source: null },
        witness: { at: 4 * SECOND, operations: [600, 601], sentence: 'a write is gone' },
      },
    ],
    metrics: [],
    omissions: [],
  };
}

function span(from: number, to: number, state: LaneSpan['state']): LaneSpan {
  return { from: from * SECOND, to: to * SECOND, state, label: state, event: -1 };
}

function fault(from: number, to: number, kind: FaultBand['kind'], places: readonly number[]): FaultBand {
  return { from: from * SECOND, to: to * SECOND, label: `a ${kind}`, kind, places, groups: [], source: null };
}
