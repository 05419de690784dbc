export { EpochLog } from './epoch-log';
export { garbledEntry, garbledEpochState, type EpochEntry, type EpochState } from './epoch-entry';
