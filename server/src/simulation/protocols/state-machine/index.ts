export type { OperationSet } from './operation-set';
export { garbledState, StateMachine, weightOfSnapshot } from './state-machine';
export type { ContentObserver, Result, Snapshot } from './state-machine';
