import {
  count,
  duration,
  positiveDuration,
  words,
  type FunctionSchema,
  type ParameterSchema,
  type ValueType,
} from './value-type';

const shape: ParameterSchema = {
  name: 'shape',
  type: { kind: 'count', min: 0, fractional: true },
  documentation: 'The shape of the curve: the smaller, the heavier the tail.',
};

/** Everything that a duration may be drawn from. */
export const distributionFunctions: readonly FunctionSchema[] = [
  {
    name: 'constant',
    documentation: 'Always the same duration.',
    parameters: [{ name: 'value', type: duration, positional: true, documentation: 'The duration.' }],
  },
  {
    name: 'uniform',
    documentation: 'Every duration of the range is as likely as any other.',
    parameters: [
      { name: 'range', type: { kind: 'duration-range' }, positional: true, documentation: 'Lower and upper end.' },
    ],
  },
  {
    name: 'normal',
    documentation: 'The bell curve; samples below zero become zero.',
    parameters: [
      { name: 'mean', type: duration, documentation: 'The middle of the curve.' },
      { name: 'sd', type: duration, documentation: 'The standard deviation.' },
    ],
  },
  {
    name: 'exponential',
    documentation: 'Without memory: what is left to wait does not depend on how long was waited.',
    parameters: [{ name: 'mean', type: positiveDuration, documentation: 'The mean duration.' }],
  },
  {
    name: 'lognormal',
    documentation: 'A hump with a long tail, as network and service times mostly have.',
    parameters: [
      { name: 'median', type: positiveDuration, documentation: 'Half of the samples are below it.' },
      { name: 'p99', type: positiveDuration, documentation: '99 of 100 samples are below it.' },
    ],
  },
  {
    name: 'pareto',
    documentation: 'A power-law tail above a smallest value.',
    parameters: [{ name: 'scale', type: positiveDuration, documentation: 'The smallest value.' }, shape],
  },
  {
    name: 'weibull',
    documentation: 'Times to failure: below shape 1 early failures prevail, above 1 wear.',
    parameters: [{ name: 'scale', type: positiveDuration, documentation: '63.2% of the samples are below it.' }, shape],
  },
  {
    name: 'mixture',
    documentation: 'One of several distributions, each with its share; the shares add up to 100%.',
    parameters: [
      {
        name: 'part',
        type: { kind: 'weighted-distribution' },
        positional: true,
        rest: true,
        documentation: 'A share and a distribution, such as 90% constant(1ms).',
      },
    ],
  },
  {
    name: 'empirical',
    documentation: 'Measured values from a file, each as likely as any other: one value with its unit a line.',
    parameters: [
      { name: 'file', type: { kind: 'text' }, positional: true, documentation: 'A path, relative to this file.' },
    ],
  },
];

/** Pauses between attempts. */
export const backoffType: ValueType = {
  kind: 'function',
  noun: 'a backoff',
  functions: [
    {
      name: 'exponential',
      documentation: 'The pause doubles with every attempt, from the lower end of the range to the upper.',
      parameters: [
        {
          name: 'range',
          type: { kind: 'duration-range' },
          positional: true,
          documentation: 'First and longest pause.',
        },
        {
          name: 'jitter',
          default: 'none',
          type: words({
            none: 'The pause as computed.',
            full: 'Anything from zero to the pause.',
            equal: 'Half of the pause, and anything up to half of it more.',
            decorrelated: 'Anything from the first pause to three times the last one.',
          }),
          documentation: 'How pauses are spread so that clients do not return all at once.',
        },
      ],
    },
  ],
};

/** Pauses between restarts of a component that keeps dying. */
export const restartType: ValueType = {
  kind: 'function',
  noun: 'a restart rule',
  functions: [
    {
      name: 'backoff',
      documentation: 'A dead instance is started again after a pause that doubles with every death.',
      parameters: [
        {
          name: 'range',
          type: { kind: 'duration-range' },
          positional: true,
          documentation: 'First and longest pause.',
        },
      ],
    },
  ],
};

/** How a node comes to believe that another is dead. */
export const detectorType: ValueType = {
  kind: 'function',
  noun: 'a failure detector',
  functions: [
    {
      name: 'timeout',
      documentation: 'A node that sent no heartbeat for a while is taken for dead.',
      bare: true,
      parameters: [
        { name: 'heartbeat', type: positiveDuration, default: '1s', documentation: 'Time between two heartbeats.' },
        { name: 'timeout', type: positiveDuration, default: '5s', documentation: 'Silence that counts as death.' },
      ],
    },
    {
      name: 'phi',
      documentation: 'Phi accrual (Hayashibara et al. 2004): suspicion grows with silence, measured by past arrivals.',
      bare: true,
      parameters: [
        {
          name: 'threshold',
          type: { kind: 'count', min: 0.1, fractional: true },
          default: '8',
          documentation: 'Suspicion at which a node is taken for dead; 8 is one mistake in 10^8.',
        },
        { name: 'heartbeat', type: positiveDuration, default: '1s', documentation: 'Time between two heartbeats.' },
      ],
    },
    {
      name: 'swim',
      documentation: 'SWIM (Das et al. 2002): random pings, asked of others too, then a time of suspicion.',
      bare: true,
      parameters: [
        { name: 'period', type: positiveDuration, default: '1s', documentation: 'Time between two pings.' },
        { name: 'ping-timeout', type: positiveDuration, default: '300ms', documentation: 'How long a ping may take.' },
        { name: 'indirect', type: count(0), default: '3', documentation: 'Members asked to ping on behalf.' },
        { name: 'suspicion', type: positiveDuration, default: '5s', documentation: 'Time from suspected to dead.' },
      ],
    },
  ],
};

/** Which keys operations touch, and how unevenly. */
export const keysType: ValueType = {
  kind: 'function',
  noun: 'a choice of keys',
  functions: [
    {
      name: 'uniform',
      documentation: 'Every key is as likely as any other.',
      parameters: [{ name: 'count', type: count(1, 1e9), positional: true, documentation: 'How many keys there are.' }],
    },
    {
      name: 'zipf',
      documentation: 'A few keys get most of the load: key k with weight 1/k^skew.',
      parameters: [
        { name: 'count', type: count(1, 1e9), positional: true, documentation: 'How many keys there are.' },
        {
          name: 'skew',
          type: { kind: 'count', min: 0, max: 10, fractional: true },
          default: '0.99',
          documentation: 'How uneven it is; 0 is uniform, 0.99 what YCSB uses.',
        },
      ],
    },
  ],
};

/** When an acknowledged write is on disk. */
export const logType: ValueType = {
  kind: 'function',
  noun: 'a log mode',
  functions: [
    { name: 'fsync', documentation: 'Every acknowledged write is on disk.', bare: true, parameters: [] },
    {
      name: 'batch',
      documentation: 'Writes are flushed together; a crash loses the tail that was not.',
      bare: true,
      parameters: [
        {
          name: 'interval',
          type: positiveDuration,
          positional: true,
          default: '10ms',
          documentation: 'Time between two flushes.',
        },
      ],
    },
    { name: 'off', documentation: 'Memory only: a crash loses everything.', bare: true, parameters: [] },
  ],
};

/** What is answered when a call cannot be. */
export const fallbackType: ValueType = {
  kind: 'function',
  noun: 'a fallback',
  functions: [
    {
      name: 'degraded',
      documentation: 'Go on without the answer; the request counts as degraded.',
      bare: true,
      parameters: [],
    },
    {
      name: 'cached',
      documentation: 'Use the last good answer unless it is too old; the request counts as degraded.',
      bare: true,
      parameters: [
        {
          name: 'max-age',
          type: positiveDuration,
          positional: true,
          default: '60s',
          documentation: 'How old the answer may be.',
        },
      ],
    },
    { name: 'fail', documentation: 'Fail the request.', bare: true, parameters: [] },
  ],
};
