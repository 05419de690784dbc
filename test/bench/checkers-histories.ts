import { historyFromRows, type OperationRow } from '../../server/src/analysis/consistency/history-from-rows';
import type { CheckedHistory } from '../../server/src/analysis/consistency/checked-history';

/** Numbers in [0, 1) that are the same every time (Park and Miller). */
function generator(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/**
 * Each client in turn invokes, the object changes at a random instant of the operation, and the client is answered:
 * linearizable by construction.
 */
function simulate(
  length: number,
  clients: number,
  random: () => number,
  act: (client: number, now: number) => OperationRow,
): CheckedHistory {
  const free = Array.from({ length: clients }, (_, client) => client * 3);
  interface Planned {
    readonly client: number;
    readonly from: number;
    readonly at: number;
    readonly to: number;
  }
  const planned: Planned[] = [];
  for (let i = 0; i < length; i++) {
    const client = i % clients;
    const from = (free[client] as number) + 1 + Math.floor(random() * 20);
    const to = from + 2 + Math.floor(random() * 60);
    planned.push({ client, from, at: from + random() * (to - from), to });
    free[client] = to;
  }
  planned.sort((a, b) => a.at - b.at);
  const rows = planned.map(({ client, from, at, to }) => {
    const row = act(client, at);
    return row.outcome === 'info' ? { ...row, invokedAt: from } : { ...row, invokedAt: from, completedAt: to };
  });
  return historyFromRows('register', rows);
}

export function uniqueWriteHistory(length: number, clients: number, keys: number): CheckedHistory {
  const random = generator(1);
  const values = new Float64Array(keys);
  let next = 0;
  return simulate(length, clients, random, (session, now) => {
    const key = Math.floor(random() * keys);
    if (random() < 0.5)
      return { session, key, kind: 'read', output: values[key] as number, invokedAt: now, outcome: 'ok' };
    values[key] = ++next;
    return { session, key, kind: 'write', input: next, invokedAt: now, outcome: 'ok' };
  });
}

/**
 * Jepsen's etcd workload: reads, writes and compare-and-swap over five values. A bad read, near the end, returns the value
 * that the register has not had for the longest time: one that was written often, so that only the order tells.
 */
export function casHistory(length: number, clients: number, badRead: boolean): CheckedHistory {
  const random = generator(2);
  let value = 0;
  let done = 0;
  let wasBad = false;
  const lastHeld = [0, 0, 0, 0, 0];
  return simulate(length, clients, random, (session, now) => {
    const draw = random();
    const input = Math.floor(random() * 5);
    lastHeld[value] = ++done;
    const oldest = lastHeld.indexOf(Math.min(...lastHeld));
    // Ten clients have some thirty operations under way and just done.
    const isBad = badRead && done > length - 5000 && done - (lastHeld[oldest] as number) > 40 && !wasBad;
    if (draw < 0.33 || isBad) {
      if (isBad) wasBad = true;
      const output = isBad ? oldest : value;
      return { session, kind: 'read', output, invokedAt: now, outcome: 'ok' };
    }
    if (draw < 0.66) return ((value = input), { session, kind: 'write', input, invokedAt: now, outcome: 'ok' });
    const expected = Math.floor(random() * 5);
    if (expected !== value) return { session, kind: 'cas', expected, input, invokedAt: now, outcome: 'mismatch' };
    value = input;
    return { session, kind: 'cas', expected, input, invokedAt: now, outcome: 'ok' };
  });
}

/** As above, but a share of the writes and swaps is never answered; half of those took effect. */
export function timeoutHistory(length: number, clients: number, timeouts: number, seed: number): CheckedHistory {
  const random = generator(seed + 10);
  let value = 0;
  let fresh = clients;
  const sessionOf = Array.from({ length: clients }, (_, client) => client);
  return simulate(length, clients, random, (client, now) => {
    const session = sessionOf[client] as number;
    const draw = random();
    const input = Math.floor(random() * 5);
    if (draw < 0.33) return { session, kind: 'read', output: value, invokedAt: now, outcome: 'ok' };
    const expected = Math.floor(random() * 5);
    const lost = random() < timeouts;
    if (lost) sessionOf[client] = fresh++;
    const happens = !lost || random() < 0.5;
    if (draw < 0.66) {
      if (happens) value = input;
      return { session, kind: 'write', input, invokedAt: now, outcome: lost ? 'info' : 'ok' };
    }
    const matches = expected === value;
    if (matches && happens) value = input;
    const outcome = lost ? 'info' : matches ? 'ok' : 'mismatch';
    return { session, kind: 'cas', expected, input, invokedAt: now, outcome };
  });
}
