import { block, joinBlocks, type BlockSchema } from './block-schema';
import { backoffType, fallbackType, restartType } from './function-schemas';
import { saidOfCalls } from './other-names';
import { count, distribution, duration, positiveDuration, positiveShare, words, type ValueType } from './value-type';

const healthCheck: ValueType = { kind: 'periodic', parts: ['timeout', 'failures'] };

/** Retries and their pauses, in calls and in workloads. */
export const retryBlock: BlockSchema = block('retries', {
  retries: { type: count(0, 1000), default: '0', documentation: 'Further attempts after a failed one.' },
  backoff: { type: backoffType, absent: 'the next attempt follows at once', documentation: 'Pauses between attempts.' },
});

/** `service api on ... { ... }`. */
export const serviceBlock: BlockSchema = {
  ...block(
    'a service',
    {
      workers: {
        type: count(1),
        default: '32',
        documentation: 'Requests that one instance works on at the same time.',
      },
      queue: {
        type: count(0),
        default: '100',
        documentation: 'Requests that may wait at one instance; what comes on top is refused.',
      },
      'service-time': { type: distribution, default: '1ms', documentation: "A request's own work, besides its calls." },
      restart: {
        type: restartType,
        absent: 'a dead instance stays dead',
        documentation: 'How dead instances are started again.',
      },
    },
    [
      {
        name: 'health',
        documentation: 'How an instance is watched.',
        block: block('health checks', {
          liveness: {
            type: healthCheck,
            absent: 'not checked',
            documentation: 'An instance that fails it is restarted.',
          },
          readiness: {
            type: healthCheck,
            absent: 'not checked',
            documentation: 'An instance that fails it gets no requests.',
          },
        }),
      },
      {
        name: 'autoscale',
        documentation: 'How the number of instances follows the load.',
        block: block('autoscaling', {
          min: { type: count(1), default: '1', documentation: 'Fewest instances.' },
          max: { type: count(1), absent: 'one for each named node', documentation: 'Most instances.' },
          target: { type: positiveShare, default: '70%', documentation: 'Share of busy workers that is aimed at.' },
          delay: { type: duration, default: '60s', documentation: 'Time from the decision to a running instance.' },
        }),
      },
    ],
  ),
  elsewhere: saidOfCalls,
};

/** A handler has steps only. */
export const handlerBlock: BlockSchema = {
  ...block('a handler', {}),
  holds:
    "steps such as 'read orders' and 'call payments { timeout: 1s }'; its own work is the 'service-time' of the service",
};

/** `call payments { ... }`. */
export const callBlock: BlockSchema = joinBlocks(
  'a call',
  block('a call', {
    timeout: {
      type: positiveDuration,
      absent: 'it ends with its connection',
      documentation: 'How long one attempt may take.',
    },
  }),
  retryBlock,
  block(
    'a call',
    {
      'hedge-after': {
        type: positiveDuration,
        absent: 'no second request',
        documentation: 'After this time the same request goes to another instance too; the first answer counts.',
      },
      bulkhead: { type: count(1), absent: 'unlimited', documentation: 'Calls of this kind in flight at one instance.' },
      fallback: { type: fallbackType, default: 'fail', documentation: 'What happens when no attempt succeeds.' },
    },
    [
      {
        name: 'breaker',
        documentation: 'A circuit breaker: after too many failures calls fail at once for a while.',
        block: block('a breaker', {
          failures: { type: positiveShare, default: '50%', documentation: 'Share of failed calls that opens it.' },
          window: { type: positiveDuration, default: '10s', documentation: 'Time over which failures are counted.' },
          open: { type: positiveDuration, default: '5s', documentation: 'Time until a call is let through to try.' },
        }),
      },
    ],
  ),
);

/** The braces after an operation on a store, which takes nothing. */
export const operationBlock: BlockSchema = block('an operation on a store', {});

/** `balancer front on ... to api { ... }`. */
export const balancerBlock: BlockSchema = block('a balancer', {
  strategy: {
    type: words({
      'round-robin': 'One after another.',
      'least-connections': 'The one with the fewest requests in flight.',
      random: 'Any.',
      nearest: 'The one with the lowest latency.',
    }),
    default: 'round-robin',
    documentation: 'Which instance gets a request.',
  },
  'health-check': { type: healthCheck, absent: 'not checked', documentation: 'How dead instances are found.' },
});

/** `job enrich on ... { ... }`. */
export const jobBlock: BlockSchema = block('a job', {
  input: { type: { kind: 'rate', positive: true }, default: '1000/s', documentation: 'Records that arrive.' },
  checkpoint: {
    type: { kind: 'periodic', parts: ['taking'] },
    absent: 'no checkpoints: a failure starts over',
    documentation: 'How often the state is saved, and how long that takes.',
  },
  restart: { type: duration, default: '3s', documentation: 'Time from a failure to a running job.' },
  delivery: {
    type: words({
      'exactly-once': 'Results count once: they appear with the checkpoint.',
      'at-least-once': 'Results may appear again after a failure.',
      'at-most-once': 'Results may be missing after a failure.',
    }),
    default: 'exactly-once',
    documentation: 'What a failure does to results.',
  },
});
