import { strict as assert } from 'node:assert';
import { projectRun } from '../../server/src/report';
import { chromeTrace, type TraceEvent } from '../../server/src/report/chrome-trace';
import { momentOf, momentText } from '../../server/src/report/moment';
import { projectCampaign } from '../../server/src/report/project-campaign';
import { reportCsv, REPORT_TABLES } from '../../server/src/report/report-tables';
import { sampleReport } from '../webview/sample-report';
import { judged, verdict } from './made-up-run';
import { perfettoStats } from './perfetto-rules';

describe('the trace for ui.perfetto.dev', () => {
  const { traceEvents } = JSON.parse(JSON.stringify(chromeTrace(sampleReport()))) as { traceEvents: TraceEvent[] };

  it('has in each event what the format asks for', () => {
    for (const event of traceEvents) {
      assert.ok(Number.isInteger(event.pid) && Number.isInteger(event.tid), event.name);
      if (event.ph === 'X') assert.ok(event.ts >= 0 && event.dur >= 0, event.name);
      if (event.ph === 'i') assert.ok(['t', 'g'].includes(event.s));
      if (event.ph === 'C') assert.equal(typeof event.args?.['value'], 'number');
    }
    assert.deepEqual([...new Set(traceEvents.map(({ ph }) => ph))].sort(), ['C', 'M', 'X', 'f', 'i', 's']);
  });

  it('has no slices that overlap on a thread: a viewer would nest or drop them', () => {
    const endOf = new Map<string, number>();
    const slices = traceEvents.flatMap((event) => (event.ph === 'X' ? [event] : []));
    for (const { pid, tid, ts, dur, name } of [...slices].sort((a, b) => a.ts - b.ts)) {
      const thread = `${pid}/${tid}`;
      assert.ok(ts >= (endOf.get(thread) ?? 0) - 1e-3, `${name} on ${thread}`);
      endOf.set(thread, ts + dur);
    }
  });

  it('is read by the rules of Perfetto without an error', () => {
    assert.deepEqual(perfettoStats(traceEvents).errors.slice(0, 5), []);
    // Bands that touch, at nanoseconds whose microseconds are no binary fractions.
    const report = sampleReport();
    const [fault] = report.faults;
    assert.ok(fault !== undefined);
    const faults = Array.from({ length: 2_000 }, (_, n) => ({
      ...fault,
      from: n * 1_000 + 1,
      to: (n + 1) * 1_000 + 1,
    }));
    assert.deepEqual(perfettoStats(chromeTrace({ ...report, faults }).traceEvents).errors.slice(0, 5), []);
  });

  it('names every thread, and begins and ends each flow where something happens', () => {
    const named = new Set(
      traceEvents.flatMap(({ ph, name, pid, tid }) => (ph === 'M' && name === 'thread_name' ? [`${pid}/${tid}`] : [])),
    );
    for (const { ph, pid, tid } of traceEvents) if (ph === 'X') assert.ok(named.has(`${pid}/${tid}`));
    const flows = traceEvents.flatMap((event) => (event.ph === 's' || event.ph === 'f' ? [event] : []));
    const ids = new Set(flows.flatMap(({ ph, id }) => (ph === 's' ? [id] : [])));
    assert.ok(ids.size > 100);
    for (const { ph, id } of flows) if (ph === 'f') assert.ok(ids.has(id));
  });
});

describe('tables of a report', () => {
  const report = projectRun(judged);

  it('have a heading and a row for each thing', () => {
    const lines = (table: (typeof REPORT_TABLES)[number]): number =>
      reportCsv(report, table).trimEnd().split('\r\n').length;
    assert.deepEqual(
      REPORT_TABLES.map((table) => [table, lines(table)]),
      [
        ['operations', 6],
        ['events', 1 + report.events.length],
        ['states', 1 + report.lanes.reduce((sum, lane) => sum + lane.roles.length + lane.conditions.length, 0)],
        ['faults', 2],
        ['messages', 3],
        ['charts', 101],
        ['metrics', 1 + report.metrics.length],
      ],
    );
  });

  it('leave empty what never came', () => {
    assert.match(reportCsv(report, 'messages'), /^5\.1,,n2,n1,AppendEntries\r$/m);
    assert.match(reportCsv(report, 'operations'), /^5\.2,6\.2,web,0,unknown,write orders k0 = 2: timed out\r$/m);
  });
});

describe('a link to a moment', () => {
  const moment = { file: 'file:///a b/shop&co.ftm', scenario: 'LeaderCrash', seed: 7, at: 5_010_300_000 };

  it('says file, scenario, seed and time, and is read again', () => {
    assert.deepEqual(momentOf(`#${momentText(moment)}`), moment);
    const ofCell = { ...moment, scenario: 'Tradeoffs', cell: 1 };
    assert.deepEqual(momentOf(`#${momentText(ofCell)}`), ofCell);
  });

  it('that says less is none', () => {
    for (const text of [
      '',
      '#at=5',
      momentText(moment).replace('seed=7', 'seed=x'),
      '#file=%&scenario=a&seed=1&at=1&at',
    ]) {
      assert.equal(momentOf(text)?.file ?? '', '', text);
    }
  });
});

describe('a campaign', () => {
  it('has a value for each seed of what was measured at all, durations in seconds', () => {
    const other = {
      ...verdict,
      decision: 'pass' as const,
      metrics: { ...verdict.metrics, availability: 1, outageNs: 0 },
    };
    const { seeds, decisions, measures } = projectCampaign([
      { seed: 7, verdict },
      { seed: 8, verdict: other },
    ]);
    assert.deepEqual(
      [seeds, decisions],
      [
        [7, 8],
        ['fail', 'pass'],
      ],
    );
    const values = new Map(measures.map((measure) => [measure.name, measure.values]));
    assert.deepEqual(values.get('availability'), [0.8, 1]);
    assert.deepEqual(values.get('outage'), [1.8, 0]);
    assert.equal(measures.find(({ name }) => name === 'availability')?.worse, 'less');
  });
});
