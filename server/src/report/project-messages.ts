import { EventKind, type Trace } from '../simulation';
import { packNumbers } from './packed-column';
import { instantText } from './quantity-text';
import { REPORT_LIMITS } from './report-limits';
import type { MessageColumns } from './run-report';

export interface ProjectedMessages {
  readonly columns: MessageColumns;
  readonly omissions: readonly string[];
}

/** Every message with where it went and when it arrived; a duplicate that arrives is a message of its own. */
export function projectMessages(trace: Trace, limit: number = REPORT_LIMITS.messages): ProjectedMessages {
  const sender: number[] = [];
  const receiver: number[] = [];
  const sentAt: number[] = [];
  const arrivedAt: number[] = [];
  const name: number[] = [];
  /** Of each message, by its number: that of the event in which it was sent. */
  const rowOf = new Int32Array(trace.length).fill(-1);
  const add = (from: number, to: number, sent: number, arrived: number, type: number): number => {
    sender.push(from);
    receiver.push(to);
    sentAt.push(sent);
    arrivedAt.push(arrived);
    name.push(type);
    return sender.length - 1;
  };
  let cutAt: number | undefined;
  for (let event = 0; event < trace.length; event += 1) {
    const kind = trace.kind[event];
    if (kind !== EventKind.Send && kind !== EventKind.Deliver) continue;
    const at = trace.time[event] ?? 0;
    const place = trace.place[event] ?? -1;
    const peer = trace.peer[event] ?? -1;
    const type = trace.a[event] ?? 0;
    const message = trace.c[event] ?? -1;
    const row = rowOf[message] ?? -1;
    const isFirstArrival = row >= 0 && Number.isNaN(arrivedAt[row]);
    if (kind === EventKind.Deliver && isFirstArrival) arrivedAt[row] = at;
    else if (sender.length >= limit) cutAt ??= at;
    else if (kind === EventKind.Send) rowOf[message] = add(place, peer, at, NaN, type);
    else if (row >= 0) add(peer, place, at - (trace.b[event] ?? 0), at, type);
  }
  return {
    columns: {
      sender: packNumbers(sender),
      receiver: packNumbers(receiver),
      sentAt: packNumbers(sentAt),
      arrivedAt: packNumbers(arrivedAt),
      name: packNumbers(name),
      names: trace.names,
    },
    omissions: cutAt === undefined ? [] : [`messages after ${instantText(cutAt)} are not shown`],
  };
}
