import { nearestWord } from '../nearest-word';
import type { ProblemExtras } from '../problem';
import type { TextRange } from '../source-text';
import type { DataType, OperationKind, OperationMix } from '../model';
import type { EffectivePolicy } from '../overrides/overrides';

/** The operations of each type of data, the ones that only look first. */
const operations: Readonly<Record<DataType, readonly OperationKind[]>> = {
  register: ['read', 'write', 'cas'],
  log: ['append', 'poll'],
  counter: ['read', 'increment'],
  set: ['read', 'add', 'remove'],
};

/** One that looks and one that changes: what a workload does when nothing is said. */
const defaults: Readonly<Record<DataType, readonly [OperationKind, OperationKind]>> = {
  register: ['read', 'write'],
  log: ['append', 'poll'],
  counter: ['read', 'increment'],
  set: ['read', 'add'],
};

/** Which operations a store of this data accepts. */
export function operationsOf(data: DataType): readonly OperationKind[] {
  return operations[data];
}

/** What is said of an operation that the data of a store does not have, with the one that may be meant. */
export function refusedOperation(
  word: string,
  range: TextRange,
  store: string,
  data: DataType,
): { readonly message: string; readonly extras: Pick<ProblemExtras, 'fixes'> } {
  const allowed = operationsOf(data);
  const meant = nearestWord(word, allowed);
  const message = `'${store}' holds a ${data}, which has ${allowed.join(', ')}, not '${word}'`;
  if (meant === undefined) return { message, extras: {} };
  return { message, extras: { fixes: [{ title: `Write '${meant}'`, edits: [{ range, newText: meant }] }] } };
}

/** Half and half. */
export function defaultOperations(data: DataType): OperationMix {
  return { kind: 'shares', shares: defaults[data].map((operation) => ({ operation, share: 0.5 })) };
}

/** Whether an operation only looks. */
export function isRead(operation: OperationKind): boolean {
  return operation === 'read' || operation === 'poll';
}

/** Why a policy cannot do an operation that its data has, and the smallest change; undefined where it can. */
export function whyNot(operation: OperationKind, { family, settings }: EffectivePolicy): string | undefined {
  if (operation !== 'cas') return undefined;
  if (family === 'erasure') {
    return "the nodes of an erasure-coded store do not agree on one of two that come at once; use 'write', or a policy such as raft";
  }
  if (family !== 'quorum' && family !== 'multi-leader' && family !== 'gossip') return undefined;
  if (settings.word('conflict') === 'siblings') {
    return "among siblings there is no one value to compare with; use 'conflict: last-write-wins'";
  }
  if (family === 'quorum' && settings.word('coordinator') === 'client') {
    return "it takes replicas that agree, and the client coordinates; use 'coordinator: replica'";
  }
  return undefined;
}
