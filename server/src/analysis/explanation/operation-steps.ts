import { EventKind, Outcome, type Run } from '../../simulation';
import { damageBehind } from './damage-behind';
import { heldRequest } from './held-request';
import { operationEvents } from './operation-events';
import type { Step } from './way-step';

/** The first event of its kind, or the first that tells most. */
interface FirstStep extends Step {
  event: number;
  places: readonly number[];
  count: number;
  isTelling: boolean;
}

/**
 * What became of an operation: the first of each sender's messages that was lost, who refused it or kept silent, and how it
 * ended; of a value that was damaged, what brought it. A message lost on the way to one of `servers`, who answered the operations of the witness, says more than one lost
 * elsewhere.
 */
export function operationSteps(run: Run, operation: number, servers: ReadonlySet<number>): Step[] {
  const { trace, history } = run;
  const invoked = history.invokeEvent[operation] as number;
  const completed = history.completeEvent[operation] as number;
  if (invoked < 0) return [];
  const client = history.client[operation] as number;
  const damage = damageBehind(run, operation);
  // What brought a value that nobody wrote is the whole story: what else became of its messages did not change the answer.
  if (damage !== undefined)
    return [damagedStep(run, damage), { ...endStep(completed, operation, client), broughtBy: damage }];
  const steps: FirstStep[] = [];
  /** By kind and, of lost messages, by sender. */
  const first = new Map<string, FirstStep>();
  for (const event of operationEvents(run, operation)) {
    const kind = trace.kind[event] as EventKind;
    if (kind !== EventKind.Drop && kind !== EventKind.Refuse && kind !== EventKind.Acknowledge) continue;
    // What became of its messages once the client had given up changed nothing for it.
    if (kind !== EventKind.Acknowledge && completed >= 0 && event > completed) continue;
    const name = kind === EventKind.Drop ? `${kind}/${trace.place[event]}` : `${kind}`;
    const known = first.get(name);
    const peer = kind === EventKind.Drop ? (trace.peer[event] as number) : -1;
    const isTelling = servers.has(peer);
    const places = [trace.place[event] as number, ...(peer >= 0 ? [peer] : [])];
    if (known !== undefined) {
      known.count++;
      if (isTelling && !known.isTelling) Object.assign(known, { event, places, isTelling });
      continue;
    }
    const step = { event, operation, count: 1, places, isTelling };
    first.set(name, step);
    steps.push(step);
  }
  const held = heldRequest(run, operation);
  if (held !== undefined) steps.push({ ...held, operation, holds: true, isTelling: true });
  const end = completed >= 0 ? completed : invoked;
  const answered = history.outcome[operation] === Outcome.Ok;
  // An answer that the client got says all that its acknowledgement says.
  const told = answered ? steps.filter(({ event }) => trace.kind[event] !== EventKind.Acknowledge) : steps;
  return [...told, endStep(end, operation, client)];
}

function endStep(event: number, operation: number, client: number): Step {
  return { event, operation, count: 1, places: [client] };
}

/** Several answers may come from it, so it is of no one operation. */
function damagedStep({ trace }: Run, event: number): Step {
  const ends = [trace.place[event] as number, trace.peer[event] as number];
  return { event, operation: -1, count: 1, places: ends.filter((place) => place >= 0) };
}
