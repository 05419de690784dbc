/** What `simulation.bench.ts` runs, bundled as the product ships and in a process of its own. */
import { simulate, type Run } from '../../server/src/simulation';
import { bareLoop } from './bare-loop';
import { LASTING, SCENARIOS, TRACED, type Measured } from './simulation-scenarios';

const ROUNDS = 5;
/** Runs of the bare loop until the engine has compiled it for good; sooner it would flatter whoever is beside it. */
const WARM_UPS = 4;

interface Sample {
  /** Messages delivered a second of processor time, in millions. */
  readonly speed: number;
  readonly seconds: number;
}

/** Processor time rather than the clock: other work on the machine then disturbs less. */
function timed(run: () => number): Sample {
  const begin = process.cpuUsage();
  const messages = run();
  const { user, system } = process.cpuUsage(begin);
  const seconds = (user + system) / 1e6;
  return { speed: messages / seconds / 1e6, seconds };
}

/** The bare loop's speed just now: the machine may be busier than a minute ago. */
const bareSpeed = (): number => timed(() => bareLoop(2e5)).speed;

function measure({ letter, what, goal, scenario, options }: Measured): void {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let run: Run | undefined;
    const bare = bareSpeed();
    const { speed, seconds } = timed(() => {
      run = simulate(scenario, { seed: 1, ...options });
      return run.counters.messagesDelivered;
    });
    ratios.push((2 * speed) / (bare + bareSpeed()));
    const events = ((run?.counters.events ?? 0) / seconds / 1e6).toFixed(2);
    console.log(
      `${letter} ${what}: ${speed.toFixed(2)} M messages/s, ${events} M events/s, ${seconds.toFixed(2)} s, hash ${run?.traceHash ?? ''}`,
    );
    if (letter === 'D' && round === 0 && run !== undefined) console.log(`  ${convergence(run)}`);
  }
  const aim = goal === undefined ? '' : `, goal ${goal.toFixed(2)}`;
  console.log(
    `  ${median(ratios).toFixed(2)} of the bare loop, in the rounds ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}${aim}`,
  );
}

function convergence({ convergence: [store], history }: Run): string {
  const changes = store?.changes ?? [];
  if (changes.length % 2 === 0) return 'not equal at the end';
  let lastWrite = 0;
  for (let id = 0; id < history.length; id++) {
    if (history.kind[id] === 1) lastWrite = history.invokedAt[id] as number;
  }
  return `equal for good ${(((changes[changes.length - 1] ?? 0) - lastWrite) / 1e9).toFixed(1)} s after the last write`;
}

function measureTrace(): void {
  const { scenario, limits } = TRACED;
  const speed = (trace: boolean): number =>
    timed(() => simulate(scenario, { seed: 1, trace, limits }).counters.messagesDelivered).speed;
  const shares: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const without = speed(false);
    shares.push(1 - speed(true) / without);
  }
  console.log(`A full trace costs ${(100 * median(shares)).toFixed(0)} % of the speed of A, goal below 50 %`);
}

/** What is alive, in MB, of the heap and of the columns outside it. */
function alive(): number {
  // Twice: the columns that the first one lets go of are counted until the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

/** Live memory in the midst of a run, after 100 s and at its end. */
function measureMemory({ what, scenario, options }: (typeof LASTING)[number]): void {
  const before = alive();
  let early = NaN;
  let late = NaN;
  const run = simulate(scenario, {
    seed: 1,
    ...options,
    onProgress: (now) => {
      if (early !== early && now >= 100e9) early = alive();
      if (late !== late && now >= 0.99 * scenario.durationNs) late = alive();
      return true;
    },
  });
  const operations = run.history.length;
  const grown = late - early;
  const each = operations === 0 ? '' : `, ${((grown * 1e6) / (0.89 * operations)).toFixed(0)} bytes an operation`;
  console.log(
    `Memory, ${what}: ${(early - before).toFixed(2)} MB after 100 s, ${(late - before).toFixed(2)} MB after ${(scenario.durationNs / 1e9).toFixed(0)} s (${operations} operations${each})`,
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const only = process.argv[2];
for (let round = 0; round < WARM_UPS; round++) bareSpeed();
console.log(`The bare loop: ${bareSpeed().toFixed(2)} M messages/s`);
for (const measured of SCENARIOS) if (only === undefined || only === measured.letter) measure(measured);
if (only === undefined || only === 'T') measureTrace();
if (only === undefined || only === 'M') LASTING.forEach(measureMemory);
