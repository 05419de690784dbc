/** Timers, in the order of `ISR_TIMERS`. */
export const IsrTimer = { Tick: 0, Fetch: 1, Lag: 2, Parked: 3, Decide: 4 } as const;
export const ISR_TIMERS = ['tick', 'fetch', 'lag', 'parked fetches', 'decide'] as const;
