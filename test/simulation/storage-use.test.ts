import assert from 'node:assert/strict';
import { runText } from './protocols/run-text';

interface Kept {
  readonly policy: string;
  readonly nodes?: number;
  readonly data?: 'log' | 'set' | 'register';
}

const OPERATIONS = { log: 'append 90%, poll 10%', set: 'add 90%, read 10%', register: 'write 90%, read 10%' };

/** Short logs, many checkpoints: what a store keeps has long left its log. */
const model = ({ policy, nodes = 3, data = 'log' }: Kept): string => `
  topology T { zone a { node n[1..${nodes}]  client web }
               store s on n[1..${nodes}] using P { data: ${data}  storage { checkpoint: every 2s } } }
  policy P = ${policy.includes('{') ? policy : `${policy} {}`}
  workload W { from web to s  rate: 100/s  operations: ${OPERATIONS[data]}  keys: uniform(20)  timeout: 500ms }
  scenario S { workload: W  duration: 15s  expect s is eventual }`;

/** Bytes of a client's value, as `docs/language.md` has it. */
const VALUE_BYTES = 100;

/** Values that all replicas hold at the end of the run, each as often as there are replicas that hold it. */
function check(kept: Kept, copies: number): void {
  const { run } = runText(model(kept), 1);
  const { storedBytes = 0, liveBytes = 0 } = run.storage[0] ?? {};
  let held = 0;
  for (const { values } of run.replicas) for (const list of values.values()) held += list.length;
  assert.ok(held * VALUE_BYTES >= liveBytes * copies, `${held} values in replicas, ${liveBytes} bytes of data`);
  assert.ok(storedBytes >= held * VALUE_BYTES, `${storedBytes} bytes on disks, ${held} values in replicas`);
}

describe('what replicas hold is on their disks', () => {
  const families: readonly [policy: string, nodes: number, copies: number][] = [
    ['single', 1, 1],
    ['primary-backup { acknowledge: all }', 3, 3],
    ['chain', 3, 3],
    ['isr-log', 3, 3],
    ['raft { snapshot-every: 50 }', 3, 3],
    ['multi-paxos', 3, 3],
    ['zab', 3, 3],
    ['pbft { checkpoint-every: 20 }', 4, 4],
    ['voting', 3, 3],
  ];
  for (const [policy, nodes, copies] of families)
    for (const data of ['log', 'set', 'register'] as const)
      it(`${policy}, ${data}`, () => check({ policy, nodes, data }, copies));
  for (const policy of ['quorum { conflict: merge }', 'multi-leader { conflict: merge }', 'gossip { conflict: merge }'])
    it(`${policy}, set`, () => check({ policy, data: 'set' }, 3));
});
