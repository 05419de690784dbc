export type { OperationSet } from './operation-set';
export { garbledState, StateMachine, UNOBSERVED, weightOfSnapshot } from './state-machine';
export type { ContentObserver, Result, Snapshot } from './state-machine';
