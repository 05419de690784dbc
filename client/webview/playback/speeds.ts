/** Simulated seconds for each second of watching. */
export const SPEEDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 300, 3600] as const;

const COMFORTABLE_S = 30;

/** The run plays in about half a minute. */
export function comfortableSpeed(durationNs: number): number {
  const wanted = durationNs / 1e9 / COMFORTABLE_S;
  return SPEEDS.find((speed) => speed >= wanted) ?? SPEEDS[SPEEDS.length - 1] ?? 1;
}

export function otherSpeed(speed: number, direction: 'faster' | 'slower'): number {
  const faster = SPEEDS.find((candidate) => candidate > speed);
  const slower = SPEEDS.findLast((candidate) => candidate < speed);
  return (direction === 'faster' ? faster : slower) ?? speed;
}
