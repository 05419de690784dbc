import type { Configuration } from '../configuration-register';

/** What the controller decides about one partition, as in KRaft's PartitionRegistration. Immutable. */
export interface PartitionState extends Configuration {
  /** Place ids of the brokers that hold the partition, the preferred leader first. */
  readonly replicas: readonly number[];
  /** Place id, or -1 while nobody may lead. */
  readonly leader: number;
  readonly leaderEpoch: number;
  /** The in-sync replicas: only one of them has everything that was committed. Never empty. */
  readonly isr: readonly number[];
  /** Incarnation that each replica has registered: a broker that was restarted has to register anew (broker epoch). */
  readonly incarnations: readonly number[];
}

export function incarnationOf(state: PartitionState, place: number): number {
  return state.incarnations[state.replicas.indexOf(place)] ?? -1;
}

/** A broker's process has ended: it leads no more, and leaves the in-sync replicas unless it is the last of them. */
export function withoutBroker(state: PartitionState, place: number): PartitionState {
  const rest = state.isr.filter((member) => member !== place);
  return {
    ...state,
    isr: rest.length === 0 ? state.isr : rest,
    leader: state.leader === place ? -1 : state.leader,
  };
}

export function withIncarnation(state: PartitionState, place: number, incarnation: number): PartitionState {
  const incarnations = state.replicas.map((replica, i) =>
    replica === place ? incarnation : (state.incarnations[i] ?? 0),
  );
  return { ...state, incarnations };
}

/**
 * Elects a leader where there is none: the first of the replicas, in order, that is in sync and alive. Unclean: if none is, any
 * that is alive, which then is the only one in sync, whatever it lacks.
 */
export function withLeader(
  state: PartitionState,
  isAlive: (place: number) => boolean,
  unclean: boolean,
): PartitionState {
  if (state.leader >= 0) return state;
  const alive = state.replicas.filter(isAlive);
  const inSync = alive.find((place) => state.isr.includes(place));
  if (inSync !== undefined) return led(state, inSync);
  const any = alive[0];
  return unclean && any !== undefined ? { ...led(state, any), isr: [any] } : state;
}

export function led(state: PartitionState, leader: number): PartitionState {
  return { ...state, leader, leaderEpoch: state.leaderEpoch + 1 };
}
