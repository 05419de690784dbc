export type { OperationSet } from './operation-set';
export { StateMachine, weightOfSnapshot } from './state-machine';
export type { ContentObserver, Result, Snapshot } from './state-machine';
