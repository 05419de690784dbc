import type {
  EventRow,
  FaultBand,
  Graph,
  LaneSpan,
  OperationMark,
  RunReport,
  SourcePlace,
} from '../../server/src/report/run-report';
import { packMessages, packOperations } from './packed-rows';

/** A run by hand, with everything a reader should recognise: a leader crash, a partition, a stale read, a lost write. */

const MS = 1e6;
const S = 1e9;
const DURATION = 40 * S;
const FILE = 'file:///models/orders.ftm';
const NAMES = ['n1', 'n2', 'n3', 'n4', 'n5', 'web', 'batch'];
const [N1, N2, N3, N4, N5, WEB, BATCH] = [0, 1, 2, 3, 4, 5, 6] as const;
const NODES = [N1, N2, N3, N4, N5];

export const at = (line: number, column = 4, endColumn = 30): SourcePlace => ({ file: FILE, line, column, endColumn });

export const CRASH_LINE = 21;
export const PARTITION_LINE = 22;
export const STALE_LINE = 31;

function graph(): Graph {
  const domain = (
    id: string,
    kind: 'region' | 'zone',
    label: string,
    parent: string | null,
  ): Graph['nodes'][number] => ({
    ...{ id, kind, label, parent, place: -1, detail: '', source: at(2) },
  });
  const leaf = (place: number, parent: string, detail: string): Graph['nodes'][number] => ({
    ...{
      id: NAMES[place] ?? '',
      kind: place >= WEB ? 'client' : 'node',
      label: NAMES[place] ?? '',
      parent,
      place,
      detail,
    },
    source: at(4 + place),
  });
  const store = 'orders: raft, leader-local reads';
  const pairs = NODES.flatMap((from) => NODES.filter((to) => to > from).map((to) => [from, to] as const));
  return {
    nodes: [
      domain('eu', 'region', 'eu', null),
      domain('a', 'zone', 'a', 'eu'),
      leaf(WEB, 'a', 'shopping'),
      leaf(N1, 'a', store),
      leaf(N2, 'a', store),
      domain('b', 'zone', 'b', 'eu'),
      leaf(BATCH, 'b', 'reporting'),
      leaf(N3, 'b', store),
      leaf(N4, 'b', store),
      domain('c', 'zone', 'c', 'eu'),
      leaf(N5, 'c', store),
    ],
    edges: [
      ...pairs.map(([from, to]) => ({
        ...{ id: `r${String(from)}-${String(to)}`, from: NAMES[from] ?? '', to: NAMES[to] ?? '' },
        ...{ kind: 'replication' as const, label: 'orders' },
      })),
      ...[WEB, BATCH].flatMap((client) =>
        NODES.map((node) => ({
          ...{ id: `q${String(client)}-${String(node)}`, from: NAMES[client] ?? '', to: NAMES[node] ?? '' },
          ...{ kind: 'request' as const, label: 'orders' },
        })),
      ),
    ],
  };
}

const ROLES: Readonly<Record<number, readonly (readonly [number, LaneSpan['state'], string])[]>> = {
  [N1]: [
    [0, 'follower', ''],
    [0.19, 'candidate', ''],
    [0.21, 'leader', 'leader, term 1'],
    [8, 'follower', ''],
    [18, 'recovering', 'replays its log'],
    [18.4, 'follower', ''],
  ],
  [N2]: [
    [0, 'follower', ''],
    [8.31, 'candidate', ''],
    [8.4, 'follower', ''],
  ],
  [N3]: [
    [0, 'follower', ''],
    [8.24, 'candidate', ''],
    [8.4, 'leader', 'leader, term 2'],
    [30.06, 'follower', ''],
  ],
  [N4]: [[0, 'follower', '']],
  [N5]: [
    [0, 'follower', ''],
    [22.28, 'candidate', ''],
    [22.36, 'leader', 'leader, term 3'],
  ],
};

const CONDITIONS: Readonly<Record<number, readonly (readonly [number, number, LaneSpan['state'], string])[]>> = {
  [N1]: [[8, 18, 'crashed', 'crashed']],
  [N2]: [[33, 36, 'slow', 'slow by 10x']],
  [N3]: [[22, 30, 'cut-off', 'cut off with n4']],
  [N4]: [
    [22, 30, 'cut-off', 'cut off with n3'],
    [12, 14, 'paused', 'paused'],
  ],
  [N5]: [[34, 37, 'disk-trouble', 'disk full']],
};

function lanes(): RunReport['lanes'] {
  return NODES.map((place) => {
    const roles = ROLES[place] ?? [];
    return {
      place,
      label: NAMES[place] ?? '',
      roles: roles.map(([from, state, label], number) => ({
        ...{ from: from * S, to: (roles[number + 1]?.[0] ?? DURATION / S) * S, state, label },
        ...(state === 'leader' ? { leads: [{ store: 'orders', shards: [0], of: 1 }] } : {}),
        event: EVENTS.findIndex((event) => event.place === place && event.at === from * S && event.kind === 'role'),
      })),
      conditions: (CONDITIONS[place] ?? []).map(([from, to, state, label]) => ({
        ...{ from: from * S, to: to * S, state, label, event: -1 },
      })),
    };
  });
}

const FAULTS: readonly FaultBand[] = [
  {
    from: 8 * S,
    to: 18 * S,
    label: 'crash leader of orders for 10s',
    kind: 'crash',
    places: [N1],
    groups: [],
    source: at(CRASH_LINE),
  },
  { from: 12 * S, to: 14 * S, label: 'pause n4 for 2s', kind: 'timing', places: [N4], groups: [], source: at(24) },
  {
    from: 22 * S,
    to: 30 * S,
    label: 'partition zone b | zone a, zone c for 8s',
    kind: 'partition',
    places: NODES,
    groups: [
      [N3, N4, BATCH],
      [N1, N2, N5, WEB],
    ],
    source: at(PARTITION_LINE),
  },
  {
    from: 33 * S,
    to: 36 * S,
    label: 'slow n2 by 10x for 3s',
    kind: 'timing',
    places: [N2],
    groups: [],
    source: at(25),
  },
  {
    from: 34 * S,
    to: 37 * S,
    label: 'fill disk of n5 for 3s',
    kind: 'storage',
    places: [N5],
    groups: [],
    source: at(26),
  },
];

const event = (
  seconds: number,
  kind: EventRow['kind'],
  place: number,
  text: string,
  line: number | null,
  cause?: number,
): EventRow => ({
  ...{ at: seconds * S, kind, place, text, source: line === null ? null : at(line) },
  ...(cause === undefined ? {} : { cause }),
});

const EVENTS: readonly EventRow[] = [
  event(0.19, 'role', N1, 'n1 becomes candidate of orders in term 1', 12),
  event(0.21, 'role', N1, 'n1 becomes leader of orders in term 1 with votes of n1, n2, n3', 12, 0),
  event(8, 'fault', N1, 'crash leader of orders for 10s hits n1', CRASH_LINE),
  event(8, 'crash', N1, 'n1 stops; 3 log entries were not flushed', CRASH_LINE, 2),
  event(8.24, 'detection', N3, 'n3 has not heard from leader n1 for 240 ms', CRASH_LINE, 3),
  event(8.24, 'role', N3, 'n3 becomes candidate of orders in term 2', CRASH_LINE, 4),
  event(8.31, 'detection', N2, 'n2 has not heard from leader n1 for 310 ms', CRASH_LINE, 3),
  event(8.31, 'role', N2, 'n2 becomes candidate of orders in term 2', CRASH_LINE, 6),
  event(8.4, 'role', N3, 'n3 becomes leader of orders in term 2 with votes of n3, n4, n5', CRASH_LINE, 5),
  event(18, 'recovery', N1, 'n1 restarts and replays 412 entries', CRASH_LINE, 2),
  event(18.4, 'role', N1, 'n1 is follower of orders in term 2', CRASH_LINE, 9),
  event(22, 'fault', -1, 'partition zone b | zone a, zone c for 8s', PARTITION_LINE),
  event(22.28, 'detection', N5, 'n5 has not heard from leader n3 for 280 ms', PARTITION_LINE, 11),
  event(22.28, 'role', N5, 'n5 becomes candidate of orders in term 3', PARTITION_LINE, 12),
  event(22.36, 'role', N5, 'n5 becomes leader of orders in term 3 with votes of n1, n2, n5', PARTITION_LINE, 13),
  event(
    22.9,
    'stale-read',
    BATCH,
    'batch reads k3 = 1180 from n3; k3 = 1201 had been acknowledged at 22.61 s',
    PARTITION_LINE,
    11,
  ),
  event(23.4, 'operation', BATCH, 'batch gets no answer for write k7 = 1222', PARTITION_LINE, 11),
  event(30, 'note', -1, 'partition heals', PARTITION_LINE),
  event(
    30.05,
    'lost-write',
    N3,
    'write k1 = 1195, acknowledged to batch at 22.05 s, is cut from the log of n3',
    PARTITION_LINE,
    11,
  ),
  event(30.06, 'role', N3, 'n3 is follower of orders in term 3', PARTITION_LINE, 17),
  event(34, 'storage', N5, 'the disk of n5 is full', 26),
];

interface Operations {
  readonly client: number[];
  readonly session: number[];
  readonly from: number[];
  readonly to: (number | null)[];
  readonly mark: OperationMark[];
  readonly text: string[];
}

/** A small generator with a fixed seed, so that the picture is the same every time. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function outcome(client: number, seconds: number, random: () => number): { mark: OperationMark; ms: number | null } {
  if (seconds >= 8 && seconds < 8.42) {
    return random() < 0.4 ? { mark: 'unknown', ms: null } : { mark: 'failed', ms: 120 + random() * 180 };
  }
  if (client === BATCH && seconds >= 22 && seconds < 22.24) {
    return { mark: 'lost', ms: 4 + random() * 3 };
  }
  if (client === BATCH && seconds >= 22.4 && seconds < 30) {
    const luck = random();
    return luck < 0.3
      ? { mark: 'stale', ms: 2 + random() * 2 }
      : luck < 0.5
        ? { mark: 'unknown', ms: null }
        : { mark: 'failed', ms: 250 };
  }
  if (client === WEB && seconds >= 22 && seconds < 22.38) {
    return { mark: 'failed', ms: 200 + random() * 100 };
  }
  const slow = seconds >= 33 && seconds < 36 ? 6 : 1;
  return { mark: 'ok', ms: (2 + random() * 4) * slow };
}

function operations(): Operations {
  const random = numbers(7);
  const columns: Operations = { client: [], session: [], from: [], to: [], mark: [], text: [] };
  for (let seconds = 0.3, number = 1; seconds < 39.9; seconds += 0.02 + random() * 0.03, number++) {
    const client = random() < 0.65 ? WEB : BATCH;
    const { mark, ms } = outcome(client, seconds, random);
    const isWrite = mark === 'lost' || (mark !== 'stale' && random() < 0.4);
    const key = `k${String(Math.floor(random() * 10))}`;
    columns.client.push(client);
    columns.session.push(Math.floor(random() * 4));
    columns.from.push(Math.round(seconds * S));
    columns.to.push(ms === null ? null : Math.round(seconds * S + ms * MS));
    columns.mark.push(mark);
    columns.text.push(isWrite ? `write ${key} = ${String(1000 + number)}` : `read ${key} = ${String(900 + number)}`);
  }
  return columns;
}

function messages(): RunReport['messages'] {
  const random = numbers(11);
  const rows: [sender: number, receiver: number, sentAt: number, arrivedAt: number | null, name: number][] = [];
  const side = (place: number): boolean => place === N3 || place === N4 || place === BATCH;
  for (let ms = 250; ms < 40_000; ms += 50) {
    const seconds = ms / 1000;
    const leaders = [seconds < 8 ? N1 : -1, seconds >= 8.4 && seconds < 30 ? N3 : -1, seconds >= 22.36 ? N5 : -1];
    for (const leader of leaders.filter((place) => place >= 0)) {
      for (const follower of NODES.filter((place) => place !== leader)) {
        const cut = seconds >= 22 && seconds < 30 && side(leader) !== side(follower);
        const dead = follower === N1 && seconds >= 8 && seconds < 18;
        const there = ms * MS + (0.4 + random() * 1.4) * MS;
        rows.push([leader, follower, ms * MS, cut || dead ? null : there, 0]);
        if (!cut && !dead) {
          rows.push([follower, leader, there, there + (0.4 + random() * 1.4) * MS, 1]);
        }
      }
    }
  }
  rows.push([N3, N4, 8.24 * S, 8.2408 * S, 2], [N4, N3, 8.2408 * S, 8.242 * S, 3], [N3, N5, 8.24 * S, 8.2412 * S, 2]);
  rows.sort((a, b) => a[2] - b[2]);
  return packMessages({
    sender: rows.map(([sender]) => sender),
    receiver: rows.map(([, receiver]) => receiver),
    sentAt: rows.map(([, , sentAt]) => Math.round(sentAt)),
    arrivedAt: rows.map(([, , , arrivedAt]) => (arrivedAt === null ? null : Math.round(arrivedAt))),
    name: rows.map(([, , , , name]) => name),
    names: ['AppendEntries', 'AppendEntries reply', 'RequestVote', 'RequestVote reply'],
  });
}

function charts(ops: Operations): RunReport['charts'] {
  const bucketNs = 250 * MS;
  const buckets = Array.from({ length: DURATION / bucketNs }, () => ({ ok: 0, all: 0, ms: [] as number[] }));
  ops.from.forEach((from, row) => {
    const bucket = buckets[Math.floor(from / bucketNs)];
    if (bucket !== undefined) {
      const answered = ops.mark[row] === 'ok' || ops.mark[row] === 'stale' || ops.mark[row] === 'lost';
      bucket.all++;
      bucket.ok += answered ? 1 : 0;
      const to = ops.to[row];
      if (answered && typeof to === 'number') {
        bucket.ms.push((to - from) / MS);
      }
    }
  });
  const percentile = (values: readonly number[], share: number): number | null =>
    [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? null;
  return [
    {
      name: 'availability',
      unit: 'share',
      bucketNs,
      values: buckets.map(({ ok, all }) => (all === 0 ? null : ok / all)),
    },
    { name: 'answered', unit: 'per-s', bucketNs, values: buckets.map(({ ok }) => ok * 4) },
    { name: 'p50', unit: 'ms', bucketNs, values: buckets.map(({ ms }) => percentile(ms, 0.5)) },
    { name: 'p99', unit: 'ms', bucketNs, values: buckets.map(({ ms }) => percentile(ms, 0.99)) },
  ];
}

function expectations(ops: Operations): RunReport['expectations'] {
  const stale = ops.mark.indexOf('stale');
  const lost = ops.mark.indexOf('lost');
  const [staleAt, lostAt] = [ops.from[stale] ?? 0, ops.from[lost] ?? 0];
  const before = ops.from.findLastIndex(
    (from, row) => from < staleAt - 100 * MS && ops.client[row] === WEB && ops.mark[row] === 'ok',
  );
  return [
    {
      ...{
        text: 'availability of web >= 99%',
        decision: 'pass' as const,
        measured: '99.24 %',
        source: at(29),
        witness: null,
      },
      explanation: '1 231 of 1 240 operations of web were answered.',
    },
    {
      ...{ text: 'no lost writes', decision: 'fail' as const, measured: '2 lost', source: at(30) },
      explanation: 'n3 acknowledged 2 writes after the partition had begun and cut them from its log when it healed.',
      witness: {
        at: lostAt,
        operations: [lost],
        sentence: `${ops.text[lost] ?? ''} was acknowledged by n3 and is in no log after 30.05 s.`,
      },
    },
    {
      ...{
        text: 'orders is linearizable',
        decision: 'fail' as const,
        measured: '41 stale reads',
        source: at(STALE_LINE),
      },
      explanation: 'n3 answered reads from its own copy for 7.5 s after n5 had been elected.',
      witness: {
        at: staleAt,
        operations: [before, stale],
        sentence: 'The read returned a value that had been overwritten before it began.',
      },
    },
    {
      ...{
        text: 'recovery after crash <= 2s',
        decision: 'pass' as const,
        measured: '420 ms',
        source: at(32),
        witness: null,
      },
      explanation: 'The longest time without a leader after a crash was 400 ms.',
    },
    {
      ...{
        text: 'orders converges within 5s',
        decision: 'undecided' as const,
        measured: '–',
        source: at(33),
        witness: null,
      },
      explanation: 'The run ends 3 s after the last fault; let it last at least 5 s longer.',
    },
  ];
}

/** Why the first write that failed did: its leader had crashed. */
function paths(ops: Operations): RunReport['paths'] {
  const operation = ops.mark.findIndex((mark, row) => mark === 'failed' && (ops.from[row] ?? 0) >= 8 * S);
  const from = ops.from[operation] ?? 0;
  const client = ops.client[operation] ?? WEB;
  return [
    {
      operation,
      fault: 0,
      steps: [
        { at: from, kind: 'asked', place: client, peer: N1, text: 'it asks n1' },
        { at: from + MS, kind: 'lost', place: client, peer: N1, text: 'request does not reach n1: n1 is down' },
        { at: from + 2 * MS, kind: 'asked', place: client, peer: N2, text: 'it asks n2' },
        { at: from + 3 * MS, kind: 'arrived', place: N2, peer: client, text: 'request reaches n2 in 1 ms' },
        { at: from + 3 * MS, kind: 'refused', place: N2, peer: -1, text: 'n2 refuses: no leader' },
        { at: ops.to[operation] ?? from, kind: 'ended', place: client, peer: -1, text: 'it fails: no leader' },
      ],
    },
  ];
}

export function sampleReport(): RunReport {
  const ops = operations();
  return {
    version: 2,
    file: FILE,
    scenario: 'ZoneSplit',
    title: 'Orders through a leader crash and a zone split',
    seed: 7,
    traceHash: '9f2c41d07be8a6350c1de2f4a7b80915',
    durationNs: DURATION,
    warmUpNs: 2 * S,
    decision: 'fail',
    summary:
      'Two acknowledged writes are lost and 41 reads are stale, because n3 went on serving zone b for 8 s after n5 had been elected. The leader crash costs users 420 ms.',
    warnings: [
      {
        code: 'FTM204',
        message: 'Reads that only ask the leader may be stale while two leaders exist.',
        source: at(12),
      },
    ],
    graph: graph(),
    lanes: lanes(),
    clients: [
      { place: WEB, label: 'web' },
      { place: BATCH, label: 'batch' },
    ],
    faults: FAULTS,
    operations: packOperations(ops),
    messages: messages(),
    events: EVENTS,
    paths: paths(ops),
    charts: charts(ops),
    expectations: expectations(ops),
    metrics: [
      { name: 'availability', value: '93.1 %' },
      { name: 'lost writes', value: '2' },
      { name: 'stale reads', value: '41' },
      { name: 'detection', value: '240 ms' },
      { name: 'recovery', value: '420 ms' },
      { name: 'latency p99', value: '31 ms' },
      { name: 'messages', value: '8 904' },
    ],
    omissions: [],
  };
}
