import { toNanos, type QuorumPolicy } from '../../server/src/language/model';
import { origin } from './scenario-builder';

/** The documented defaults of the quorum family, with changes. */
export function quorumPolicy(changes: Partial<QuorumPolicy> = {}): QuorumPolicy {
  return {
    family: 'quorum',
    name: 'quorum',
    origin,
    read: 'majority',
    write: 'majority',
    sloppy: false,
    hintedHandoff: true,
    hintWindowNs: toNanos(3 * 3600e9),
    readRepair: true,
    writeBack: false,
    antiEntropyNs: toNanos(600e9),
    coordinator: 'replica',
    conflict: 'last-write-wins',
    ...changes,
  };
}

/** No repair of any kind, as analyses of plain quorums assume. */
export function bareQuorum(read: number, write: number): QuorumPolicy {
  const { antiEntropyNs: _, ...policy } = quorumPolicy({
    read,
    write,
    readRepair: false,
    hintedHandoff: false,
    coordinator: 'client',
  });
  return policy;
}
