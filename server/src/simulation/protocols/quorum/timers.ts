/** Timers of a quorum replica. */
export const QuorumTimer = { Watch: 0, Probe: 1, AntiEntropy: 2, Detector: 3 } as const;
