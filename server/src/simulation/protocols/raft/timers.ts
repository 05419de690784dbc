/** Timers, in the order of `RAFT_TIMERS`. */
export const RaftTimer = { Election: 0, Heartbeat: 1, LeaderHeard: 2, CheckQuorum: 3 } as const;
export const RAFT_TIMERS = ['election', 'heartbeat', 'leader heard', 'check quorum'] as const;
