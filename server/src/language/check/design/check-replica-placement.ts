import type { BoundPlace } from '../../bind/bound';
import { placeShards } from '../../compile/place-shards';
import type { ScenarioEnv } from '../../compile/scenario-env';
import type { PolicyModel } from '../../model';
import type { StorePolicy } from '../check-store';
import { commonDomain, fineToCoarse, hasSeveral, largestCrowd } from './domains';
import { storePlace } from './report-property';

/** Reports replicas that lie so that one domain or one shared fate takes more of them than the data survives. */
export function checkReplicaPlacement(bound: StorePolicy, env: ScenarioEnv): void {
  if (bound.replicas > bound.store.on.length || bound.replicas < 2) return;
  const nodes = nodesOfAShard(bound);
  const { policy } = bound;
  if (policy.family === 'erasure') checkLosses(bound, env, nodes, policy.parity, 'FTM417');
  else if (policy.family === 'pbft') checkLosses(bound, env, nodes, Math.floor((nodes.length - 1) / 3), 'FTM418');
  else if (copiesEverything(policy)) checkTogether(bound, env, nodes);
}

/** The nodes of the first shard: where all replicas are everywhere, those of every shard. */
export function nodesOfAShard({ store, replicas }: StorePolicy): readonly BoundPlace[] {
  if (replicas >= store.on.length) return store.on;
  const [first] = placeShards(store.on, 1, replicas);
  return store.on.filter((node) => first?.includes(node.id));
}

/** At most `survives` of the nodes may be gone at once. */
function checkLosses(
  bound: StorePolicy,
  env: ScenarioEnv,
  nodes: readonly BoundPlace[],
  survives: number,
  code: 'FTM417' | 'FTM418',
): void {
  const what = code === 'FTM417' ? 'fragments' : 'replicas';
  const then = code === 'FTM417' ? 'what is stored cannot be restored' : 'the rest cannot agree';
  for (const level of fineToCoarse) {
    const [crowd, held] = largestCrowd(nodes, level);
    if (crowd === undefined || held <= survives || held < 2 || !hasSeveral(env.topology, level)) continue;
    const message =
      `${String(held)} of ${String(nodes.length)} ${what} of '${bound.store.name}' lie in ${level} '${crowd.name}', and ` +
      `${String(survives)} may be lost: without it ${then}`;
    const place = storePlace(bound);
    const related = [{ uri: crowd.uri, range: crowd.symbol.nameRange, message: `${level} '${crowd.name}'` }];
    env.contextOf(place.uri).report(code, place.range, message, { related });
    return;
  }
}

/** All copies in one domain, or in one group: none is left when it fails. */
function checkTogether(bound: StorePolicy, env: ScenarioEnv, nodes: readonly BoundPlace[]): void {
  const domain = commonDomain(nodes, env.topology);
  const group = env.topology.groups.find((each) => nodes.every((node) => each.members.includes(node)));
  const holder = domain ?? group;
  if (holder === undefined) return;
  const place = storePlace(bound);
  const message = `all ${String(nodes.length)} replicas of '${bound.store.name}' lie in ${holder.kind} '${holder.name}': when it fails, none is left`;
  const related = [{ uri: holder.uri, range: holder.symbol.nameRange, message: `${holder.kind} '${holder.name}'` }];
  env.contextOf(place.uri).report('FTM419', place.range, message, { related });
}

/** Families of which one copy is enough to go on; for the others a majority in one domain is told of already. */
function copiesEverything(policy: PolicyModel): boolean {
  switch (policy.family) {
    case 'primary-backup':
    case 'chain':
    case 'isr-log':
    case 'multi-leader':
    case 'gossip':
    case 'voting':
      return true;
    case 'quorum':
      return policy.read !== 'majority' || policy.write !== 'majority';
    case 'single':
    case 'raft':
    case 'multi-paxos':
    case 'zab':
    case 'pbft':
    case 'erasure':
      return false;
  }
}
