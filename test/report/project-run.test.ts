import { strict as assert } from 'node:assert';
import { toNanos, type ScenarioModel } from '../../server/src/language/model';
import { projectGraph, projectRun } from '../../server/src/report';
import { projectConditions } from '../../server/src/report/project-conditions';
import { unpackNumbers, type PackedColumn } from '../../server/src/report/packed-column';
import { OPERATION_MARKS, type OperationMark } from '../../server/src/report/run-report';
import { projectMessages } from '../../server/src/report/project-messages';
import { projectOperations } from '../../server/src/report/project-operations';
import { EventKind, FailureReason, Outcome, type Run } from '../../server/src/simulation';
import { judged, run, scenario, seconds, traceOf } from './made-up-run';

const numbersOf = (column: PackedColumn): number[] => [...unpackNumbers(column)];
const marksOf = (column: PackedColumn): OperationMark[] =>
  numbersOf(column).flatMap((mark) => OPERATION_MARKS[mark] ?? []);
const NO_QUORUMS = { sets: [], setOf: new Int32Array(run.history.length).fill(-1) };

describe('the report of a run', () => {
  const report = projectRun(judged);

  it('is plain JSON', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  });

  it('names the run and how it ended', () => {
    const { file, scenario: name, seed, traceHash, decision } = report;
    assert.deepEqual(
      { file, name, seed, traceHash, decision },
      { file: 'shop.ftm', name: 'LeaderCrash', seed: 7, traceHash: '0123456789abcdef', decision: 'fail' },
    );
  });

  it('says in two sentences what happened to users and data', () => {
    assert.equal(
      report.summary,
      'Users: 80 % of 5 operations were answered, p99 in 20 ms; for 1.8 s nothing succeeded. Data: 50 % of reads stale.',
    );
  });

  it('draws domains around the places, replication from the leader, and requests', () => {
    assert.deepEqual(
      report.graph.nodes.map(({ label, parent }) => [label, parent]),
      [
        ['eu', null],
        ['a', 'domain-0'],
        ['b', 'domain-0'],
        ['n1', 'domain-1'],
        ['n2', 'domain-2'],
        ['n3', 'domain-2'],
        ['web', 'domain-1'],
      ],
    );
    assert.deepEqual(
      report.graph.edges.map(({ from, to, kind, label }) => `${kind} ${from} ${to} ${label}`),
      ['replication place-0 place-1 orders', 'replication place-0 place-2 orders', 'request place-3 place-0 Shopping'],
    );
  });

  it('gives each node a lane of roles without gaps', () => {
    const [first, second, third] = report.lanes;
    assert.deepEqual(
      first?.roles.map(({ from, to, state }) => [from / 1e9, to / 1e9, state]),
      [
        [0, 0.2, 'follower'],
        [0.2, 5, 'leader'],
        [5, 8.1, 'recovering'],
        [8.1, 10, 'follower'],
      ],
    );
    assert.deepEqual(
      second?.roles.map(({ state, label }) => [state, label]),
      [
        ['follower', 'follower of orders'],
        ['candidate', 'candidate for orders, term 2'],
        ['leader', 'leader of orders, term 2'],
      ],
    );
    assert.equal(third?.roles.length, 1);
  });

  it('lays conditions over the roles', () => {
    assert.deepEqual(
      report.lanes[0]?.conditions.map(({ from, to, state }) => [from / 1e9, to / 1e9, state]),
      [[5, 8, 'crashed']],
    );
  });

  it('links a span to the event that began it', () => {
    const leading = report.lanes[1]?.roles.find(({ state }) => state === 'leader');
    assert.equal(report.events[leading?.event ?? -1]?.text, 'n2 leads orders (term 2)');
  });

  it('shows whom a fault hit', () => {
    assert.deepEqual(
      report.faults.map(({ from, to, label, kind, places }) => ({ from, to, label, kind, places })),
      [{ from: seconds(5), to: seconds(8), label: 'crash leader of orders (n1)', kind: 'crash', places: [0] }],
    );
  });

  it('marks operations by what became of them', () => {
    assert.deepEqual(marksOf(report.operations.mark), ['ok', 'ok', 'unknown', 'ok', 'stale']);
    assert.equal(report.operations.text.split('\n')[2], 'write orders k0 = 2: timed out');
  });

  it('lists what happened in order, each with the line that led to it', () => {
    assert.deepEqual(
      report.events.map(({ at, kind, text, source }) => [at / 1e9, kind, text, source?.line ?? null]),
      [
        [0.2, 'role', 'n1 leads orders (term 1)', null],
        [5, 'fault', 'crash leader of orders (n1)', 20],
        [5, 'crash', 'n1 crashes', 20],
        [5.2, 'operation', 'write orders k0 = 2 of web fails: timed out', 20],
        [5.9, 'role', 'n2 stands for leader of orders (term 2)', 20],
        [6, 'role', 'n2 leads orders (term 2)', 20],
        [8, 'fault', 'crash leader of orders (n1) ends', 20],
        [8, 'recovery', 'n1 starts again', 20],
        [8.1, 'recovery', 'n1 has recovered in 100 ms (12 log entries replayed)', 20],
        [8.1, 'role', 'n1 follows in orders (term 2)', 20],
        [9, 'expectation', 'expect orders is linearizable fails: read k0 -> 1 began after write k0 = 3 was done.', 31],
        [9.005, 'stale-read', 'read orders k0 -> 1 of web is stale', null],
      ],
    );
  });

  it('draws charts in equal buckets over the whole run', () => {
    assert.deepEqual(
      report.charts.map(({ name, unit }) => [name, unit]),
      [
        ['availability', 'share'],
        ['throughput', 'per-s'],
        ['latency p50', 'ms'],
        ['latency p90', 'ms'],
        ['latency p99', 'ms'],
      ],
    );
    const [availability] = report.charts;
    assert.equal(availability?.bucketNs, 100_000_000);
    assert.equal(availability?.values.length, 100);
    assert.equal(availability?.values[52], 0);
    assert.equal(availability?.values[70], 1);
    assert.equal(availability?.values[0], null);
  });

  it('charts the attempts of clients that try again', () => {
    const { history } = run;
    const twice = { ...run, history: { ...history, attempts: history.attempts.map((attempts) => 2 * attempts) } };
    const charts = projectRun({ ...judged, run: twice }).charts;
    const attempts = charts.find(({ name }) => name === 'attempts');
    const total = (attempts?.values ?? []).reduce<number>((sum, value) => sum + (value ?? 0) / 10, 0);
    assert.equal(Math.round(total), 2 * history.length);
  });

  it('points a witness at rows of the operations', () => {
    assert.deepEqual(report.expectations[1]?.witness?.operations, [3, 4]);
  });

  it('leaves nothing out of a small run', () => {
    assert.deepEqual(report.omissions, []);
  });
});

describe('faults', () => {
  it('that are over at once have no end worth a row', () => {
    const occurrences = run.occurrences.map((each) => ({ ...each, endedAt: each.beganAt }));
    const { events } = projectRun({ ...judged, run: { ...run, occurrences } });
    assert.deepEqual(
      events.flatMap(({ kind, text }) => (kind === 'fault' ? text : [])),
      ['crash leader of orders (n1)'],
    );
  });
});

describe('failures', () => {
  it('are not what was merely under way when the run ended', () => {
    const { history } = run;
    const open = 3;
    const unfinished: Run = {
      ...run,
      history: {
        ...history,
        outcome: history.outcome.map((outcome, id) => (id === open ? Outcome.Info : outcome)),
        reason: history.reason.map((reason, id) => (id === open ? FailureReason.EndOfRun : reason)),
      },
    };
    const { events, operations } = projectRun({ ...judged, run: unfinished });
    assert.equal(marksOf(operations.mark)[open], 'open');
    assert.deepEqual(
      events.flatMap(({ kind, text }) => (kind === 'operation' ? text : [])),
      ['write orders k0 = 2 of web fails: timed out'],
    );
  });
});

describe('limits of a report', () => {
  it('keep what went wrong before what went well', () => {
    const { columns, rowOf, omissions } = projectOperations(judged, NO_QUORUMS, 3);
    assert.deepEqual(marksOf(columns.mark), ['ok', 'unknown', 'stale']);
    assert.equal(rowOf.get(4), 2);
    assert.deepEqual(omissions, ['2 of 5 operations are not shown']);
  });

  it('say from when on messages are missing', () => {
    const { columns, omissions } = projectMessages(run.trace, 1);
    assert.deepEqual([numbersOf(columns.sentAt), numbersOf(columns.arrivedAt)], [[seconds(1)], [seconds(1.0005)]]);
    assert.deepEqual(omissions, ['messages after 5.100 s are not shown']);
  });
});

describe('messages', () => {
  it('that arrive twice are drawn twice, and lost ones have no arrival', () => {
    const trace = traceOf([
      [1, EventKind.Send, 0, 1, 0, 10, 1, -1],
      [2, EventKind.Deliver, 1, 0, 0, 1e9, 1, 0],
      [3, EventKind.Deliver, 1, 0, 0, 2e9, 1, 0],
      [4, EventKind.Send, 0, 1, 0, 10, 2, -1],
    ]);
    const { columns } = projectMessages(trace);
    assert.deepEqual(numbersOf(columns.sentAt), [seconds(1), seconds(1), seconds(4)]);
    assert.deepEqual(numbersOf(columns.arrivedAt), [seconds(2), seconds(3), NaN]);
  });
});

describe('cut-off nodes', () => {
  const partition = (groups: readonly (readonly number[])[]): readonly string[] => {
    const split: ScenarioModel = {
      ...scenario,
      faults: scenario.faults.map((fault) => ({ ...fault, action: { kind: 'partition', groups: [] } })),
    };
    const occurrence = {
      fault: 0,
      beganAt: toNanos(0),
      endedAt: Infinity,
      places: [],
      groups,
      vacuous: false,
      detectedAt: NaN,
    };
    const divided: Run = { ...run, trace: traceOf([]), occurrences: [occurrence] };
    return projectConditions(split, divided).flatMap((spans, place) => spans.map(({ label }) => `${place}: ${label}`));
  };

  it('are those outside the largest group', () => {
    assert.deepEqual(
      partition([
        [0, 3],
        [1, 2],
      ]),
      ['0: cut off from n2, n3'],
    );
  });

  it('are all sides when no group is the largest', () => {
    assert.deepEqual(partition([[0], [1]]), ['0: cut off from n2', '1: cut off from n1', '2: cut off from all']);
  });
});

describe('the topology without a run', () => {
  it('draws a chain as a chain and many peers as a ring', () => {
    const edges = (family: 'chain' | 'gossip', nodes: number): readonly string[] => {
      const [place] = scenario.places;
      const [store] = scenario.stores;
      assert(place && store);
      const replicas = Array.from({ length: nodes }, (_, index) => index);
      const policy =
        family === 'chain'
          ? ({ ...store.policy, family, reads: 'tail', heartbeatNs: toNanos(1), timeoutNs: toNanos(1) } as const)
          : ({ ...store.policy, family, fanout: 3, intervalNs: toNanos(1), mode: 'push', conflict: 'merge' } as const);
      const model: ScenarioModel = {
        ...scenario,
        places: replicas.map((index) => ({ ...place, name: `n${index}` })),
        nodeCount: nodes,
        stores: [{ ...store, nodes: replicas, placement: [replicas], policy }],
        workloads: [],
      };
      return projectGraph(model).edges.map(({ from, to }) => `${from.slice(6)}-${to.slice(6)}`);
    };
    assert.deepEqual(edges('chain', 3), ['0-1', '1-2']);
    assert.deepEqual(edges('gossip', 3), ['0-1', '0-2', '1-2']);
    assert.deepEqual(edges('gossip', 6), ['0-1', '1-2', '2-3', '3-4', '4-5', '5-0']);
  });
});
