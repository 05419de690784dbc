/** The contract between the simulation and every room after it. */
export * from './trace';
export * from './history';
export { shardOfKey } from './shard-of-key';
export type * from './run';
export type { SupersededRecord } from '../observation/superseded-writes';
