import { strict as assert } from 'node:assert';
import { csvText } from '../../server/src/report/csv-text';
import { jsonScenario } from '../../server/src/report/json-result';
import { junitXml } from '../../server/src/report/junit-xml';
import { diagnosticText } from '../../server/src/report/problem-text';
import { element, xmlDocument } from '../../server/src/report/xml-text';
import { result, resultOfThree } from './made-up-result';

describe('--json', () => {
  it('is the object that the language reference promises', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(jsonScenario(result))), {
      name: 'LeaderCrash',
      title: 'Leader crashes <mid> checkout & "more"',
      seed: 7,
      runs: 1,
      simulated_s: 10,
      events: 1234,
      verdict: 'fail',
      trace_hash: '0123456789abcdef',
      warnings: [{ code: 'FTM900', line: 21, message: 'something to know' }],
      expectations: [
        {
          text: 'availability >= 99%',
          line: 31,
          verdict: 'fail',
          measured: 0.8,
          measured_at_least: false,
          explanation: '1 of 5 operations was not answered in time.',
          error_budget_used: null,
          why: null,
        },
        {
          text: 'orders is linearizable',
          line: 32,
          verdict: 'fail',
          measured: false,
          measured_at_least: false,
          explanation: 'A read returned 1 after 3 had been written.',
          error_budget_used: null,
          why: null,
        },
      ],
      metrics: {
        availability: 0.8,
        availability_reads: 1,
        availability_writes: 2 / 3,
        latency_ms: { p50: 5, p90: 20, p99: 20, p999: 20, max: 20, mean: 10 },
        throughput_per_s: 0.4,
        outage_s: 1.8,
        detection_s: 0.9,
        recovery_s: 2.02,
        stale_reads: 0.5,
        staleness_ms: { p50: 1980, p99: 1980, max: 1980 },
        lost_writes: 0,
        duplicates: 0,
        corrupt_reads: null,
        convergence_s: null,
        messages_per_operation: 0.4,
        degraded: 0,
        split_brain_s: 0,
      },
      stores: {
        orders: {
          linearizable: false,
          sequential: null,
          causal: null,
          read_your_writes: true,
          monotonic_reads: true,
          monotonic_writes: true,
          writes_follow_reads: true,
          eventual: true,
          strongest_held: ['read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'],
          weakest_broken: ['linearizable'],
          cap: null,
          pacelc: null,
          lost_writes: 0,
          claim: 'within',
          claim_reason: 'Within what orders (Raft3) claims to survive: at most 1 of 3 replicas out at once.',
          cap_reason: 'No partition held during the run.',
          pacelc_reason: '',
        },
      },
      details: {
        faults: [
          {
            text: 'crash leader of orders (n1)',
            line: 21,
            began_s: 5,
            ended_s: 8,
            detection_s: 0.9,
            failover_s: null,
            recovery_s: 2.02,
            failed_operations: 1,
            lost_writes: 0,
            data_loss_s: 0,
          },
        ],
        served: [],
        consistency: [],
        jobs: [],
        losses: [],
      },
    });
  });

  it('has intervals under the same keys where there were several runs', () => {
    const { metrics, intervals } = jsonScenario(resultOfThree);
    assert(intervals);
    assert.deepEqual(Object.keys(intervals), Object.keys(metrics));
    assert.deepEqual(intervals.availability, [0.75, 0.85]);
    assert.deepEqual(intervals.latency_ms.p50, [4, 6]);
    assert.deepEqual(intervals.outage_s, [1, 2]);
    assert.equal(intervals.recovery_s, null);
  });
});

describe('JUnit', () => {
  const text = junitXml([result]);

  it('has a case for each expectation, and its failure says why and where', () => {
    assert.match(text, /<testsuites name="ftm" tests="2" failures="2" errors="0" time="10">/);
    assert.match(text, /<testcase name="availability &gt;= 99%" classname="LeaderCrash">/);
    assert.match(
      text,
      /<failure message="measured 80 %" type="expectation">1 of 5 operations [^<]*\nshop.ftm:31<\/failure>/,
    );
  });

  it('has nothing that the schema of Jenkins does not know', () => {
    // Elements and attributes of junit-10.xsd in jenkinsci/xunit-plugin that are used; it refuses all others.
    const known: Readonly<Record<string, readonly string[]>> = {
      testsuites: ['name', 'time', 'tests', 'failures', 'errors'],
      testsuite: ['name', 'tests', 'failures', 'errors', 'time', 'skipped', 'file'],
      properties: [],
      property: ['name', 'value'],
      testcase: ['name', 'classname'],
      failure: ['type', 'message'],
      skipped: ['type', 'message'],
      'system-out': [],
    };
    const undecided = {
      ...result,
      expectations: result.expectations.map((row) => ({ ...row, decision: 'undecided' as const })),
    };
    for (const [, name = '', attributes = ''] of junitXml([result, undecided]).matchAll(
      /<([a-z][a-z-]*)((?: [a-z]+="[^"]*")*)/g,
    )) {
      const allowed = known[name];
      assert.ok(allowed !== undefined, name);
      for (const [, attribute = ''] of attributes.matchAll(/ ([a-z]+)="/g))
        assert.ok(allowed.includes(attribute), `${name} ${attribute}`);
    }
  });

  it('has a case for a scenario that expects nothing', () => {
    assert.match(junitXml([{ ...result, expectations: [] }]), /tests="1" failures="0"/);
  });
});

describe('XML', () => {
  it('escapes everything that is not text', () => {
    assert.equal(
      xmlDocument(element('a', { b: '<"&\n>', c: undefined }, ['x < y & \u0000\ud800 z'])),
      '<?xml version="1.0" encoding="UTF-8"?>\n<a b="&lt;&quot;&amp;&#10;&gt;">x &lt; y &amp; \ufffd\ufffd z</a>\n',
    );
  });
});

describe('CSV', () => {
  it('quotes what would be read as something else', () => {
    assert.equal(
      csvText([
        ['a', 1, null],
        ['b,c', 'say "x"', 'two\nlines'],
      ]),
      'a,1,\r\n"b,c","say ""x""","two\nlines"\r\n',
    );
  });
});

describe('a diagnostic', () => {
  it('is one line with line and column counted from 1', () => {
    assert.equal(
      diagnosticText({ file: 'a.ftm', line: 2, column: 0, severity: 'error', code: 'FTM101', message: 'one\n  two' }),
      'a.ftm:3:1: error FTM101: one two',
    );
  });
});
