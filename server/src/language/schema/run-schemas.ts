import { MAX_RUNS, MAX_SEED } from '../limits';
import { block, joinBlocks, type BlockSchema } from './block-schema';
import { keysType } from './function-schemas';
import { retryBlock } from './service-schemas';
import { count, duration, positiveDuration, share } from './value-type';

/** `workload Shopping { ... }`. */
export const workloadBlock: BlockSchema = joinBlocks(
  'a workload',
  block('a workload', {
    rate: {
      type: { kind: 'rate', positive: true },
      default: '100/s',
      documentation: 'Open loop: operations that begin, whatever becomes of those before.',
    },
    sessions: {
      type: count(1, 100_000),
      absent: 'open loop at `rate`',
      documentation: 'Closed loop: sessions that each wait for an answer before they go on, spread over the clients.',
    },
    think: {
      type: duration,
      default: '0s',
      documentation: 'Closed loop: pause between an answer and the next operation.',
    },
    operations: {
      type: { kind: 'operations' },
      absent: 'half reads, half writes: read and write, append and poll, read and increment, or read and add',
      documentation: 'Stores only: the mix of operations, or in brackets the order in which each session does them.',
    },
    keys: {
      type: keysType,
      absent: 'uniform; one key per 10 operations a second, where a closed-loop operation is taken to last 10ms',
      documentation: 'How many keys there are and how unevenly they are used.',
    },
    timeout: { type: positiveDuration, default: '1s', documentation: 'How long a client waits for one attempt.' },
  }),
  retryBlock,
);

const runs = {
  type: count(1, MAX_RUNS),
  documentation: 'How often it is run, with the seeds that follow.',
} as const;

const scenarioProperties = block('a scenario', {
  topology: {
    type: { kind: 'names', of: 'topology', many: false },
    absent: 'the only topology there is',
    documentation: 'What it happens to.',
  },
  workload: {
    type: { kind: 'names', of: 'workload', many: true },
    absent: 'no load',
    documentation: 'What clients do.',
  },
  faults: {
    type: { kind: 'names', of: 'faults', many: true },
    absent: 'only inline faults',
    documentation: 'What goes wrong.',
  },
  duration: {
    type: positiveDuration,
    default: '60s',
    documentation: 'Simulated time, warm-up included; at most 100 days.',
  },
  'warm-up': { type: duration, default: '0s', documentation: 'Time at the start that is simulated but not counted.' },
  seed: {
    type: count(0, MAX_SEED),
    default: '1',
    documentation: 'Where random draws begin: the same seed gives the same run.',
  },
  runs: { ...runs, default: '1' },
});

/** `scenario LeaderCrash { ... }`. */
export const scenarioBlock: BlockSchema = {
  ...scenarioProperties,
  holds: "faults such as 'at 5s crash n1', 'set' and 'expect' lines",
};

/** `experiment CapTradeoffs { ... }`. */
export const experimentBlock: BlockSchema = {
  ...block('an experiment', {
    scenario: {
      type: { kind: 'names', of: 'scenario', many: false },
      required: true,
      documentation: 'The scenario that is varied.',
    },
    runs: { ...runs, absent: "the scenario's runs" },
  }),
  holds: "'vary', 'set' and 'measure' lines",
};

/** `deploy api { ... }` as a fault. */
export const deployBlock: BlockSchema = block('a deployment', {
  errors: {
    type: share,
    default: '0%',
    documentation: 'Requests that fail on a new instance; 0% is a rolling replacement.',
  },
  batch: { type: count(1), default: '1', documentation: 'Instances replaced at a time.' },
  interval: { type: positiveDuration, default: '10s', documentation: 'Time between two batches.' },
  'rollback-after': {
    type: positiveDuration,
    absent: 'it stays',
    documentation: 'Time after which the old version returns.',
  },
});
