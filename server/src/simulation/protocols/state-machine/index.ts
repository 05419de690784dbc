export type { OperationSet } from './operation-set';
export { StateMachine } from './state-machine';
export type { ContentObserver, Result, Snapshot } from './state-machine';
