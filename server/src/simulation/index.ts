export * from './run';
export { simulate } from './simulate';
export type { SimulationOptions, SimulationLimits } from './simulate';
export { unsupported, type Unsupported } from './unsupported';
