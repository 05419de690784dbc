import type { QuorumSize } from '../../model';

/** How many replicas a quorum is; a local majority is at least a majority of one region, and so may be any number. */
export function quorumCount(size: QuorumSize, replicas: number): number | undefined {
  if (typeof size === 'number') return size;
  switch (size) {
    case 'one':
      return 1;
    case 'majority':
      return majorityOf(replicas);
    case 'all':
      return replicas;
    case 'local-majority':
      return undefined;
  }
}

/** The smallest number that is more than half. */
export function majorityOf(count: number): number {
  return Math.floor(count / 2) + 1;
}
