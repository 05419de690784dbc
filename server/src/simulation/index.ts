export * from './run';
export { simulate } from './simulate';
export { initialPlaces } from './components/initial-places';
export { ungarbled } from './environment/message';
export { garble } from './environment/message';
export { mends, type FaultIntervention, type Firing } from './faults/intervention';
export type { SimulationOptions, SimulationLimits } from './simulate';
export { unsupported, type Unsupported } from './unsupported';
export { clientConnection, type ClientConnection } from './client-connections';
