export { EpochLog } from './epoch-log';
export { garbledEntry, type EpochEntry, type EpochState } from './epoch-entry';
