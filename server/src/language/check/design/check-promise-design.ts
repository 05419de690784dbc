import type { ExpectationModel, PolicyModel } from '../../model';
import type { TextRange } from '../../source-text';
import type { CheckedScenario } from '../check-scenario';
import { durationText, type StorePolicy } from '../check-store';
import { quorumCount } from './describe';
import { networkOf } from './network';
import { areWorkloadsKnown, reaches, writes } from './workload-effects';

/** Reports an expectation of a store that its replication does not promise: whether it holds is up to luck. */
export function checkPromise(checked: CheckedScenario, range: TextRange, { body }: ExpectationModel): void {
  const { env, scenario } = checked;
  if (body.kind === 'metric') {
    if (body.metric !== 'lost writes' || body.comparison !== '=' || body.value !== 0) return;
    for (const bound of checked.stores) {
      if (body.subject?.kind === 'store' && body.subject.store !== bound.store.index) continue;
      const { index } = bound.store;
      if (areWorkloadsKnown(checked) && !checked.workloads.some((each) => reaches(each, index) && writes(each)))
        continue;
      const reason = clockReason(checked, bound);
      if (reason !== undefined)
        report('FTM436', bound, `'${bound.store.name}' can lose acknowledged writes: ${reason}`);
    }
    return;
  }
  const bound = checked.stores.find(({ store }) => store.index === body.store);
  const isStrong = body.kind === 'cap' ? body.is === 'CP' : body.model === 'linearizable';
  if (bound === undefined || !isStrong) return;
  const reason = staleReason(bound.policy, bound.replicas);
  if (reason === undefined) return;
  const model = body.kind === 'cap' ? "consistent (the C of 'CP')" : 'linearizable';
  report('FTM437', bound, `'${bound.store.name}' is not made to be ${model}: ${reason}`);

  function report(code: 'FTM436' | 'FTM437', of: StorePolicy, message: string): void {
    const related = [{ uri: of.uri, range: of.range, message: `'${of.policy.name}' is chosen here` }];
    env.contextOf(scenario.uri).report(code, range, message, { related });
  }
}

/** With `last-write-wins` a coordinator whose clock is ahead makes the writes of others vanish. */
function clockReason(checked: CheckedScenario, { policy, store }: StorePolicy): string | undefined {
  if (policy.family !== 'quorum' || policy.conflict !== 'last-write-wins' || policy.coordinator === 'client')
    return undefined;
  // A write asks a quorum for the highest timestamp first, and takes a higher one.
  if (policy.writeBack) return undefined;
  const { env } = checked;
  const apart = mostApart(checked, store.on);
  const network = networkOf(env.topology, env.origins);
  const [first] = store.on;
  const soonest = first === undefined ? 0 : network.answersNs(first, store.on, 1, 0.5);
  if (apart <= soonest) return undefined;
  return `clocks of its nodes are up to ${durationText(apart)} apart, and 'last-write-wins' keeps the write with the later time, not the later write`;
}

/** How far the clocks of some nodes are apart at most, by the topology and by the faults that are in force together. */
function mostApart({ env, faults }: CheckedScenario, nodes: StorePolicy['store']['on']): number {
  const skews = faults.flatMap((fault) => {
    if (fault?.action.kind !== 'skew') return [];
    const { targets, byNs, forNs } = fault.action;
    const { trigger } = fault;
    // Nobody knows when the others are: they may be in force at any time, and not be.
    const from = trigger.kind === 'at' ? trigger.atNs : undefined;
    return [{ targets, byNs, from, to: from === undefined || forNs === undefined ? Infinity : from + forNs }];
  });
  const isKnown = ({ from }: (typeof skews)[number]): boolean => from !== undefined;
  const apartWith = (inForce: typeof skews): number => {
    const offsets = nodes.map((node) =>
      inForce.reduce(
        (sum, { targets, byNs }) =>
          targets.some((each) => each.kind === 'places' && each.places.includes(node.id)) ? sum + byNs : sum,
        env.overrides.settingsOf(node).section('clock').ns('skew') as number,
      ),
    );
    return Math.max(...offsets) - Math.min(...offsets);
  };
  const moments = [-1, ...skews.flatMap(({ from }) => from ?? [])].map((at) =>
    skews.filter(({ from, to }) => from !== undefined && from <= at && to > at),
  );
  const unknown = skews.filter((each) => !isKnown(each));
  return Math.max(
    ...moments.flatMap((known) =>
      [[], ...unknown.map((each) => [each]), unknown].map((some) => apartWith([...known, ...some])),
    ),
  );
}

/** Why a read may miss a write that was acknowledged before it began, although nothing is broken. */
function staleReason(policy: PolicyModel, n: number): string | undefined {
  switch (policy.family) {
    case 'primary-backup':
      if (policy.reads !== 'primary' && n > 1)
        return `'reads: ${policy.reads}' answers from a replica that may lag behind`;
      if (policy.failover === 'automatic' && !policy.fencing && n > 1)
        return 'without fencing an old primary answers beside the new one';
      return undefined;
    case 'raft':
      return policy.reads === 'follower-local' || policy.reads === 'leader-local'
        ? `'reads: ${policy.reads}' answers without asking anybody`
        : undefined;
    case 'zab':
      return policy.reads === 'local' ? "'reads: local' answers from a server that may lag behind" : undefined;
    case 'quorum': {
      const [r, w] = [quorumCount(policy.read, n), quorumCount(policy.write, n)];
      if (policy.sloppy) return "with 'sloppy: on' a write may lie on nodes that no read asks";
      if (r !== undefined && w !== undefined && r + w <= n)
        return `R + W is ${String(r)} + ${String(w)}, not above N = ${String(n)}`;
      return undefined;
    }
    case 'multi-leader':
      return n > 1 ? 'each leader answers before it has heard of the writes of the others' : undefined;
    case 'gossip':
      return n > 1 ? 'a node answers before the rumour of a write has reached it' : undefined;
    case 'isr-log':
      return policy.uncleanElection
        ? "'unclean-election: on' lets a replica lead that lacks what was read before"
        : undefined;
    case 'single':
    case 'chain':
    case 'multi-paxos':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return undefined;
  }
}
