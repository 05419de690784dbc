/** The contract between the language and every room after it. */
export type * from './origin';
export * from './quantity';
export type * from './resilience';
export type * from './policy';
export type * from './topology';
export type * from './workload';
export type * from './faults';
export type * from './expectation';
export type * from './scenario';
export * from './placement';
