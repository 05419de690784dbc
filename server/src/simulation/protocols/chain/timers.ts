/** Timers, in the order of `CHAIN_TIMERS`. */
export const ChainTimer = { Heartbeat: 0, Gap: 1, Promise: 2 } as const;
export const CHAIN_TIMERS = ['heartbeat', 'gap', 'promise'] as const;
