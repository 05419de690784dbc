import type { ScenarioModel } from '../language/model';
import type { History, Run } from '../simulation';
import { numberText } from './quantity-text';
import type { MetricRow } from './run-report';

/** Requests of clients, or calls of one service by others, of which some were asked more than once. */
export interface AskedAgain {
  /** Of its curve: "attempts" of clients, "attempts at backend" of services that call it. */
  readonly curve: string;
  /** What each was: "request of clients", "call of backend". */
  readonly noun: string;
  /** Rows of the history; each has the number of its attempts there. */
  readonly rows: readonly number[];
}

/** Who was asked again, clients' requests first; in the part of the run that begins at `fromNs`. */
export function askedAgain(scenario: ScenarioModel, { history }: Run, fromNs = 0): readonly AskedAgain[] {
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < history.length; row += 1) {
    const callee = calleeOf(history, row);
    if (callee === undefined || attemptsOf(history, row) === 0 || (history.invokedAt[row] ?? 0) < fromNs) continue;
    const rows = rowsOf.get(callee);
    if (rows === undefined) rowsOf.set(callee, [row]);
    else rows.push(row);
  }
  return [...rowsOf]
    .filter(([, rows]) => rows.some((row) => attemptsOf(history, row) > 1))
    .sort(([a], [b]) => a - b)
    .map(([callee, rows]) => {
      const name = scenario.services[callee]?.name ?? '?';
      return callee === OF_CLIENTS
        ? { curve: 'attempts', noun: 'request of clients', rows }
        : { curve: `attempts at ${name}`, noun: `call of ${name}`, rows };
    });
}

export function attemptsOf(history: History, row: number): number {
  return history.attempts[row] ?? 0;
}

const OF_CLIENTS = -1;

/** The service that another calls, or that it is a client who asks; what services do at stores is neither. */
function calleeOf(history: History, row: number): number | undefined {
  if ((history.workload[row] ?? -1) >= 0) return OF_CLIENTS;
  const service = history.service[row] ?? -1;
  return service >= 0 ? service : undefined;
}

const ATTEMPTS_PER = 'attempts per ';

/** How many attempts each request of clients and each call of a service took on average, after the warm-up. */
export function attemptRows(scenario: ScenarioModel, run: Run): readonly MetricRow[] {
  return askedAgain(scenario, run, scenario.warmUpNs).map(({ noun, rows }) => {
    const attempts = rows.reduce((sum, row) => sum + attemptsOf(run.history, row), 0);
    return { name: ATTEMPTS_PER + noun, value: numberText(attempts / rows.length) };
  });
}

/** The same in one line; empty where nobody asked again. */
export function attemptsText(metrics: readonly MetricRow[]): string {
  return metrics
    .filter(({ name }) => name.startsWith(ATTEMPTS_PER))
    .map(({ name, value }) => `${value} per ${name.slice(ATTEMPTS_PER.length)}`)
    .join(', ');
}
