import { readFileSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { checkLinearizable } from '../../server/src/analysis/consistency/linearizable';
import { SearchBudget } from '../../server/src/analysis/consistency/search-budget';
import type { CheckedHistory } from '../../server/src/analysis/consistency/checked-history';
import { bareLoop } from './bare-loop';
import { casHistory, timeoutHistory, uniqueWriteHistory } from './checkers-histories';

interface CheckerCase {
  readonly title: string;
  readonly goal: string;
  readonly histories: () => readonly CheckedHistory[];
  readonly decision: 'pass' | 'fail';
}

const CASES: Readonly<Record<string, CheckerCase>> = {
  unique: {
    title: '1,000,000 operations, unique writes, one key',
    goal: '2000 ms',
    histories: () => [uniqueWriteHistory(1_000_000, 10, 1)],
    decision: 'pass',
  },
  keys: {
    title: '1,000,000 operations, unique writes, 100 keys',
    goal: '2000 ms',
    histories: () => [uniqueWriteHistory(1_000_000, 10, 100)],
    decision: 'pass',
  },
  good: {
    title: '100,000 operations, ten clients, cas, good',
    goal: '500 ms, 200 MB',
    histories: () => [casHistory(100_000, 10, false)],
    decision: 'pass',
  },
  bad: {
    title: '100,000 operations, ten clients, cas, one bad read',
    goal: '500 ms, 200 MB',
    histories: () => [casHistory(100_000, 10, true)],
    decision: 'fail',
  },
  timeouts: {
    title: '102 times 90 operations, five processes, many timeouts',
    goal: '150 ms',
    histories: () => Array.from({ length: 102 }, (_, i) => timeoutHistory(90, 5, 0.35, i + 1)),
    decision: 'pass',
  },
};

/** Operations of the loop that stands beside each figure; about a quarter of a second. */
const REFERENCE_OPERATIONS = 100_000;

function userMs(run: () => void): number {
  // Processor time: how busy the machine is otherwise does not matter, as far as its caches are not shared.
  const started = process.cpuUsage();
  run();
  return process.cpuUsage(started).user / 1000;
}

/**
 * Histories come from a file, so that the peak of memory is not that of whoever made them. The goal is one for the first
 * time, in which the engine also compiles the checker; the second shows what the checking itself takes.
 */
function measure({ title, goal, decision }: CheckerCase, file: string): void {
  const histories = deserialize(readFileSync(file)) as readonly CheckedHistory[];
  globalThis.gc?.();
  const before = process.resourceUsage().maxRSS;
  let decided = true;
  const check = (): void => {
    decided = histories.every((history) => checkLinearizable(history, new SearchBudget(1e7)).decision === decision);
  };
  const took = userMs(check);
  const memory = (process.resourceUsage().maxRSS - before) / 1024;
  const again = userMs(check);
  const reference = userMs(() => bareLoop(REFERENCE_OPERATIONS));
  const figures = [
    `${took.toFixed(0)} ms`.padStart(8),
    `again ${again.toFixed(0)} ms`.padStart(13),
    `${(took / reference).toFixed(2)} times the bare loop (${reference.toFixed(0)} ms)`,
    `${memory.toFixed(0)} MB more at the peak`,
  ];
  process.stdout.write(
    `${title.padEnd(56)} ${(decided ? decision : 'WRONG').padEnd(5)} ${figures.join(', ')}; goal ${goal}\n`,
  );
}

const [task, name = '', file = ''] = process.argv.slice(2);
const found = CASES[name];
if (found === undefined) process.stdout.write(Object.keys(CASES).join('\n'));
else if (task === 'make') writeFileSync(file, serialize(found.histories()));
else measure(found, file);
