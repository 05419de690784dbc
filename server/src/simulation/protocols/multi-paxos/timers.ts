/** Timers, in the order of `PAXOS_TIMERS`. */
export const PaxosTimer = { Election: 0, Heartbeat: 1 } as const;
export const PAXOS_TIMERS = ['election', 'heartbeat'] as const;
