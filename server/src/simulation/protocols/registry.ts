import type { PolicyFamily, PolicyModel } from '../../language/model';
import type { Message } from '../environment/message';
import { chain } from './chain';
import { erasure } from './erasure';
import { gossip } from './gossip';
import type { AnyFamily, Family } from './protocol';
import { isrLog } from './isr-log';
import { multiLeader } from './multi-leader';
import { multiPaxos } from './multi-paxos';
import { pbft } from './pbft';
import { primaryBackup } from './primary-backup';
import { quorum } from './quorum';
import { raft } from './raft';
import { single } from './single';
import { voting } from './voting';
import { zab } from './zab';

/**
 * Forgets which policy and messages a family has. Sound because a store's family is looked up by its policy's own
 * `family`, and messages travel only between endpoints of one store.
 */
function erase<P extends PolicyModel, M extends Message>(family: Family<P, M>): AnyFamily {
  return family as unknown as AnyFamily;
}

/** The families that can be executed. One line each. */
const FAMILIES: ReadonlyMap<PolicyFamily, AnyFamily> = new Map(
  [
    erase(single),
    erase(quorum),
    erase(raft),
    erase(primaryBackup),
    erase(chain),
    erase(isrLog),
    erase(multiPaxos),
    erase(zab),
    erase(pbft),
    erase(voting),
    erase(gossip),
    erase(multiLeader),
    erase(erasure),
  ].map((family) => [family.family, family]),
);

export function familyOf(policy: PolicyModel): AnyFamily | undefined {
  return FAMILIES.get(policy.family);
}
