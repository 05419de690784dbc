/** Timers, in the order of `PBFT_TIMERS`. */
export const PbftTimer = { ViewChange: 0, Retransmit: 1 } as const;
export const PBFT_TIMERS = ['view change', 'retransmit'] as const;
