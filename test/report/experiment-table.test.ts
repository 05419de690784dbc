import { strict as assert } from 'node:assert';
import type { ExperimentModel } from '../../server/src/language/model';
import { experimentCsv } from '../../server/src/report/experiment-csv';
import type { ExperimentResult } from '../../server/src/report/experiment-result';
import { markdownTable, terminalTable } from '../../server/src/report/experiment-table';
import { PLAIN_INK } from '../../server/src/report/ink';
import { jsonExperiment } from '../../server/src/report/json-experiment';
import { terminalDiff } from '../../server/src/report/terminal-diff';
import { result } from './made-up-result';
import { originAt, scenario } from './made-up-run';

const experiment: ExperimentModel = {
  name: 'CapTradeoffs',
  factors: ['orders.policy'],
  cells: ['Raft3', 'Dynamo|1'].map((value) => ({ values: [value], scenario })),
  runs: 3,
  measures: [
    { metric: 'availability', text: 'availability' },
    { metric: 'latency', statistic: { kind: 'percentile', p: 99 }, text: 'latency p99' },
    { metric: 'recovery', text: 'recovery' },
  ],
  origin: originAt(40),
};

const [store] = result.stores;
assert(store);

const campaign = { seeds: [], decisions: [], measures: [] };

const compared: ExperimentResult = {
  experiment,
  cells: [
    {
      values: ['Raft3'],
      result: {
        ...result,
        stores: [{ ...store, cap: 'CP', consistency: { ...store.consistency, linearizable: { decision: 'pass' } } }],
      },
      measured: [
        { value: 0.95, interval: [0.94, 0.96], each: [] },
        { value: 20e6, interval: null, each: [] },
        { value: null, interval: null, each: [] },
      ],
      campaign,
    },
    {
      values: ['Dynamo|1'],
      result: { ...result, stores: [{ ...store, cap: 'AP' }] },
      measured: [
        { value: 1, interval: [1, 1], each: [] },
        { value: 4e6, interval: [3e6, 5e6], each: [] },
        { value: null, interval: null, each: [] },
      ],
      campaign,
    },
  ],
};

describe('the table of an experiment', () => {
  it('has a row a cell, with bounds where they say something', () => {
    assert.equal(
      terminalTable(compared, PLAIN_INK),
      `CapTradeoffs: 2 cells, 3 runs each on the same randomness

orders.policy  availability         latency p99          recovery  consistency       CAP  expectations
-------------  -------------------  -------------------  --------  ----------------  ---  ------------
Raft3          95 % (94 % to 96 %)  20 ms                -         linearizable      CP   0 of 2
Dynamo|1       100 %                4 ms (3 ms to 5 ms)  -         read-your-writes  AP   0 of 2

what is 0 was 0 in all 3 runs: with 95 % confidence at most 63.16 % of runs show more
`,
    );
  });

  it('says which factors make no difference', () => {
    const cells = ['10ms', '20ms'].flatMap((heartbeat) =>
      compared.cells.map((cell) => ({ ...cell, values: [heartbeat, ...cell.values] })),
    );
    const varied = { experiment: { ...experiment, factors: ['Unused.heartbeat', 'orders.policy'] }, cells };
    assert.match(
      terminalTable(varied, PLAIN_INK),
      /\nUnused\.heartbeat has no influence: every run is the same whatever the value; see whether it is used\n$/,
    );
    assert.deepEqual(jsonExperiment(varied).idle_factors, ['Unused.heartbeat']);
    assert.deepEqual(jsonExperiment(compared).idle_factors, []);
  });

  it('is Markdown for an editor', () => {
    const text = markdownTable(compared);
    assert.match(text, /^# CapTradeoffs: 2 cells/);
    assert.match(text, /\| Dynamo\\\|1 \| 100 % \|/);
  });

  it('is CSV with bare numbers in the units of --json', () => {
    assert.deepEqual(experimentCsv([compared]).split('\r\n'), [
      'experiment,orders.policy,availability,availability low,availability high,latency p99,latency p99 low,' +
        'latency p99 high,recovery,recovery low,recovery high,consistency,CAP,expectations met,expectations,runs',
      'CapTradeoffs,Raft3,0.95,0.94,0.96,20,,,,,,linearizable,CP,0,2,3',
      'CapTradeoffs,Dynamo|1,1,1,1,4,3,5,,,,read-your-writes,AP,0,2,3',
      '',
    ]);
  });

  it('is JSON with the scenario of each cell', () => {
    const { cells, factors } = jsonExperiment(compared);
    assert.deepEqual(factors, ['orders.policy']);
    assert.deepEqual(cells[1]?.values, { 'orders.policy': 'Dynamo|1' });
    assert.deepEqual(cells[1]?.measured['latency p99'], { value: 4, interval: [3, 5] });
    assert.deepEqual(cells[0]?.consistency, { orders: 'linearizable' });
    assert.equal(cells[0]?.scenario.name, 'LeaderCrash');
  });
});

describe('the difference of two results', () => {
  it('lists what changed and nothing else', () => {
    const [first, second] = result.expectations;
    assert(first && second);
    const after = {
      ...result,
      decision: 'pass' as const,
      metrics: { ...result.metrics, availability: 1, outageNs: null },
      expectations: [{ ...first, decision: 'pass' as const }],
    };
    assert.equal(
      terminalDiff([{ before: result, after }], PLAIN_INK),
      `LeaderCrash  FAIL -> PASS
  expect availability >= 99%: FAIL -> PASS
  expect orders is linearizable: no longer there
  availability  80 % -> 100 %
  outage        1.8 s -> -
`,
    );
  });

  it('says so when there is none', () => {
    assert.match(terminalDiff([{ before: result, after: result }], PLAIN_INK), /the same run, event for event/);
  });
});
