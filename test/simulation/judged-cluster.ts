import { checkStore } from '../../server/src/analysis/consistency/check-store';
import { historyFromRun } from '../../server/src/analysis/consistency/history-from-run';
import type { PolicyModel, ScenarioModel } from '../../server/src/language/model';
import { EventKind, Outcome, simulate, type Run } from '../../server/src/simulation';
import { at, places, type Fault } from './fault-notation';
import { constant, exponential, ms, scenarioOf, type ScenarioText } from './scenario-builder';

/** Five replicas with disks and links of a millisecond, three clients that share three keys and try four times. */
export function clusterOf(policy: PolicyModel, text: Partial<ScenarioText> = {}): ScenarioModel {
  return scenarioOf({
    nodes: 5,
    clients: 3,
    policy,
    seconds: 10,
    storage: { log: 'fsync' },
    disk: constant(ms(1)),
    link: { latency: exponential(ms(1)) },
    load: { kind: 'closed', sessions: 6, thinkNs: ms(5) },
    keys: 3,
    timeout: ms(400),
    retries: 3,
    ...text,
  });
}

/** The clients of `clusterOf` stop for good: what is under way then settles, and replicas can be compared. */
export const clientsStopAt = (seconds: number): Fault => at(seconds, { kind: 'crash', targets: places(5, 6, 7) });

export interface JudgedRun {
  readonly run: Run;
  /** `pass`, `fail`, `undecided`, or `none` where the model does not apply. */
  readonly linearizable: string;
  readonly sequential: string;
}

export function judgedRun(scenario: ScenarioModel, seed: number, maxStates = 1_000_000): JudgedRun {
  const run = simulate(scenario, { seed, trace: false });
  const { linearizable, sequential } = checkStore(historyFromRun(scenario, run, 0), maxStates);
  return { run, linearizable: linearizable?.decision ?? 'none', sequential: sequential?.decision ?? 'none' };
}

/** Operations that succeeded in an interval. */
export function okCount({ history }: Run, from = 0, to = Infinity): number {
  let count = 0;
  for (let row = 0; row < history.length; row++) {
    const completed = history.completedAt[row] ?? 0;
    if (history.outcome[row] === Outcome.Ok && completed >= from && completed < to) count++;
  }
  return count;
}

/** Names of the messages delivered in a run that kept its trace. */
export function deliveredNames({ trace }: Run): Set<string> {
  const names = new Set<string>();
  for (let event = 0; event < trace.length; event++) {
    if (trace.kind[event] === EventKind.Deliver) names.add(trace.names[trace.a[event] ?? 0] ?? '');
  }
  return names;
}

/** What each replica holds at the end, as comparable text. */
export function heldBy(run: Run): string[] {
  return run.replicas.map((replica) => JSON.stringify([...replica.values].sort(([x], [y]) => x - y)));
}
