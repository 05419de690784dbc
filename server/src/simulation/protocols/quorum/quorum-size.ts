import type { QuorumSize } from '../../../language/model';

/** What an operation waits for: so many answers, counting only some replicas. */
export interface Quorum {
  readonly count: number;
  /** Replicas whose answers count; undefined: all. */
  readonly counted: ReadonlySet<number> | undefined;
}

/** `isLocal` says which members are in the coordinator's region. A number larger than the membership means all. */
export function quorumOf(size: QuorumSize, members: readonly number[], isLocal: (place: number) => boolean): Quorum {
  const majority = (n: number): number => Math.floor(n / 2) + 1;
  switch (size) {
    case 'one':
      return { count: 1, counted: undefined };
    case 'majority':
      return { count: majority(members.length), counted: undefined };
    case 'all':
      return { count: members.length, counted: undefined };
    case 'local-majority': {
      const local = members.filter(isLocal);
      // A coordinator in a region without replicas has no local majority to wait for: it takes one of all.
      if (local.length === 0) return { count: majority(members.length), counted: undefined };
      return { count: majority(local.length), counted: new Set(local) };
    }
    default:
      return { count: Math.min(size, members.length), counted: undefined };
  }
}
