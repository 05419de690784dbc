import type { PathStep } from '../analysis';
import type { ActionModel } from '../language/model';
import { BreakerState, EventKind, InstanceState, type History, type Trace } from '../simulation';
import { actionText } from './fault-label';
import { placeName, type JudgedRun } from './judged-run';
import { operationText } from './operation-text';
import { NOTICED_NS, withoutAnswer } from './path-step-text';
import { instantText } from './quantity-text';
import { storePartText } from './store-part-text';
import { traceEventText } from './trace-event-text';

/**
 * `n2 suspects n1 at 12 s and leads orders from 12.4 s: web is answered again at 12.5 s`: how a failover ended it; null where
 * none did. Where operations were tried until then, the first of them that was answered late is named.
 */
export function endingText(judged: JudgedRun, path: readonly PathStep[]): string | null {
  const { scenario, run } = judged;
  const { trace } = run;
  const served = path.find(({ serves }) => serves === true);
  if (served === undefined) return null;
  const before = path.filter(({ event }) => event < served.event);
  const leader = before.findLast(({ event }) => trace.kind[event] === EventKind.Role);
  const over = lastOver(judged, before, leader);
  const letThrough = before.filter(({ event }) => letsThrough(trace, event));
  const [last] = letThrough.slice(-1);
  if (last !== undefined && leader === undefined) {
    const told = letThrough.map(
      ({ event }) => `${traceEventText(scenario, run, event)?.text ?? ''} at ${instantText(trace.time[event] ?? 0)}`,
    );
    return `${told.join(' and ')}: ${servedText(judged, served, isLate(run.history, served.operation) ? last : undefined)} at ${instantText(trace.time[served.event] ?? 0)}`;
  }
  // Whoever leads again itself was not replaced because it was suspected, and what was over since says more.
  const suspicion = before.findLast(
    ({ event }) =>
      trace.kind[event] === EventKind.Suspect &&
      (leader === undefined || (event < leader.event && trace.peer[event] !== trace.place[leader.event])) &&
      event > (over?.event ?? -1),
  );
  const nameOf = (step: PathStep): string => placeName(scenario, trace.place[step.event] ?? -1);
  const timeOf = ({ event }: Pick<PathStep, 'event'>): string => instantText(trace.time[event] ?? 0);
  const parts = [
    ...(over === undefined || suspicion !== undefined ? [] : [`${over.text} at ${timeOf(over)}`]),
    ...(suspicion === undefined
      ? []
      : [
          `${nameOf(suspicion)} suspects ${placeName(scenario, trace.peer[suspicion.event] ?? -1)} at ${timeOf(suspicion)}`,
        ]),
    ...(leader === undefined
      ? []
      : [
          `${suspicion !== undefined && nameOf(suspicion) === nameOf(leader) ? '' : `${nameOf(leader)} `}leads ${storePartText(scenario.stores[trace.a[leader.event] ?? -1], trace.peer[leader.event] ?? 0)} from ${timeOf(leader)}`,
        ]),
  ];
  return `${parts.length === 0 ? '' : `${parts.join(' and ')}: `}${servedText(judged, served, leader)} at ${timeOf(served)}`;
}

function isLate({ invokedAt, completedAt }: History, operation: number): boolean {
  return (completedAt[operation] ?? 0) - (invokedAt[operation] ?? 0) >= NOTICED_NS;
}

/** An instance is ready, a check passes, a breaker lets a call through. */
function letsThrough({ kind, b }: Trace, event: number): boolean {
  switch (kind[event] as EventKind) {
    case EventKind.Instance:
      return b[event] === InstanceState.Ready;
    case EventKind.Health:
      return b[event] === 1;
    case EventKind.Breaker:
      return b[event] !== BreakerState.Open;
    default:
      return false;
  }
}

/** What somebody does for good: it is over as soon as it is done. */
const ORDERS: ReadonlySet<ActionModel['kind']> = new Set(['promote', 'restart', 'add', 'remove', 'reconfigure']);

/** The last fault that was over, or order that was given, before that, to replicas of the store or shard that got a leader. */
function lastOver(
  { scenario, run: { trace, occurrences, replicas } }: JudgedRun,
  [first]: readonly PathStep[],
  leader: PathStep | undefined,
): { readonly event: number; readonly text: string } | undefined {
  if (first === undefined || leader === undefined) return undefined;
  const [store, shard] = [trace.a[leader.event], trace.peer[leader.event]];
  const places = replicas.filter((one) => one.store === store && one.shard === shard).map(({ place }) => place);
  for (let event = leader.event - 1; event >= first.event; event--) {
    if (trace.kind[event] !== EventKind.FaultEnd) continue;
    const occurrence = occurrences[trace.b[event] ?? -1];
    const fault = scenario.faults[occurrence?.fault ?? -1];
    if (fault === undefined || occurrence?.places.some((place) => places.includes(place)) !== true) continue;
    const name = fault.name === '' ? actionText(scenario, fault.action) : fault.name;
    if (occurrence.endedAt > occurrence.beganAt) return { event, text: `${name} is over` };
    if (ORDERS.has(fault.action.kind)) return { event, text: name };
  }
  return undefined;
}

/** `web is answered again`; where that was asked before somebody led, since when it had waited. */
function servedText(
  { scenario, run }: JudgedRun,
  { operation, event }: PathStep,
  leader: PathStep | undefined,
): string {
  const { history, trace } = run;
  const client = placeName(scenario, trace.place[event] ?? -1);
  if (leader === undefined || (history.invokeEvent[operation] ?? Infinity) > leader.event)
    return `${client} is answered again`;
  const attempts = history.attempts[operation] ?? 1;
  const tried = attempts > 1 ? `tried ${attempts} times` : 'waiting';
  const since = instantText(history.invokedAt[operation] ?? 0);
  return `${withoutAnswer(operationText(scenario, history, operation))} of ${client}, ${tried} since ${since}, is answered`;
}
