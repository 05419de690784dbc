import type { ActionModel, PolicyModel, WorkloadModel } from '../../model';
import type { CheckedScenario } from '../check-scenario';
import { durationText, type StorePolicy } from '../check-store';

/** A client that gives up, retries included, before the store can have noticed that its leader is gone. */
export function checkClientDesign(checked: CheckedScenario, bound: StorePolicy): void {
  const detection = detectionNs(bound.policy);
  if (detection === undefined || !checked.faults.some((fault) => fault !== undefined && hitsProcesses(fault.action)))
    return;
  for (const workload of checked.workloads) {
    if (workload.target.kind !== 'store' || workload.target.store !== bound.store.index) continue;
    const patience = patienceNs(workload);
    if (patience >= detection.ns) continue;
    const use = checked.scenario.workloads.find((each) => each.of.name === workload.name);
    const settings = use && checked.env.overrides.settingsOf(use.of);
    const place = settings?.written('timeout') ?? (use && { uri: use.of.uri, range: use.of.symbol.nameRange });
    if (use === undefined || place === undefined) continue;
    const message =
      `clients give up after ${durationText(patience)}, retries included, and '${bound.policy.name}' needs ` +
      `${durationText(detection.ns)} (${detection.what}) to notice that its leader is gone: a failover is an error to them`;
    checked.env.contextOf(place.uri).report('FTM408', place.range, message, {
      related: [{ uri: bound.uri, range: bound.range, message: `'${bound.store.name}' uses '${bound.policy.name}'` }],
    });
  }
}

function hitsProcesses(action: ActionModel): boolean {
  return action.kind === 'crash' || action.kind === 'isolate' || action.kind === 'partition' || action.kind === 'wipe';
}

/** How long a store takes at least to notice that its leader is gone, where it then fails over by itself. */
function detectionNs(policy: PolicyModel): { readonly ns: number; readonly what: string } | undefined {
  if (policy.detector?.kind === 'timeout') return { ns: policy.detector.timeoutNs, what: "its detector's timeout" };
  if (policy.detector !== undefined) return undefined;
  switch (policy.family) {
    case 'primary-backup':
      return policy.failover === 'automatic' ? { ns: policy.timeoutNs, what: "'timeout'" } : undefined;
    case 'chain':
      return { ns: policy.timeoutNs, what: "'timeout'" };
    case 'isr-log':
      return { ns: policy.sessionTimeoutNs, what: "'session-timeout'" };
    case 'raft':
      return { ns: policy.electionTimeoutMinNs, what: "'election-timeout'" };
    case 'multi-paxos':
      return { ns: policy.leaseNs, what: "'lease'" };
    case 'zab':
      return { ns: policy.tickNs * policy.syncLimitTicks, what: "'sync-limit' ticks" };
    case 'pbft':
      return { ns: policy.viewChangeTimeoutNs, what: "'view-change-timeout'" };
    case 'single':
    case 'quorum':
    case 'multi-leader':
    case 'gossip':
    case 'voting':
    case 'erasure':
      return undefined;
  }
}

/** The longest time that a client tries for: every attempt to its timeout, and the longest pauses between. */
function patienceNs(workload: WorkloadModel): number {
  let total = workload.timeoutNs * (workload.retries + 1);
  const { backoff } = workload;
  if (backoff === undefined) return total;
  for (let retry = 0; retry < Math.min(workload.retries, 60); retry++) {
    total += Math.min(backoff.maxNs, backoff.minNs * 2 ** retry);
  }
  return total;
}
