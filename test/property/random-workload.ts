import type { Random } from './random';

export interface WorkloadBounds {
  readonly clients: readonly string[];
  /** `read 50%, write 50%` and the like. */
  readonly operations: readonly string[];
  /** Whether the family recognises a retry of what it has executed. */
  readonly retries: boolean;
  /** Load that ends with the faults, but for a trickle, so that replicas can be seen to agree. */
  readonly trickle: boolean;
  /** One operation at a time. */
  readonly alone?: boolean;
}

/** While faults last the trickle is as much as other loads are. */
export const surgeOf = (random: Random, from: number, to: number): string =>
  `at ${from}ms surge Load by ${random.integer(30, 90)}x for ${to - from}ms`;

function pace(random: Random, { trickle, alone }: WorkloadBounds): string {
  if (trickle) return 'rate: 20/min';
  if (alone === true) return `sessions: 1  think: ${random.integer(20, 100)}ms`;
  return random.chance(0.6)
    ? `rate: ${random.integer(8, 30)}/s`
    : `sessions: ${random.integer(1, 3)}  think: ${random.integer(50, 150)}ms`;
}

/** Open or closed load from all clients on few keys, so that they meet. */
export function workloadText(random: Random, bounds: WorkloadBounds): string {
  const { clients, operations, retries } = bounds;
  const lines = [
    `from ${clients.join(', ')} to data`,
    pace(random, bounds),
    `operations: ${random.pick(operations)}`,
    `keys: uniform(${random.integer(3, 10)})`,
    `timeout: ${random.pick(['300ms', '500ms', '1s'])}`,
  ];
  if (retries && random.chance(0.5))
    lines.push(`retries: ${random.integer(1, 4)}  backoff: exponential(50ms..500ms, jitter: full)`);
  return `workload Load {\n  ${lines.join('\n  ')}\n}`;
}
