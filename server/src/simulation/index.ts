export * from './run';
export { simulate } from './simulate';
export type { SimulationOptions, SimulationLimits } from './simulate';
