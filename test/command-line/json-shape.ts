import { strict as assert } from 'node:assert';

/** What a value of `--json` may be; a list's items are all of one shape, `map` is an object with any keys. */
export type Shape =
  | 'text'
  | 'number'
  | 'number?'
  | 'boolean'
  | 'boolean?'
  | 'text?'
  | 'measured'
  | 'interval?'
  | readonly [Shape]
  | { readonly orNull: Shape }
  | { readonly map: Shape }
  | { readonly keys: Readonly<Record<string, Shape>> };

/** Checks that a value has exactly a shape: no key too many, none missing. */
export function checkShape(value: unknown, shape: Shape, path = '$'): void {
  if (typeof shape === 'string') assert(fits(value, shape), `${path} is ${JSON.stringify(value)}, not ${shape}`);
  else if ('orNull' in shape) {
    if (value !== null) checkShape(value, shape.orNull, path);
  } else if (isListShape(shape)) {
    assert(Array.isArray(value), `${path} is a list`);
    value.forEach((item, index) => checkShape(item, shape[0], `${path}[${index}]`));
  } else if ('keys' in shape) {
    const object = asObject(value, path);
    assert.deepEqual(Object.keys(object), Object.keys(shape.keys), path);
    for (const [key, inner] of Object.entries(shape.keys)) checkShape(object[key], inner, `${path}.${key}`);
  } else {
    for (const [key, inner] of Object.entries(asObject(value, path))) checkShape(inner, shape.map, `${path}.${key}`);
  }
}

function isListShape(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function asObject(value: unknown, path: string): Readonly<Record<string, unknown>> {
  assert(typeof value === 'object' && value !== null && !Array.isArray(value), `${path} is an object`);
  return value as Readonly<Record<string, unknown>>;
}

function fits(value: unknown, shape: Extract<Shape, string>): boolean {
  switch (shape) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'number?':
      return value === null || typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'boolean?':
      return value === null || typeof value === 'boolean';
    case 'text?':
      return value === null || typeof value === 'string';
    case 'measured':
      return value === null || ['number', 'boolean', 'string'].includes(typeof value);
    case 'interval?':
      return (
        value === null || (Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === 'number'))
      );
  }
}

function metricsOf(value: Shape): Shape {
  return {
    keys: {
      availability: value,
      availability_reads: value,
      availability_writes: value,
      latency_ms: { keys: { p50: value, p90: value, p99: value, p999: value, max: value, mean: value } },
      throughput_per_s: value,
      outage_s: value,
      detection_s: value,
      recovery_s: value,
      stale_reads: value,
      staleness_ms: { keys: { p50: value, p99: value, max: value } },
      lost_writes: value,
      duplicates: value,
      corrupt_reads: value,
      convergence_s: value,
      messages_per_operation: value,
      degraded: value,
      split_brain_s: value,
    },
  };
}

const WHY: Shape = {
  keys: {
    seed: 'number',
    sentences: ['text'],
    needed_faults: { orNull: [{ keys: { text: 'text', line: 'number?' } }] },
    counterfactuals: [{ keys: { text: 'text', kind: 'text', line: 'number?', verdict: 'text' } }],
    unavoidable_from_s: 'number?',
    path: [{ keys: { at_s: 'number', text: 'text', line: 'number?', event: 'number', because: 'number?' } }],
    remedies: [
      {
        keys: {
          ...{ setting: 'text', instead_of: 'text', of: 'text', line: 'number?', breaks: ['text'] },
          ...{ reached: 'text?', betters: ['text'], worsens: ['text'] },
        },
      },
    ],
    governed_by: [
      { keys: { text: 'text', of: 'text', is: 'text', settings: ['text'], defaults: ['text'], line: 'number?' } },
    ],
    runs: 'number',
    cut_short: 'boolean',
    is_shown: 'boolean',
  },
};

const DETAILS: Shape = {
  keys: {
    faults: [
      {
        keys: {
          text: 'text',
          line: 'number?',
          began_s: 'number',
          ended_s: 'number',
          detection_s: 'number?',
          failover_s: 'number?',
          recovery_s: 'number?',
          failed_operations: 'number',
          lost_writes: 'number',
          data_loss_s: 'number',
        },
      },
    ],
    served: [
      {
        keys: { kind: 'text', name: 'text', fault: 'text?', issued: 'number', answered: 'number', degraded: 'number' },
      },
    ],
    consistency: [
      { keys: { store: 'text', of: 'text', names: ['text'], strongest_held: ['text'], weakest_broken: ['text'] } },
    ],
    jobs: [
      {
        keys: {
          name: 'text',
          results: 'number',
          recomputed: 'number',
          duplicates: 'number',
          lost: 'number',
          failures: 'number',
          delay_s: { keys: { p50: 'number?', p99: 'number?', max: 'number?' } },
          recovery_s: 'number?',
          behind: 'boolean',
        },
      },
    ],
    losses: [{ keys: { acknowledged_at_s: 'number', unrecoverable_at_s: 'number?' } }],
  },
};

function resultOf(intervals: Readonly<Record<string, Shape>>): Shape {
  const scenario: Shape = {
    keys: {
      name: 'text',
      title: 'text',
      seed: 'number',
      runs: 'number',
      simulated_s: 'number',
      events: 'number',
      verdict: 'text',
      trace_hash: 'text',
      warnings: [{ keys: { code: 'text', line: 'number', message: 'text' } }],
      expectations: [
        {
          keys: {
            text: 'text',
            line: 'number',
            verdict: 'text',
            measured: 'measured',
            measured_at_least: 'boolean',
            explanation: 'text',
            error_budget_used: 'number?',
            why: { orNull: WHY },
          },
        },
      ],
      metrics: metricsOf('number?'),
      ...intervals,
      stores: {
        map: {
          keys: {
            linearizable: 'boolean?',
            sequential: 'boolean?',
            causal: 'boolean?',
            read_your_writes: 'boolean?',
            monotonic_reads: 'boolean?',
            monotonic_writes: 'boolean?',
            writes_follow_reads: 'boolean?',
            eventual: 'boolean?',
            strongest_held: ['text'],
            weakest_broken: ['text'],
            cap: 'text?',
            pacelc: 'text?',
            lost_writes: 'number?',
            claim: 'text',
            claim_reason: 'text',
            cap_reason: 'text',
            pacelc_reason: 'text',
          },
        },
      },
      details: DETAILS,
    },
  };
  return { keys: { version: 'text', file: 'text', scenarios: [scenario] } };
}

/** What the language reference promises of `ftm run --json`, for one run and for several. */
export const SINGLE_RUN_RESULT = resultOf({});
export const MANY_RUNS_RESULT = resultOf({ intervals: metricsOf('interval?') });
