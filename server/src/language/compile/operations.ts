import type { DataType, OperationKind, OperationMix } from '../model';

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

/** Half and half. */
export function defaultOperations(data: DataType): OperationMix {
  return { kind: 'shares', shares: defaults[data].map((operation) => ({ operation, share: 0.5 })) };
}

/** Whether an operation only looks. */
export function isRead(operation: OperationKind): boolean {
  return operation === 'read' || operation === 'poll';
}
