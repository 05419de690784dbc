import { checkLinearizable } from '../../server/src/analysis/consistency/linearizable';
import { SearchBudget } from '../../server/src/analysis/consistency/search-budget';
import { casHistory, timeoutHistory, uniqueWriteHistory } from './checkers-histories';

/** `npm run bench -- checkers`: how long the linearizability checkers take, against their goals. */
function measure(name: string, goalMs: number, run: () => string): void {
  const before = process.memoryUsage().heapUsed;
  // Processor time: how busy the machine is otherwise does not matter.
  const started = process.cpuUsage();
  const result = run();
  const took = process.cpuUsage(started).user / 1000;
  const memory = (process.memoryUsage().heapUsed - before) / 1e6;
  process.stdout.write(
    `${name.padEnd(52)} ${result.padEnd(10)} ${took.toFixed(1).padStart(8)} ms (goal ${goalMs} ms), heap +${memory.toFixed(0)} MB\n`,
  );
}

const million = uniqueWriteHistory(1_000_000, 10, 1);
measure(
  '1,000,000 operations, unique writes, one key',
  2000,
  () => checkLinearizable(million, new SearchBudget(1e7)).decision,
);
const manyKeys = uniqueWriteHistory(1_000_000, 10, 100);
measure(
  '1,000,000 operations, unique writes, 100 keys',
  2000,
  () => checkLinearizable(manyKeys, new SearchBudget(1e7)).decision,
);
for (const bad of [false, true]) {
  const history = casHistory(100_000, 10, bad);
  measure(
    `100,000 operations, ten clients, cas, ${bad ? 'one bad read' : 'good'}`,
    500,
    () => checkLinearizable(history, new SearchBudget(1e7)).decision,
  );
}
const timeouts = Array.from({ length: 102 }, (_, i) => timeoutHistory(90, 5, 0.35, i + 1));
measure('102 times 90 operations, five processes, many timeouts', 150, () =>
  timeouts.every((history) => checkLinearizable(history, new SearchBudget(1e7)).decision === 'pass') ? 'pass' : 'fail',
);
