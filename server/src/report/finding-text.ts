import type { Denied, Finding, LastCopy, ReplicasOut, SharedFate, Spread } from '../analysis';
import type { ActionModel, ScenarioModel } from '../language/model';
import { EventKind, OPERATION_KINDS, Outcome } from '../simulation';
import { actionText } from './fault-label';
import { placeName, placeNames, type JudgedRun } from './judged-run';
import { operationText, reasonText } from './operation-text';
import { withoutAnswer } from './path-step-text';
import { instantText, plural } from './quantity-text';
import { storePartText } from './store-part-text';

/** What a finding says, as a sentence. */
export function findingSentence(judged: JudgedRun, finding: Finding): string {
  switch (finding.kind) {
    case 'last copy':
      return lastCopySentence(judged, finding);
    case 'replicas out':
      return replicasOutSentence(judged, finding);
    case 'spread':
      return spreadSentence(judged, finding);
    case 'denied':
      return deniedSentence(judged, finding);
  }
}

/** `channel1, which lied, denied 92 writes ("server error" is made up): whether they took effect nobody knows.` */
function deniedSentence({ scenario, run: { history } }: JudgedRun, { operations, places, reason }: Denied): string {
  const kinds = [
    ...new Set(operations.map((operation) => OPERATION_KINDS[history.kind[operation] ?? 0] ?? 'operation')),
  ];
  const what = plural(operations.length, kinds.length === 1 ? (kinds[0] ?? 'operation') : 'operation');
  const open = operations.some((operation) => history.outcome[operation] === Outcome.Info)
    ? ': whether they took effect nobody knows'
    : '';
  return `${placeNames(scenario, places)}, which lied, denied ${what} ("${reasonText(reason)}" is made up)${open}.`;
}

/** `n1 alone had write data k7 = 221, and first (crash n1) took it at 20 s.` */
function lastCopySentence(judged: JudgedRun, finding: LastCopy): string {
  const { operation, copies, occurrence, follows, fragments } = finding;
  const { scenario, run } = judged;
  const { trace, history } = run;
  const last = copies.at(-1);
  if (last === undefined) return '';
  if (fragments !== null) return fragmentsSentence(judged, finding, last, fragments);
  const timeOf = ({ event }: { readonly event: number }): number => trace.time[event] ?? 0;
  // What goes at one instant goes together.
  const together = copies.filter((copy) => timeOf(copy) === timeOf(last)).map(({ place }) => place);
  const before = copies.filter((copy) => timeOf(copy) < timeOf(last)).map(({ place }) => place);
  const what = withoutAnswer(operationText(scenario, history, operation));
  const names = placeNames(scenario, together);
  const gone = before.length === 0 ? '' : ` by then (${placeNames(scenario, before)} no longer)`;
  const who = `${names} ${together.length > 1 ? '' : 'alone '}had ${what}${gone}`;
  const from = together.length > 1 ? ' from all of them' : '';
  const at = instantText(timeOf(last));
  const kind = trace.kind[last.event] as EventKind;
  if (kind === EventKind.Truncate)
    return `${who}, and cut it off its log at ${at}${follows < 0 ? '' : ` to follow ${placeName(scenario, follows)}`}.`;
  const how = occurrence >= 0 ? faultText(judged, occurrence) : kind === EventKind.Wipe ? 'a lost disk' : 'a stop';
  return `${who}, and ${how} took it${from} at ${at}.`;
}

/** `a1, b1 and c1 had 3 of the 6 fragments of write blocks k1 = 9, and it takes 4; third (wipe c1) took that of c1 at 3:00.` */
function fragmentsSentence(
  judged: JudgedRun,
  { operation, copies, occurrence }: LastCopy,
  last: LastCopy['copies'][number],
  { of, needed }: NonNullable<LastCopy['fragments']>,
): string {
  const { scenario, run } = judged;
  const places = copies.map(({ place }) => place);
  const what = withoutAnswer(operationText(scenario, run.history, operation));
  const how = occurrence >= 0 ? faultText(judged, occurrence) : 'a lost disk';
  const which = copies.every(({ event }) => event === last.event)
    ? 'them'
    : `that of ${placeName(scenario, last.place)}`;
  const at = instantText(run.trace.time[last.event] ?? 0);
  return `${placeNames(scenario, places)} had ${copies.length} of the ${of} fragments of ${what}, and it takes ${needed}; ${how} took ${which} at ${at}.`;
}

/** `All 3 replicas of orders shard 7 of 12 (m1, m2, m3) are in r1, and rack-down (crash r1) took them down at 5 s.` */
function replicasOutSentence(judged: JudgedRun, finding: ReplicasOut): string {
  const { scenario, run } = judged;
  const { store: index, shard, places, of, occurrences, shared, bears, shards } = finding;
  const store = scenario.stores[index];
  const count =
    of === 1 ? 'The only replica' : places.length === of ? `All ${of} replicas` : `${places.length} of ${of} replicas`;
  const whole = `${count} of ${storePartText(store, shard)} (${placeNames(scenario, places)})`;
  const distinct = [...new Set(occurrences)];
  const took = distinct.map((occurrence) => {
    const hit = places.filter((_, at) => occurrences[at] === occurrence);
    const whom = distinct.length > 1 ? placeNames(scenario, hit) : hit.length === 1 ? 'it' : 'them';
    const began = run.occurrences[occurrence]?.beganAt ?? 0;
    const action = scenario.faults[run.occurrences[occurrence]?.fault ?? -1]?.action;
    return `${faultText(judged, occurrence)} ${didText(action, whom)} at ${instantText(began)}`;
  });
  if (shared === null) return `${whole} could not be counted on: ${took.join(', ')}.`;
  const alike =
    store === undefined || store.shards < 2
      ? ''
      : `; ${shards} of its ${store.shards} shards ${shards === 1 ? 'has' : 'have'} ${bears + 1} or more there`;
  return `${whole} are in ${sharedText(scenario, shared)}, and ${took.join(', ')}${alike}.`;
}

/** What a fault did to those who were out because of it. */
function didText(action: ActionModel | undefined, whom: string): string {
  switch (action?.kind) {
    case 'partition':
    case 'isolate':
    case 'cut':
      return `cut ${whom} off`;
    case 'pause':
      return `stalled ${whom}`;
    case 'wipe':
      return `wiped ${whom}`;
    case 'byzantine':
      return action.behaviour === 'silent' ? `silenced ${whom}` : `made ${whom} faulty`;
    case 'fill-disk':
      return `left ${whom} no room`;
    default:
      return `took ${whom} down`;
  }
}

function sharedText(scenario: ScenarioModel, { kind, index }: SharedFate): string {
  if (kind === 'group') return `group ${scenario.groups[index]?.name ?? '?'}`;
  const domain = scenario.domains[index];
  return domain === undefined ? 'one place' : `${domain.kind} ${domain.name}`;
}

/** `When n3 answered, 1 of 3 replicas had 406 or newer (n1, stopped by then); it came there at 31 s by entries of n2.` */
function spreadSentence({ scenario, run }: JudgedRun, spread: Spread): string {
  const { write, read, held, of, stopped } = spread;
  const { history } = run;
  const reader = placeName(scenario, history.answeredBy[read] ?? -1);
  const some = stopped.length === 0 ? '' : `, of which ${placeNames(scenario, stopped)} had stopped`;
  const down = stopped.length === held.length ? ', stopped by then' : some;
  const value = history.input[write] ?? Number.NaN;
  return `When ${reader} answered, ${held.length} of ${plural(of, 'replica')} had ${value} or newer (${placeNames(scenario, held)}${down}); ${arrivalText({ scenario, run }, spread, value)}.`;
}

/** How it came later to whoever had answered. */
function arrivalText(
  { scenario, run: { trace, replicas } }: Pick<JudgedRun, 'scenario' | 'run'>,
  { arrival, sender, message }: Spread,
  value: number,
): string {
  if (arrival < 0) return 'it never came there';
  const [came, at] = [trace.c[arrival] ?? Number.NaN, instantText(trace.time[arrival] ?? 0)];
  const [store, name] = [trace.a[arrival], placeName(scenario, sender)];
  const isReplica = replicas.some((one) => one.store === store && one.place === sender);
  if (sender >= 0 && !isReplica) return `what came there next, at ${at}, was ${came}, written by ${name}`;
  const by = sender < 0 ? '' : ` by ${trace.names[message] ?? 'a message'} of ${name}`;
  return came === value ? `it came there at ${at}${by}` : `a newer one, ${came}, came there at ${at}${by}`;
}

/** `rack-down (crash r1)`. */
function faultText({ scenario, run }: JudgedRun, occurrence: number): string {
  const fault = scenario.faults[run.occurrences[occurrence]?.fault ?? -1];
  if (fault === undefined) return 'a fault';
  const action = actionText(scenario, fault.action);
  return fault.name === '' ? action : `${fault.name} (${action})`;
}
