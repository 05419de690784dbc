import { EventKind, type Trace } from '../simulation';

/** The operation that each event of the trace descends from through its causes; -1 where it descends from none. */
export function operationOrigins(trace: Trace): Int32Array {
  const origins = new Int32Array(trace.length).fill(-1);
  for (let event = 0; event < trace.length; event += 1) {
    const cause = trace.cause[event] ?? -1;
    if (namesOperation(trace.kind[event])) origins[event] = trace.a[event] ?? -1;
    else if (cause >= 0) origins[event] = origins[cause] ?? -1;
  }
  return origins;
}

/** Kinds whose `a` is an operation. A message that carries several operations descends from the first of them alone. */
function namesOperation(kind: number | undefined): boolean {
  return (
    kind === EventKind.Invoke ||
    kind === EventKind.Attempt ||
    kind === EventKind.Complete ||
    kind === EventKind.Acknowledge ||
    kind === EventKind.Refuse
  );
}
