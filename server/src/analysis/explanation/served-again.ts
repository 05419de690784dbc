import type { ExpectationBody, MetricName } from '../../language/model';
import { EventKind, Outcome, Role, type Run } from '../../simulation';

/** What users miss while nobody leads, and get again from whoever leads next. */
const OF_ANSWERS: readonly MetricName[] = ['availability', 'outage', 'recovery'];

export interface ServedAgain {
  readonly operation: number;
  /** The event with which the last leader before that answer began to lead. */
  readonly leader: number;
}

/**
 * The first operation like the first of a witness that is answered after it was not, where a leader was chosen in between:
 * the failover that ended it. Undefined where answers came back without one, as after a partition that heals.
 */
export function servedAgain(
  { trace, history, replicas }: Run,
  body: ExpectationBody,
  [failed]: readonly number[],
  stores: ReadonlySet<number>,
): ServedAgain | undefined {
  if (body.kind !== 'metric' || !OF_ANSWERS.includes(body.metric)) return undefined;
  if (failed === undefined || history.outcome[failed] === Outcome.Ok) return undefined;
  const store = history.store[failed] as number;
  const isSharded = new Set(replicas.filter((one) => one.store === store).map(({ shard }) => shard)).size > 1;
  // Other shards answer all the while; whoever asks for the same key asks the same one.
  const isAlike = (id: number): boolean =>
    history.store[id] === store &&
    history.kind[id] === history.kind[failed] &&
    (isSharded ? history.key[id] === history.key[failed] : history.client[id] === history.client[failed]);
  const invoked = history.invokeEvent[failed] as number;
  let answered = -1;
  for (let id = 0; id < history.length; id++) {
    const event = history.completeEvent[id] as number;
    if (history.outcome[id] !== Outcome.Ok || (history.invokeEvent[id] as number) <= invoked || !isAlike(id)) continue;
    if (answered < 0 || event < (history.completeEvent[answered] as number)) answered = id;
  }
  if (invoked < 0 || answered < 0) return undefined;
  const until = history.completeEvent[answered] as number;
  let leader = -1;
  for (let event = invoked; event < until; event++)
    if (trace.kind[event] === EventKind.Role && trace.b[event] === Role.Leader && stores.has(trace.a[event] as number))
      leader = event;
  if (leader < 0) return undefined;
  // Where a fault ended after that, its end may be what brought the answers back.
  for (let event = leader; event < until; event++) if (trace.kind[event] === EventKind.FaultEnd) return undefined;
  return { operation: answered, leader };
}
