import { EventKind, Outcome, type Run } from '../../simulation';
import { operationEvents } from './operation-events';

/** A request that a node had and neither answered nor refused before its client gave up. */
export interface HeldRequest {
  /** The first message from that node to another that was lost meanwhile; where none was, the arrival of the request. */
  readonly event: number;
  /** Node that had it. */
  readonly place: number;
  /** How many of the node's messages were lost meanwhile; at least 1. */
  readonly count: number;
  /** Places where it was felt: the node, and whom its message did not reach. */
  readonly places: readonly number[];
}

/**
 * The last node that sat on an operation's request: a leader that waits for others before it may answer keeps silent, and what
 * it waits for is told by no event of the operation where the node had asked for it before. Undefined where the operation
 * was answered, where every node that had it answered or refused, and where what the node sent for it was lost, which says more.
 */
export function heldRequest(run: Run, operation: number): HeldRequest | undefined {
  const { trace, history } = run;
  const completed = history.completeEvent[operation] as number;
  if (history.outcome[operation] === Outcome.Ok || (history.store[operation] as number) < 0) return undefined;
  const until = completed < 0 ? trace.length : completed;
  const client = history.client[operation] as number;
  const replicas = new Set(run.replicas.map(({ place }) => place));
  /** Who has the request, and the event by which it first arrived there. */
  const holders = new Map<number, number>();
  let last = -1;
  for (const event of operationEvents(run, operation)) {
    if (event >= until) break;
    const place = trace.place[event] as number;
    const isOfClient = trace.peer[event] === client;
    switch (trace.kind[event] as EventKind) {
      case EventKind.Deliver:
        if (!isOfClient || !replicas.has(place)) break;
        if (!holders.has(place)) holders.set(place, event);
        last = place;
        break;
      case EventKind.Send:
        if (isOfClient) holders.delete(place);
        break;
      case EventKind.Drop:
      case EventKind.Refuse:
      case EventKind.Acknowledge:
        holders.delete(place);
        break;
      default:
    }
  }
  const place = last;
  const arrival = holders.get(place);
  if (arrival === undefined) return undefined;
  let held: HeldRequest = { event: arrival, place, count: 1, places: [place] };
  for (let event = arrival; event < until; event++) {
    if (trace.kind[event] !== EventKind.Drop || trace.place[event] !== place) continue;
    const peer = trace.peer[event] as number;
    if (!replicas.has(peer)) continue;
    held =
      held.event === arrival ? { event, place, count: 1, places: [place, peer] } : { ...held, count: held.count + 1 };
  }
  return held;
}
