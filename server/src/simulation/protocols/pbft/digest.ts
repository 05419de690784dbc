import type { Command } from '../../environment/command';
import { mix } from '../../kernel/random-streams';
import type { Snapshot } from '../state-machine';
import type { Answer } from './message';

/** Digest of a request; 0 for the null request. */
export function digestOf(command: Command | undefined): number {
  if (command === undefined) return 0;
  let h = mix(command.operation + 1);
  for (const part of [command.kind, command.key, command.value, command.expected, command.session]) {
    h = mix(h ^ (part | 0));
  }
  return h;
}

/** Digest of a checkpoint: of its state and of the answers kept. */
export function digestOfCheckpoint(state: Snapshot, answers: ReadonlyMap<number, Answer>): number {
  let sum = digestOfState(state);
  for (const [session, { operation, reason, output, observation }] of answers) {
    let h = mix(mix(session + 0x9000) ^ operation) ^ reason;
    h = mix(h ^ (output === output ? output | 0 : 0x7fffffff));
    for (const value of observation ?? []) h = mix(h ^ (value | 0));
    sum = (sum + h) | 0;
  }
  return sum;
}

/** Digest of a state: of contents and of what each session did last. A set's elements have no order. */
export function digestOfState(state: Snapshot, areOrdered = true): number {
  // A sum over keys and sessions: a map's order tells how the state came about, not what it is.
  let sum = 0;
  for (const [key, values] of state.values) {
    let h = mix(key + 1);
    if (areOrdered) for (const value of values) h = mix(h ^ (value | 0));
    else h = values.reduce((total, value) => (total + mix(key ^ mix(value | 0))) | 0, h);
    sum = (sum + h) | 0;
  }
  state.sessions.forEach((operation, session) => {
    if (operation > 0) sum = (sum + mix(mix(session + 0x5000) ^ (operation | 0))) | 0;
  });
  for (const session of state.mismatches) sum = (sum + mix(session + 0x70000)) | 0;
  return sum;
}
