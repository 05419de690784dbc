import type { ConflictRule, ExpectationModel, PolicyModel } from '../../model';
import { metricByName } from '../../schema/metric-schemas';
import type { ExpectationNode } from '../../syntax/syntax-tree';
import type { CheckedScenario } from '../check-scenario';
import { checkMeasurement } from './check-measurement-design';
import { checkPromise } from './check-promise-design';
import { areWorkloadsKnown, reaches, reads, writes } from './workload-effects';

/** Reports expectations that nothing can break, that are about nothing, or that the design leaves to luck. */
export function checkExpectationDesign(checked: CheckedScenario): void {
  new ExpectationDesign(checked).run();
}

class ExpectationDesign {
  private saidNoLoad = false;

  constructor(private readonly checked: CheckedScenario) {}

  run(): void {
    for (const node of this.checked.scenario.expectations) this.checkExpectation(node);
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
    checkMeasurement(this.checked, node, model);
    checkPromise(this.checked, node.range, model);
    this.checkDurability(node, model);
  }

  /** Why an expectation about operations has none to be about. */
  private silentReason(model: ExpectationModel): string | undefined {
    const { workloads } = this.checked;
    const { body } = model;
    const isAboutOperations = body.kind !== 'metric' || metricByName.get(body.metric)?.ofOperations === true;
    if (!isAboutOperations || !areWorkloadsKnown(this.checked)) return undefined;
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
      const { policy, storeSettings } = bound;
      const log = storeSettings.section('storage').call('log')?.name;
      const risk = riskOf(policy, log, storeSettings.word('data') ?? 'register');
      if (risk === undefined || !this.checked.workloads.some((each) => reaches(each, bound.store.index))) continue;
      const message = `'${bound.store.name}' can lose acknowledged writes: ${risk}`;
      this.checked.env.contextOf(this.checked.scenario.uri).report('FTM407', node.range, message, {
        related: [{ uri: bound.uri, range: bound.range, message: `'${bound.policy.name}' is chosen here` }],
      });
    }
  }
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

/** Of a register, to merge is to keep the last write. */
function dropsOne(conflict: ConflictRule, data: string): string | undefined {
  if (data !== 'register')
    return conflict === 'last-write-wins'
      ? "of two concurrent writes 'last-write-wins' drops one; 'siblings' or 'merge' would keep both"
      : undefined;
  return conflict === 'siblings'
    ? undefined
    : `of two concurrent writes of a register '${conflict}' drops one; 'siblings' would keep both`;
}

/** Why a policy may lose what it has acknowledged. */
function riskOf(policy: PolicyModel, log: string | undefined, data: string): string | undefined {
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
      // One leader takes one write after the other.
      if (policy.leaders.length === 1) return undefined;
      return dropsOne(policy.conflict, data);
    case 'gossip':
      return dropsOne(policy.conflict, data);
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
