import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { IntervalIndex } from '../../client/webview/run/interval-index';
import { jumpPoints } from '../../client/webview/run/jump-points';
import { leadership } from '../../client/webview/run/leaders';
import { savedReport } from '../../client/webview/export/saved-report';
import { markOf, MARKS } from '../../client/webview/run/operation-index';
import { clientStateAt, clientStateText, nodeStateAt } from '../../client/webview/run/place-state';
import { indexRun } from '../../client/webview/run/run-index';
import { packNumbers, unpackNumbers } from '../../server/src/report/packed-column';
import { gallop, lowerBound } from '../../client/webview/run/search';
import type { RunReport } from '../../server/src/report/run-report';
import { packOperations } from './packed-rows';
import { sampleReport } from './sample-report';

const S = 1e9;
const overTheWire = (report: RunReport): RunReport => JSON.parse(JSON.stringify(report)) as RunReport;

describe('run index', () => {
  const run = indexRun(overTheWire(sampleReport()));

  it('says who led and when two did', () => {
    const [orders] = leadership(run);
    assert.equal(orders?.store, 'orders');
    assert.deepEqual(
      orders.spans.map(({ from, places }) => [from / S, places.map((place) => `n${String(place + 1)}`).join('+')]),
      [
        [0, ''],
        [0.21, 'n1'],
        [8, ''],
        [8.4, 'n3'],
        [22.36, 'n3+n5'],
        [30.06, 'n5'],
      ],
    );
  });

  it('jumps to bursts of failures, not to each failure', () => {
    const { failures, faults, leaderChanges } = jumpPoints(run);
    assert.deepEqual(
      faults.map((at) => at / S),
      [8, 12, 22, 33, 34],
    );
    assert.deepEqual(
      leaderChanges.map((at) => at / S),
      [0.21, 8.4, 22.36],
    );
    assert.ok(failures.length >= 2 && failures.length < 12, `${String(failures.length)} bursts`);
  });

  it('knows what a node is and suffers', () => {
    const lane = run.report.lanes[2];
    assert.ok(lane !== undefined);
    const { role, conditions } = nodeStateAt(lane, 25 * S);
    assert.equal(role?.state, 'leader');
    assert.deepEqual(
      conditions.map(({ state }) => state),
      ['cut-off'],
    );
  });

  it('says how a client was served lately', () => {
    const state = clientStateAt(run, 5, 8.5 * S);
    assert.ok(state !== null && state.bad > 0 && state.good > 0);
    assert.match(clientStateText(state), /\d+ failed, .*\d+ ok/);
  });

  it('marks what was answered right, but ten times later than usual', () => {
    const seconds = [...Array.from({ length: 20 }, () => 0.01), 0.05, 3, 0.01, 3];
    const report = {
      ...sampleReport(),
      operations: packOperations({
        client: seconds.map(() => 5),
        session: seconds.map(() => 0),
        from: seconds.map((_, index) => index * S),
        to: seconds.map((took, index) => (index + took) * S),
        mark: seconds.map((_, index) => (index === 23 ? 'stale' : 'ok')),
        text: seconds.map(() => 'read k0'),
      }),
    };
    const { operations } = indexRun(report);
    assert.deepEqual(
      seconds.flatMap((_, row) =>
        markOf(operations, row) === 'ok' ? [] : [`${String(row)} ${markOf(operations, row)}`],
      ),
      ['21 late', '23 stale'],
      'the twenty-first is below a hundredth of the run',
    );
    assert.equal(savedReport(indexRun(report)).operations.mark, report.operations.mark, 'a saved report knows of none');
  });

  it('counts every operation of every client once', () => {
    const { clients, count } = run.operations;
    const total = clients.reduce(
      (sum, { startsByMark }) => sum + startsByMark.reduce((n, list) => n + list.length, 0),
      0,
    );
    assert.equal(total, count);
    assert.equal(clients[0]?.startsByMark.length, MARKS.length);
  });

  it('takes rows in any order', () => {
    const report = sampleReport();
    const flipped = <T>(values: readonly T[]): T[] => [...values].reverse();
    const { operations } = report;
    const reversed = (column: string): string => packNumbers([...unpackNumbers(column)].reverse());
    const backwards = indexRun({
      ...report,
      operations: {
        ...operations,
        client: reversed(operations.client),
        session: reversed(operations.session),
        from: reversed(operations.from),
        to: reversed(operations.to),
        mark: reversed(operations.mark),
        text: flipped(operations.text.split('\n')).join('\n'),
      },
    });
    assert.deepEqual(backwards.operations.clients[0]?.startsByMark, run.operations.clients[0]?.startsByMark);
    const [first] = backwards.operations.clients[0]?.rows ?? [];
    assert.equal(first, run.operations.count - 1 - (run.operations.clients[0]?.rows[0] ?? 0));
  });
});

describe('search', () => {
  const sorted = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }).map((list) => list.sort((a, b) => a - b));

  it('finds what a walk through the list finds', () => {
    fc.assert(
      fc.property(sorted, fc.integer({ min: -1, max: 51 }), fc.nat(60), (values, wanted, start) => {
        const walked = values.findIndex((value) => value >= wanted);
        const expected = walked < 0 ? values.length : walked;
        assert.equal(lowerBound(values, wanted), expected);
        assert.equal(gallop(values, wanted, Math.min(start, expected)), expected);
      }),
    );
  });

  it('visits exactly the intervals that touch a stretch', () => {
    const interval = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 400 }));
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 900 }), fc.integer({ min: 0, max: 1200 }), (list, from) => {
        const rows = list.sort(([a], [b]) => a - b);
        const starts = Float64Array.from(rows, ([start]) => start);
        const ends = Float64Array.from(rows, ([start, length]) => start + length);
        const found: number[] = [];
        new IntervalIndex(starts, ends).visit(from, from + 50, (row) => found.push(row) > 0);
        const expected = rows.flatMap(([start, length], row) =>
          start < from + 50 && start + length >= from ? [row] : [],
        );
        assert.deepEqual(found, expected);
      }),
    );
  });
});
