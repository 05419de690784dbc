/** Long-run availability from failure data, computed exactly. */
export { steadyState, type SteadyState } from './steady-state';
export { longRun, meanTimeToDataLoss, type Component, type LongRun } from './long-run';
export { minimalCuts, type Cut } from './minimal-cuts';
