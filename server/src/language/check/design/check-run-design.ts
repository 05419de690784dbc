import { isRead } from '../../compile/operations';
import { faultsOf, type WrittenFault } from '../../compile/compile-scenario';
import { durationOf } from '../../compile/compile-faults';
import type { ActionModel, ExpectationModel, FaultModel, PolicyModel, WorkloadModel } from '../../model';
import { metricByName } from '../../schema/metric-schemas';
import type { ProblemCode } from '../../problem-codes';
import type { RelatedPlace } from '../../problem';
import type { ExpectationNode } from '../../syntax/syntax-tree';
import type { CheckedScenario } from '../check-scenario';
import { durationText, type StorePolicy } from '../check-store';
import { earliestNs, latestNs } from './fault-times';

/** Reports what a scenario says in vain, and what its parts do to each other. */
export function checkRunDesign(checked: CheckedScenario): void {
  new RunDesign(checked).run();
}

class RunDesign {
  private readonly durationNs: number;
  private saidNoLoad = false;

  constructor(private readonly checked: CheckedScenario) {
    this.durationNs = checked.scenario.settings.longNs('duration') ?? 0;
  }

  run(): void {
    const { scenario, faults } = this.checked;
    const written = faultsOf(scenario);
    written.forEach((fault, index) => {
      const model = faults[index];
      if (model !== undefined) this.checkFault(fault, model);
    });
    for (const bound of this.checked.stores) this.checkClients(bound);
    for (const node of scenario.expectations) this.checkExpectation(node);
  }

  private checkFault(fault: WrittenFault, model: FaultModel): void {
    const first = earliestNs(model.trigger);
    const range = fault.node.trigger?.range ?? fault.node.range;
    if (first !== undefined && first >= this.durationNs) {
      const message = `this happens at ${durationText(first)}, and scenario '${this.checked.scenario.name}' ends at ${durationText(this.durationNs)}`;
      this.reportFault('FTM421', fault, range, message);
      return;
    }
    const last = latestNs(model.trigger);
    const lasts = durationOf(model.action);
    if (last !== undefined && lasts !== undefined && model.trigger.kind === 'at' && last + lasts > this.durationNs) {
      const message = `this lasts until ${durationText(last + lasts)}, and scenario '${this.checked.scenario.name}' ends at ${durationText(this.durationNs)}`;
      this.reportFault('FTM426', fault, fault.node.action?.duration?.range ?? range, message);
    }
    this.checkReachable(fault, model);
    if (model.action.kind === 'heal' && last !== undefined && !this.anySplitBefore(last)) {
      this.reportFault('FTM422', fault, fault.node.range, 'no partition, isolation or cut has begun when this heals');
    }
  }

  /** Leaders where none are, writes where nobody writes, targets that are empty, a surge of nothing. */
  private checkReachable(fault: WrittenFault, model: FaultModel): void {
    const { trigger, action } = model;
    const range = fault.node.trigger?.range ?? fault.node.range;
    if (model.probability === 0) {
      this.reportFault(
        'FTM423',
        fault,
        fault.node.probability?.range ?? range,
        'with a probability of zero this never happens',
      );
      return;
    }
    if (trigger.kind === 'leader-changes') {
      const leaderless = this.leaderless(trigger.store);
      if (leaderless !== undefined) this.reportFault('FTM423', fault, range, `${leaderless}, so this never happens`);
    } else if (trigger.kind === 'write-acknowledged' && !this.hasWrites(trigger.store)) {
      const name = this.checked.env.topology.stores[trigger.store]?.name ?? '';
      this.reportFault(
        'FTM423',
        fault,
        range,
        `no workload of this scenario writes to '${name}', so this never happens`,
      );
    }
    if (!('targets' in action)) return;
    for (const target of action.targets) {
      const message =
        target.kind === 'leader' || target.kind === 'followers'
          ? this.leaderless(target.store)
          : target.kind === 'places' && target.places.length === 0
            ? `'${target.text}' is empty`
            : undefined;
      if (message === undefined) continue;
      this.reportFault('FTM423', fault, fault.node.action?.range ?? range, `${message}, so this hits nothing`);
    }
  }

  private leaderless(store: number): string | undefined {
    const bound = this.checked.stores.find((each) => each.store.index === store);
    if (bound === undefined || hasLeader(bound.policy)) return undefined;
    return `'${bound.store.name}' replicates with '${bound.policy.family}' and has no leader`;
  }

  /** Workloads with mistakes in them may do anything. */
  private areWorkloadsKnown(): boolean {
    const { scenario, workloads } = this.checked;
    return workloads.length === scenario.settings.names('workload').length;
  }

  private hasWrites(store: number): boolean {
    if (!this.areWorkloadsKnown()) return true;
    return this.checked.workloads.some(
      (workload) => workload.target.kind !== 'store' || (workload.target.store === store && writes(workload)),
    );
  }

  private anySplitBefore(timeNs: number): boolean {
    return this.checked.faults.some((fault) => {
      // One with a mistake in it may be what is meant.
      if (fault === undefined) return true;
      if (!isSplit(fault.action)) return false;
      const first = earliestNs(fault.trigger);
      return first === undefined || first < timeNs;
    });
  }

  /** A client that gives up, retries included, before the store can have noticed that its leader is gone. */
  private checkClients(bound: StorePolicy): void {
    const detection = detectionNs(bound.policy);
    if (
      detection === undefined ||
      !this.checked.faults.some((fault) => fault !== undefined && hitsProcesses(fault.action))
    )
      return;
    for (const [index, workload] of this.checked.workloads.entries()) {
      if (workload.target.kind !== 'store' || workload.target.store !== bound.store.index) continue;
      const patience = patienceNs(workload);
      if (patience >= detection.ns) continue;
      const use = this.checked.scenario.workloads[index];
      const settings = use && this.checked.env.overrides.settingsOf(use.of);
      const place = settings?.written('timeout') ?? (use && { uri: use.of.uri, range: use.of.symbol.nameRange });
      if (use === undefined || place === undefined) continue;
      const message =
        `clients give up after ${durationText(patience)}, retries included, and '${bound.policy.name}' needs ` +
        `${durationText(detection.ns)} (${detection.what}) to notice that its leader is gone: a failover is an error to them`;
      this.checked.env.contextOf(place.uri).report('FTM408', place.range, message, {
        related: [{ uri: bound.uri, range: bound.range, message: `'${bound.store.name}' uses '${bound.policy.name}'` }],
      });
    }
  }

  private checkExpectation(node: ExpectationNode): void {
    const { scenario, env } = this.checked;
    const origin = env.origins.of(scenario.uri, node.range);
    const model = this.checked.expectations.find(
      (each) => each.origin.start === origin.start && each.origin.file === origin.file,
    );
    if (model === undefined) return;
    const vacuous = vacuousReason(model);
    if (vacuous !== undefined) {
      env.contextOf(scenario.uri).report('FTM424', node.range, `${vacuous}; this can never fail`);
      return;
    }
    const silent = this.silentReason(model);
    if (silent !== undefined) {
      env.contextOf(scenario.uri).report('FTM425', node.range, silent);
      return;
    }
    this.checkDurability(node, model);
  }

  /** Why an expectation about operations has none to be about. */
  private silentReason(model: ExpectationModel): string | undefined {
    const { workloads } = this.checked;
    const { body } = model;
    const isAboutOperations = body.kind !== 'metric' || metricByName.get(body.metric)?.ofOperations === true;
    if (!isAboutOperations || !this.areWorkloadsKnown()) return undefined;
    // Jobs work without any workload.
    if (body.kind === 'metric' && body.subject?.kind === 'job') return undefined;
    if (workloads.length === 0) {
      // Told of once, at the first expectation.
      if (this.saidNoLoad) return undefined;
      this.saidNoLoad = true;
      return "no operation is issued in this scenario; add 'workload: NAME'";
    }
    const store =
      body.kind === 'metric' ? (body.subject?.kind === 'store' ? body.subject.store : undefined) : body.store;
    if (store !== undefined && !workloads.some((each) => reaches(each, store))) {
      const name = this.checked.env.topology.stores[store]?.name ?? '';
      return `no workload of this scenario goes to '${name}', so nothing is known of it`;
    }
    if (body.kind !== 'metric') return undefined;
    const about = aboutOf(body);
    if (about === 'reads' && !workloads.some(reads)) return 'no workload of this scenario reads, so this says nothing';
    if (about === 'writes' && !workloads.some(writes))
      return 'no workload of this scenario writes, so this says nothing';
    return undefined;
  }

  /** `expect no lost writes` of a store that acknowledges what it may lose. */
  private checkDurability(node: ExpectationNode, model: ExpectationModel): void {
    const { body } = model;
    if (body.kind !== 'metric' || body.metric !== 'lost writes' || body.value !== 0 || body.comparison !== '=') return;
    for (const bound of this.checked.stores) {
      if (body.subject?.kind === 'store' && body.subject.store !== bound.store.index) continue;
      const risk = riskOf(bound.policy, bound.storeSettings.section('storage').call('log')?.name);
      if (risk === undefined || !this.checked.workloads.some((each) => reaches(each, bound.store.index))) continue;
      const message = `'${bound.store.name}' can lose acknowledged writes: ${risk}`;
      this.checked.env.contextOf(this.checked.scenario.uri).report('FTM407', node.range, message, {
        related: [{ uri: bound.uri, range: bound.range, message: `'${bound.policy.name}' is chosen here` }],
      });
    }
  }

  private reportFault(
    code: ProblemCode,
    fault: WrittenFault,
    range: { start: number; end: number },
    message: string,
  ): void {
    const { scenario, env } = this.checked;
    const related: RelatedPlace[] = [
      { uri: scenario.uri, range: scenario.symbol.nameRange, message: `scenario '${scenario.name}'` },
    ];
    env.contextOf(fault.uri).report(code, range, message, { related });
  }
}

function isSplit(action: ActionModel): boolean {
  return action.kind === 'partition' || action.kind === 'isolate' || action.kind === 'cut';
}

function hitsProcesses(action: ActionModel): boolean {
  return action.kind === 'crash' || action.kind === 'isolate' || action.kind === 'partition' || action.kind === 'wipe';
}

function hasLeader(policy: PolicyModel): boolean {
  return (
    policy.family !== 'quorum' &&
    policy.family !== 'gossip' &&
    policy.family !== 'voting' &&
    policy.family !== 'erasure'
  );
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

function reaches(workload: WorkloadModel, store: number): boolean {
  return workload.target.kind !== 'store' || workload.target.store === store;
}

function reads(workload: WorkloadModel): boolean {
  return workload.target.kind !== 'store' || kindsOf(workload).some(isRead);
}

function writes(workload: WorkloadModel): boolean {
  return workload.target.kind !== 'store' || kindsOf(workload).some((kind) => !isRead(kind));
}

function kindsOf({ operations }: WorkloadModel) {
  if (operations.kind === 'sequence') return operations.sequence;
  return operations.shares.filter((each) => each.share > 0).map((each) => each.operation);
}

type MetricBody = Extract<ExpectationModel['body'], { kind: 'metric' }>;

/** Which kind of operation a metric is about, where it is about one. */
function aboutOf(body: MetricBody): 'reads' | 'writes' | undefined {
  if (body.subject?.kind === 'reads' || body.subject?.kind === 'writes') return body.subject.kind;
  switch (body.metric) {
    case 'stale reads':
    case 'staleness':
    case 'corrupt reads':
      return 'reads';
    case 'lost writes':
      return 'writes';
    default:
      return undefined;
  }
}

/** Why an expectation holds whatever happens. */
function vacuousReason({ body }: ExpectationModel): string | undefined {
  if (body.kind !== 'metric') return undefined;
  const { comparison, value, metric } = body;
  if (comparison === '>=' && value === 0) return `'${metric}' is never below zero`;
  const isShare = metricByName.get(metric)?.bound.kind === 'ratio';
  return isShare && comparison === '<=' && value === 1 ? `'${metric}' is never above 100%` : undefined;
}

/** Why a policy may lose what it has acknowledged. */
function riskOf(policy: PolicyModel, log: string | undefined): string | undefined {
  switch (policy.family) {
    case 'primary-backup':
      return policy.acknowledge === 'async' && policy.failover === 'automatic'
        ? "it acknowledges before any backup has the write, and fails over by itself; 'acknowledge: 1' would wait"
        : undefined;
    case 'isr-log':
      if (policy.acks !== 'all')
        return `'acks: ${String(policy.acks)}' acknowledges before the in-sync replicas have the write`;
      if (policy.uncleanElection) return "'unclean-election: on' lets a replica lead that lacks it";
      return undefined;
    case 'multi-leader':
    case 'gossip':
      return policy.conflict === 'last-write-wins'
        ? "of two concurrent writes 'last-write-wins' drops one; 'siblings' or 'merge' would keep both"
        : undefined;
    case 'quorum':
      if (policy.conflict === 'last-write-wins' && typeof policy.write !== 'number' && policy.write === 'one') {
        return "one replica is enough to acknowledge, and 'last-write-wins' drops one of two concurrent writes";
      }
      return undefined;
    case 'single':
      return log === 'off' || log === 'batch' ? `there is one copy, and its log is '${log}'` : undefined;
    case 'chain':
    case 'raft':
    case 'multi-paxos':
    case 'zab':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return undefined;
  }
}
