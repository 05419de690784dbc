/** The contract between the simulation and every room after it. */
export * from './trace';
export * from './history';
export type * from './run';
export type { SupersededRecord } from '../observation/superseded-writes';
