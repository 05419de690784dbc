import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bare, compile, compileExperiment } from './compile';
import { open } from '../check-program';

const base = 'topology T { zone a { nodes n[1..2] client web } zone b { node n3 } store s on n[1..3] using raft } ';
const load = (items: string) =>
  compile(`${base} workload W { from web to s ${items} } scenario S { workload: W }`).workloads[0];

describe('workloads', () => {
  it('have documented defaults', () => {
    assert.deepEqual(bare(load('')), {
      name: 'W',
      from: [3],
      target: { kind: 'store', store: 0 },
      load: { kind: 'open', ratePerS: 100 },
      operations: {
        kind: 'shares',
        shares: [
          { operation: 'read', share: 0.5 },
          { operation: 'write', share: 0.5 },
        ],
      },
      keys: { kind: 'uniform', count: 10 },
      timeoutNs: 1e9,
      retries: 0,
    });
  });

  it('have a key for ten operations a second', () => {
    assert.deepEqual(load('rate: 600/min')?.keys, { kind: 'uniform', count: 1 });
    assert.deepEqual(load('sessions: 60 think: 50ms')?.keys, { kind: 'uniform', count: 100 });
    assert.deepEqual(load('keys: zipf(7)')?.keys, { kind: 'zipf', count: 7, skew: 0.99 });
  });

  it('do operations in order', () => {
    assert.deepEqual(load('operations: [write, read]')?.operations, { kind: 'sequence', sequence: ['write', 'read'] });
  });
});

describe('faults', () => {
  const fault = (text: string) => compile(`${base} scenario S { ${text} }`).faults[0];

  it('that stop machines leave clients alone, those that cut links take them along', () => {
    assert.deepEqual(fault('at 1s crash zone a for 2s')?.action, {
      kind: 'crash',
      targets: [{ kind: 'places', places: [0, 1], text: 'zone a' }],
      forNs: 2e9,
    });
    assert.deepEqual(fault('at 1s partition zone a | zone b')?.action, {
      kind: 'partition',
      groups: [
        [{ kind: 'places', places: [0, 1, 3], text: 'zone a' }],
        [{ kind: 'places', places: [2], text: 'zone b' }],
      ],
    });
  });

  it('fire as written', () => {
    assert.deepEqual(fault('at 1s..2s heal')?.trigger, { kind: 'between', fromNs: 1e9, toNs: 2e9 });
    assert.deepEqual(fault('every 5s +- 1s from 10s to 20s isolate n1 for 1s with probability 25% as x'), {
      name: 'x',
      trigger: { kind: 'every', periodNs: 5e9, jitterNs: 1e9, fromNs: 10e9, toNs: 20e9 },
      action: { kind: 'isolate', targets: [{ kind: 'places', places: [0], text: 'n1' }], forNs: 1e9 },
      probability: 0.25,
      text: 'every 5s +- 1s from 10s to 20s isolate n1 for 1s with probability 25% as x',
      origin: fault('every 5s +- 1s from 10s to 20s isolate n1 for 1s with probability 25% as x')?.origin,
    });
    assert.deepEqual(fault('randomly crash n1 with mtbf 1h mttr 5min')?.trigger, {
      kind: 'randomly',
      mtbfNs: 3600e9,
      mttrNs: 300e9,
    });
  });

  it('are moved by set', () => {
    const [moved] = compile(
      `${base} faults F { at 1s crash n1 for 2s as x } scenario S { faults: F set F.x.at: 5s set x.for: 3s }`,
    ).faults;
    assert.deepEqual(moved?.trigger, { kind: 'at', atNs: 5e9 });
    assert.equal(moved?.action.kind === 'crash' ? moved.action.forNs : 0, 3e9);
  });
});

describe('expectations', () => {
  const body = (text: string) => {
    const model = compile(
      `${base} workload W { from web to s } scenario S { workload: W at 1s pause n1 for 1s as x expect ${text} }`,
    );
    const [found] = model.expectations;
    assert.equal(found?.text, text);
    return found?.body;
  };

  it('are metrics with bounds in their own unit', () => {
    assert.deepEqual(body('availability of web during x >= 99.95%'), {
      kind: 'metric',
      metric: 'availability',
      subject: { kind: 'place', place: 3 },
      window: { kind: 'fault', fault: 0 },
      comparison: '>=',
      value: 0.9995,
    });
    assert.deepEqual(body('latency p99.9 of reads during 1s..2s < 5ms'), {
      kind: 'metric',
      metric: 'latency',
      statistic: { kind: 'percentile', p: 99.9 },
      subject: { kind: 'reads' },
      window: { kind: 'interval', fromNs: 1e9, toNs: 2e9 },
      comparison: '<',
      value: 5e6,
    });
    assert.deepEqual(body('throughput >= 600/min'), {
      kind: 'metric',
      metric: 'throughput',
      comparison: '>=',
      value: 10,
    });
  });

  it('have short forms', () => {
    assert.deepEqual(body('no lost writes of s'), {
      kind: 'metric',
      metric: 'lost writes',
      subject: { kind: 'store', store: 0 },
      comparison: '=',
      value: 0,
    });
    assert.deepEqual(body('s is read-your-writes'), { kind: 'consistency', store: 0, model: 'read-your-writes' });
    assert.deepEqual(body('s is AP'), { kind: 'cap', store: 0, is: 'AP' });
  });
});

describe('experiments', () => {
  it('run the product of their factors', () => {
    const model = compileExperiment(`${base} policy P = quorum { } workload W { from web to s }
      scenario S { workload: W runs: 3 } experiment E { scenario: S vary s.policy: [raft, P] vary W.rate: [10/s, 20/s] }`);
    assert.deepEqual(model.factors, ['s.policy', 'W.rate']);
    assert.deepEqual(
      model.cells.map((cell) => cell.values.join(' ')),
      ['raft 10/s', 'raft 20/s', 'P 10/s', 'P 20/s'],
    );
    assert.deepEqual(
      model.cells.map(({ scenario }) => scenario.stores[0]?.policy.family),
      ['raft', 'raft', 'quorum', 'quorum'],
    );
    assert.equal(model.runs, 3);
    assert.deepEqual(
      model.measures.map((measure) => measure.text),
      ['availability', 'latency p99', 'stale reads', 'lost writes', 'outage'],
    );
  });
});

describe('the whole language', () => {
  const text = readFileSync(path.join(__dirname, 'whole-language.ftm'), 'utf8');
  const golden = path.join(__dirname, 'whole-language.json');

  it('compiles to the model that it did', () => {
    const model = compile(text.replace('scenario Whole', 'scenario S'), { 'latencies.csv': '2ms\n1ms\n' });
    const { links, ...rest } = bare(model) as { links: unknown };
    assert.ok(links);
    // A difference here is a change of what models mean: look at it, then delete the file to write it anew.
    assert.deepEqual(rest, JSON.parse(readGolden(golden, rest)));
  });

  it('an error in one scenario leaves the others', () => {
    const program = open(`${base} scenario S { } scenario R { duration: 5 }`);
    assert.ok(program.compileScenario('S'));
    assert.equal(program.compileScenario('R'), undefined);
    assert.equal(program.compileScenario('Q'), undefined);
  });
});

function readGolden(file: string, value: unknown): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
    return readFileSync(file, 'utf8');
  }
}
