import { strict as assert } from 'node:assert';
import { projectRun, type RunReport } from '../../server/src/report';
import { unpackNumbers } from '../../server/src/report/packed-column';
import { OPERATION_MARKS } from '../../server/src/report/run-report';
import { runText } from '../simulation/protocols/run-text';

const MODEL = `
topology Shop {
  region eu { zone a { node n1 client web } zone b { node n2 } zone c { node n3 } }
  store orders on n1, n2, n3 using Three
}
policy Three = raft { }
policy Pair = primary-backup { acknowledge: async heartbeat: 100ms timeout: 500ms fencing: off }
policy Loose = quorum { read: 2 write: 2 }
workload Load { from web to orders rate: 50/s operations: read 50%, write 50% timeout: 300ms }
faults Crash { at 3s crash leader of orders for 3s }
faults Split { at 3s partition zone a | zone b, zone c for 4s }
faults Liar { at 3s byzantine n2 lie for 1s  at 5s skew n3 by +2s for 1s }
`;
const SCENARIOS = {
  LeaderCrash: 'faults: Crash duration: 8s',
  SplitBrain: 'faults: Split set orders.policy: Pair duration: 10s expect no lost writes',
  Quorums: 'faults: Liar set orders.policy: Loose duration: 6s',
} as const;

function reportOf(name: keyof typeof SCENARIOS): RunReport {
  return projectRun(runText(`${MODEL}scenario ${name} { topology: Shop workload: Load ${SCENARIOS[name]} }`, 1));
}

function pathsOf(report: RunReport, mark: (typeof OPERATION_MARKS)[number]): RunReport['paths'] {
  const marks = unpackNumbers(report.operations.mark);
  return report.paths.filter(({ operation }) => OPERATION_MARKS[marks[operation] ?? 0] === mark);
}

describe('why an operation failed', () => {
  it('is told by the ways of its requests: a dead leader, and the others that know of none', () => {
    const report = reportOf('LeaderCrash');
    const failed = [...pathsOf(report, 'failed'), ...pathsOf(report, 'unknown')];
    const first = failed.find(({ steps }) => (steps[0]?.at ?? 0) > 3e9);
    assert.ok(first !== undefined, 'an operation failed');
    const texts = first.steps.map(({ text }) => text).join('\n');
    assert.match(texts, /^web asks n\d/);
    assert.match(texts, /request of web does not reach n\d: n\d is down/);
    assert.match(texts, /web (fails|gives up)/);
    assert.equal(report.faults[first.fault]?.kind, 'crash');
    assert.ok(
      first.steps.every(({ at }, step) => at >= (first.steps[step - 1]?.at ?? 0)),
      'in order of time',
    );
  });

  it('says of a lost write where another log won', () => {
    const [lost] = pathsOf(reportOf('SplitBrain'), 'lost');
    assert.match(
      lost?.steps.map(({ text }) => text).join('\n') ?? '',
      /n1 drops it with \d+ entr(y|ies) .*another log won/,
    );
  });
});

describe('causes and effects in the event list', () => {
  const report = reportOf('LeaderCrash');
  const find = (pattern: RegExp): number => report.events.findIndex(({ text }) => pattern.test(text));

  it('a node recovers because the fault ended', () => {
    const recovered = report.events[find(/has recovered/)];
    assert.match(report.events[recovered?.cause ?? -1]?.text ?? '', /crash leader of orders .* ends/);
  });

  it('a failure names its operation', () => {
    const failure = report.events.find(({ kind }) => kind === 'operation');
    assert.ok(report.paths.some(({ operation }) => operation === failure?.operation));
  });
});

describe('who stood behind an answer', () => {
  it('is at least two of three where a quorum of two answers', () => {
    const { operations } = reportOf('Quorums');
    const sets = [...unpackNumbers(operations.quorum)].map((set) => operations.quorums[set] ?? []);
    const known = sets.filter((set) => set.length > 0);
    assert.ok(known.length > sets.length * 0.9, `${String(known.length)} of ${String(sets.length)} known`);
    assert.ok(known.every((set) => set.length >= 2));
  });
});

describe('copies of a store', () => {
  it('are behind while they are cut off, and not before', () => {
    const report = reportOf('SplitBrain');
    const chart = report.charts.find(({ name }) => name === 'entries behind (orders)');
    assert.ok(chart !== undefined);
    const valueAt = (seconds: number): number => chart.values[Math.floor((seconds * 1e9) / chart.bucketNs)] ?? -1;
    assert.ok(valueAt(2.5) <= 2, 'equal before');
    assert.ok(valueAt(6.5) > 20, 'apart while split');
    assert.ok(valueAt(9.5) <= 2, 'equal after');
    assert.ok((report.lanes[0]?.logs?.[0]?.entries.at(-1) ?? 0) > 50);
  });
});

describe('what only the schedule knows', () => {
  it('is a condition of the node: who lies and whose clock is off', () => {
    const { lanes } = reportOf('Quorums');
    assert.deepEqual(
      lanes.map(({ conditions }) => conditions.map(({ state, label }) => `${state}: ${label}`)),
      [[], ['byzantine: lies'], ['clock-off: clock off by 2 s']],
    );
  });
});
