import { strict as assert } from 'node:assert';
import { judge } from '../../server/src/analysis';
import { projectRun } from '../../server/src/report';
import { chromeTrace, type TraceEvent } from '../../server/src/report/chrome-trace';
import { momentOf, momentText } from '../../server/src/report/moment';
import { packNumbers, unpackNumbers } from '../../server/src/report/packed-column';
import { projectCampaign } from '../../server/src/report/project-campaign';
import { reportCsv, REPORT_TABLES } from '../../server/src/report/report-tables';
import type { RunReport } from '../../server/src/report/run-report';
import { simulate } from '../../server/src/simulation';
import { sampleReport } from '../webview/sample-report';
import { judged, verdict } from './made-up-run';
import { openSample } from '../samples/sample-runs';
import { importedByPerfetto } from './perfetto-rules';

/** Consensus and its faults; services, balancers and breakers; jobs; liars; caches in regions. */
const SAMPLES_TO_EXPORT = [
  ['etcd', 'LeaderCrash'],
  ['kafka', 'UncleanElection'],
  ['web-service', 'ZoneLost'],
  ['stream-processing', 'TaskManagerDies'],
  ['byzantine-agreement', 'OneLiar'],
  ['showcase', 'BadDay'],
] as const;

function reportOf(sample: string, name: string): RunReport {
  const scenario = openSample(`${sample}/${sample}.ftm`).program.compileScenario(name);
  assert.ok(scenario, name);
  const run = simulate(scenario, { seed: scenario.seed, trace: true });
  return projectRun({ scenario, run, verdict: judge(scenario, run) });
}

describe('the trace for ui.perfetto.dev', () => {
  const written = (report: RunReport): readonly TraceEvent[] =>
    (JSON.parse(JSON.stringify(chromeTrace(report))) as { traceEvents: TraceEvent[] }).traceEvents;
  const report = sampleReport();
  const events = written(report);
  const imported = importedByPerfetto(events);

  it('is read by the rules of Perfetto, and nothing of it is dropped', () => {
    assert.deepEqual(imported.errors.slice(0, 5), []);
    assert.deepEqual([...new Set(events.map(({ ph }) => ph))].sort(), ['C', 'M', 'X', 'f', 'i', 's']);
    const written = events.filter(({ ph }) => ph === 'X' || ph === 'i');
    assert.equal(imported.slices.length, written.length);
  });

  it('has no bands that overlap at nanoseconds whose microseconds are no binary fractions', () => {
    const [fault] = report.faults;
    assert.ok(fault !== undefined);
    const faults = Array.from({ length: 2_000 }, (_, n) => ({
      ...fault,
      from: n * 1_000 + 1,
      to: (n + 1) * 1_000 + 1,
    }));
    assert.deepEqual(importedByPerfetto(written({ ...report, faults })).errors.slice(0, 5), []);
  });

  it('draws an arrow for each message that arrived, from where it was sent to where it came', () => {
    const [sent, arrived] = [report.messages.sentAt, report.messages.arrivedAt].map((column) => [
      ...unpackNumbers(column),
    ]);
    assert.ok(sent !== undefined && arrived !== undefined);
    const { sender, receiver } = report.messages;
    const [from, to] = [sender, receiver].map((column) => [...unpackNumbers(column)]);
    const titles = new Map(
      [...report.lanes, ...report.clients].map(({ place, label }) => [place, `${label} messages`]),
    );
    const expected = sent.flatMap((at, row) =>
      Number.isNaN(arrived[row])
        ? []
        : [[at, arrived[row], titles.get(from?.[row] ?? -1), titles.get(to?.[row] ?? -1)].join(' ')],
    );
    const drawn = imported.flows.map(({ out, in: into }) =>
      [out.ts + out.dur, into.ts, imported.names.get(out.thread), imported.names.get(into.thread)].join(' '),
    );
    assert.ok(drawn.length > 100);
    assert.deepEqual(drawn.sort(), expected.sort());
  });

  it('tells all that a place sends and receives at one instant in one slice, however much that is', () => {
    const rows = Array.from({ length: 2_000 }, (_, row) => row);
    const column = (value: (row: number) => number): string => packNumbers(rows.map(value));
    const messages = {
      ...{ sender: column(() => 0), receiver: column((row) => 1 + (row % 4)), sentAt: column(() => 5e9) },
      ...{ arrivedAt: column(() => 5e9), name: column(() => 0), names: ['Append'] },
    };
    const { errors, flows, slices } = importedByPerfetto(written({ ...report, messages }));
    assert.deepEqual(errors, []);
    assert.equal(flows.length, 2_000);
    assert.equal(slices.find(({ name }) => name.startsWith('Append'))?.name, 'Append to n2 and 1999 more');
  });

  it('keeps the threads of a client to itself, however many operations are under way at once', () => {
    const rows = Array.from({ length: 1_500 }, (_, row) => row);
    const column = (value: (row: number) => number): string => packNumbers(rows.map(value));
    const operations = {
      ...{
        client: column((row) => (row < 1_499 ? 5 : 6)),
        session: column(() => 0),
        from: column((row) => row),
        to: column((row) => 9e9 + row),
      },
      ...{ mark: column(() => 0), text: rows.map(() => 'read').join('\n'), quorum: column(() => -1), quorums: [] },
    };
    const { errors, slices, names } = importedByPerfetto(written({ ...report, operations }));
    assert.deepEqual(errors.slice(0, 5), []);
    const titles = slices.flatMap(({ name, thread }) => (name === 'read' ? [names.get(thread)] : []));
    const count = (title: string): number => titles.filter((one) => one === title).length;
    assert.deepEqual([count('web'), count('batch')], [1_499, 1]);
  });

  it('names and orders every thread and process, and gives a number to one thread only', () => {
    const threads = new Set(imported.slices.map(({ thread }) => thread).filter((thread) => thread !== 'global'));
    for (const thread of threads) {
      assert.ok(imported.names.has(thread) && imported.places.has(thread), thread);
      assert.ok(imported.names.has(thread.split('/')[0] ?? ''));
    }
    const numbers = [...threads].map((thread) => thread.split('/')[1]);
    const processes = [...new Set([...threads].map((thread) => thread.split('/')[0]))];
    assert.equal(new Set([...numbers, ...processes]).size, numbers.length + processes.length);
  });

  it('has a counter for each series, with its unit', () => {
    assert.deepEqual(
      [...imported.counters].map(([name, values]) => [name.replace(/^\d+: /, ''), values]).sort(),
      report.charts
        .map(({ name, unit, values }) => [`${name} ${unit}`, values.filter((value) => value !== null).length])
        .sort(),
    );
  });

  for (const [sample, scenario] of SAMPLES_TO_EXPORT) {
    it(`loses nothing of ${scenario} of ${sample}`, () => {
      const sampled = reportOf(sample, scenario);
      const { errors, slices, flows } = importedByPerfetto(written(sampled));
      assert.deepEqual(errors.slice(0, 5), []);
      assert.ok(slices.length > 100 && flows.length > 0);
    });
  }
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
