import type { ExpectationBody, MetricName } from '../../language/model';
import { EventKind, Outcome, Role, shardOfKey, type Run } from '../../simulation';

/** What users miss while nobody leads, and get again from whoever leads next. */
export const OF_ANSWERS: readonly MetricName[] = ['availability', 'outage', 'recovery'];

export interface ServedAgain {
  readonly operation: number;
  /** The event with which the last leader before that answer began to lead. */
  readonly leader: number;
}

/**
 * The failover that ended what the first operation of a witness met: the first answer to an operation like it that came after
 * somebody was chosen to lead, be that operation a later one or one that had been tried since before, the witness itself included.
 * Undefined where answers came back without an election, as after a partition that heals.
 */
export function servedAgain(
  run: Run,
  body: ExpectationBody,
  [first]: readonly number[],
  stores: ReadonlySet<number>,
): ServedAgain | undefined {
  if (first === undefined || body.kind !== 'metric' || !OF_ANSWERS.includes(body.metric)) return undefined;
  const { history } = run;
  const begun = history.invokeEvent[first] as number;
  if (begun < 0) return undefined;
  const shards = shardsOf(run, history.store[first] as number);
  for (const operation of laterAnswers(run, body, first)) {
    const until = history.completeEvent[operation] as number;
    const shard = shards > 1 ? shardOfKey(history.key[operation] as number, shards) : -1;
    const leader = lastLeader(run, stores, shard, begun, until);
    if (leader >= 0) return faultEnds(run, leader, until) ? undefined : { operation, leader };
    // What was asked for before may still be answered by whoever led then.
    if ((history.invokeEvent[operation] as number) >= begun) return undefined;
  }
  return undefined;
}

/** Answers to operations like one that came after it was asked for, in order of time. */
export function laterAnswers(run: Run, body: ExpectationBody, first: number): readonly number[] {
  const { history } = run;
  const begun = history.invokeEvent[first] as number;
  const shards = shardsOf(run, history.store[first] as number);
  // Where nothing at all succeeded, whatever succeeds is the end of it.
  const isLike =
    body.kind === 'metric' && body.metric === 'outage' && body.subject === undefined
      ? ofStore(run, first)
      : like(run, first, shards);
  const answered: number[] = [];
  for (let id = 0; id < history.length; id++)
    if (history.outcome[id] === Outcome.Ok && (history.completeEvent[id] as number) > begun && isLike(id))
      answered.push(id);
  answered.sort((a, b) => (history.completeEvent[a] as number) - (history.completeEvent[b] as number));
  return answered;
}

/** Operations of the same store, whoever asks for what; requests to services among themselves, without what services ask for. */
function ofStore({ history }: Run, first: number): (id: number) => boolean {
  const isOfClient = (id: number): boolean => (history.workload[id] as number) >= 0;
  return (id) => history.store[id] === history.store[first] && isOfClient(id) === isOfClient(first);
}

/** Operations of the same kind and client, or requests of the same handler; other shards answer all the while. */
function like({ history }: Run, first: number, shards: number): (id: number) => boolean {
  const shardOf = (id: number): number => (shards > 1 ? shardOfKey(history.key[id] as number, shards) : 0);
  return (id) =>
    history.store[id] === history.store[first] &&
    history.service[id] === history.service[first] &&
    history.handler[id] === history.handler[first] &&
    history.kind[id] === history.kind[first] &&
    history.client[id] === history.client[first] &&
    shardOf(id) === shardOf(first);
}

function shardsOf({ replicas }: Run, store: number): number {
  return new Set(replicas.filter((one) => one.store === store).map(({ shard }) => shard)).size;
}

/** The last event between two others with which somebody begins to lead one of some stores; a shard of it, unless it is -1. */
function lastLeader({ trace }: Run, stores: ReadonlySet<number>, shard: number, after: number, before: number): number {
  for (let event = before - 1; event > after; event--)
    if (
      trace.kind[event] === EventKind.Role &&
      trace.b[event] === Role.Leader &&
      stores.has(trace.a[event] as number) &&
      (shard < 0 || trace.peer[event] === shard)
    )
      return event;
  return -1;
}

/** Where a fault ended after somebody led, its end may be what brought the answers back. */
export function faultEnds({ trace }: Run, after: number, before: number): boolean {
  for (let event = after; event < before; event++) if (trace.kind[event] === EventKind.FaultEnd) return true;
  return false;
}
