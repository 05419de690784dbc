import { EventKind, type Run } from '../../simulation';

/** Events of the trace that an operation led to: its attempts, its messages and those that replicas sent for it. */
export function operationEvents(run: Run, operation: number): readonly number[] {
  const { trace, history } = run;
  const invoked = history.invokeEvent[operation] as number;
  if (invoked < 0) return [];
  const events = [invoked];
  const known = new Set(events);
  for (let event = invoked + 1; event < trace.length; event++) {
    if (!known.has(trace.cause[event] as number)) continue;
    // The next operation of a session begins with the end of this one, and is another story.
    if (trace.kind[event] === EventKind.Invoke) continue;
    known.add(event);
    events.push(event);
  }
  return events;
}
