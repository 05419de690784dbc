import type { BoundPlace, BoundService, BoundWorkload } from '../../bind/bound';
import type { WorkloadModel } from '../../model';
import type { CheckedScenario } from '../check-scenario';
import { counted, durationText } from '../check-store';
import { addBackoff, RETRIES_WITHOUT_PAUSE } from './check-component-design';
import { flushNs } from './check-store-timing';
import { majorityOf, quorumCount } from './describe';
import { networkOf } from './network';
import { meanNs, quantileNs } from './quantile';
import { pathOf, type RequestPath, type Visit } from './request-path';
import { writeFix } from './report-property';

/** Reports load that what it goes to cannot carry, and clients that do not wait as long as an answer takes. */
export function checkLoadDesign(checked: CheckedScenario): void {
  new LoadDesign(checked).run();
}

/** What a service is asked for by all workloads of a scenario, in requests a second. */
interface Demand {
  usualPerS: number;
  worstPerS: number;
  retryingLayers: number;
  /** The workload that asks the most. */
  largest: WorkloadModel;
}

class LoadDesign {
  private readonly paths: ReadonlyMap<WorkloadModel, RequestPath>;

  constructor(private readonly checked: CheckedScenario) {
    this.paths = new Map(checked.workloads.map((each) => [each, pathOf(each, checked.env)]));
  }

  run(): void {
    for (const [service, demand] of this.demands()) this.checkCapacity(service, demand);
    for (const [workload, path] of this.paths) {
      this.checkPatience(workload, path);
      this.checkOuterTimeout(workload, path);
      this.checkPauses(workload);
    }
  }

  private demands(): ReadonlyMap<BoundService, Demand> {
    const demands = new Map<BoundService, Demand>();
    for (const [workload, { visits }] of this.paths) {
      // Sessions that wait for their answers cannot ask for more than is answered.
      if (workload.load.kind === 'closed') continue;
      for (const visit of visits) add(demands, workload, workload.load.ratePerS, visit);
    }
    return demands;
  }

  private checkCapacity(service: BoundService, demand: Demand): void {
    const { env } = this.checked;
    const settings = env.overrides.settingsOf(service);
    const time = settings.distribution('service-time');
    const mean = time === undefined ? 0 : meanNs(time);
    if (mean <= 0) return;
    const slots = this.workAtOnce(service);
    const perS = (slots.count * 1e9) / mean;
    const capacity = `'${service.name}' can do ${rate(perS)} (${slots.text}, ${durationText(mean)} each)`;
    const name = { uri: service.uri, range: service.symbol.nameRange, message: `'${service.name}' is declared here` };
    const place = this.written(demand.largest, 'rate');
    if (place === undefined) return;
    if (demand.usualPerS > perS) {
      const message = `${capacity}, and ${rate(demand.usualPerS)} are asked of it: its queues fill up`;
      env.contextOf(place.uri).report('FTM413', place.range, message, { related: [name] });
    } else if (demand.worstPerS > perS && demand.retryingLayers > 1) {
      const retries = this.written(demand.largest, 'retries') ?? place;
      const times = (demand.worstPerS / demand.usualPerS).toPrecision(3);
      const message =
        `while '${service.name}' fails, retries in ${String(demand.retryingLayers)} layers multiply to ${String(Number(times))} times the load, ` +
        `${rate(demand.worstPerS)}, and ${capacity}: it cannot come back; retry in one layer, or use a breaker`;
      env.contextOf(retries.uri).report('FTM430', retries.range, message, { related: [name] });
    }
  }

  /** Own work that all instances do at the same time: each worker some, and no more than the cores of its node. */
  private workAtOnce(service: BoundService): { readonly count: number; readonly text: string } {
    const { overrides } = this.checked.env;
    const workers = overrides.settingsOf(service).count('workers');
    const cores = service.on.map((node) => overrides.settingsOf(node).optionalCount('cores') ?? workers);
    const count = cores.reduce((sum, each) => sum + Math.min(each, workers), 0);
    const isOfWorkers = cores.every((each) => each >= workers);
    return {
      count,
      text: isOfWorkers ? `${String(service.on.length)} x ${String(workers)} workers` : counted(count, 'core'),
    };
  }

  /** Less than half of the shortest way there and back. */
  private checkPatience(workload: WorkloadModel, path: RequestPath): void {
    const needed = this.shortestNs(workload, path);
    if (needed === undefined || workload.timeoutNs >= needed.ns) return;
    const place = this.written(workload, 'timeout') ?? this.name(workload);
    if (place === undefined) return;
    const message = `the client gives up after ${durationText(workload.timeoutNs)}, and half of all answers to '${needed.from}' take more than ${durationText(needed.ns)}`;
    const fixed = `${String(Math.ceil((3 * needed.ns) / 1e6))}ms`;
    const fixes = this.written(workload, 'timeout') === undefined ? [] : [writeFix('timeout', fixed, place.range)];
    this.checked.env.contextOf(place.uri).report('FTM431', place.range, message, { fixes });
  }

  /** The median of the fastest answer, for the client that is worst off; network and disk only. */
  private shortestNs(
    workload: WorkloadModel,
    path: RequestPath,
  ): { readonly ns: number; readonly from: string } | undefined {
    const { env } = this.checked;
    const network = networkOf(env.topology, env.origins);
    const ways = this.entries(path);
    if (ways.length === 0) return undefined;
    let worst: { ns: number; from: string } | undefined;
    for (const id of workload.from) {
      const client = env.topology.places[id];
      if (client === undefined) continue;
      const ns = Math.min(...ways.map((way) => network.roundTripNs(client, way.node, 0.5) + way.beyondNs));
      if (worst === undefined || ns > worst.ns) worst = { ns, from: client.name };
    }
    return worst;
  }

  private entries(path: RequestPath): readonly { readonly node: BoundPlace; readonly beyondNs: number }[] {
    const { env, stores } = this.checked;
    const network = networkOf(env.topology, env.origins);
    const [first] = path.visits;
    if (first === undefined) {
      const bound = stores.find(({ store }) => path.stores.has(store));
      if (bound === undefined || bound.replicas < bound.store.on.length) return [];
      const { count, flushes } = waitsFor(bound.policy, bound.replicas);
      const flush = flushes ? flushNs(bound, env, 0.5) : 0;
      return bound.store.on.map((node) => ({
        node,
        beyondNs: network.answersNs(node, bound.store.on, count, 0.5) + flush,
      }));
    }
    const time = env.overrides.settingsOf(first.service).distribution('service-time');
    const work = time === undefined ? 0 : quantileNs(time, 0.5);
    return (path.balancer ?? first.service).on.map((node) => ({ node, beyondNs: work }));
  }

  /** What a handler still waits for when the client that asked has gone. */
  private checkOuterTimeout(workload: WorkloadModel, { visits }: RequestPath): void {
    const [first] = visits;
    for (const step of first?.handler.steps ?? []) {
      if (step.kind !== 'call') continue;
      const inner = step.settings.optionalNs('timeout');
      const written = step.settings.written('timeout');
      if (inner === undefined || written === undefined || inner <= workload.timeoutNs) continue;
      const message =
        `clients of '${workload.name}' give up after ${durationText(workload.timeoutNs)}, and '${first?.service.name ?? ''}' goes on ` +
        `waiting for '${step.service.name}' for ${durationText(inner)}`;
      const fixes = [writeFix('timeout', durationText(workload.timeoutNs), written.range)];
      this.checked.env.contextOf(written.uri).report('FTM432', written.range, message, { fixes });
    }
  }

  private checkPauses(workload: WorkloadModel): void {
    const written = this.written(workload, 'retries');
    if (written === undefined || workload.retries < RETRIES_WITHOUT_PAUSE || workload.backoff !== undefined) return;
    // A client of a store turns to the next replica, which is another one. Sessions that wait are few.
    if (workload.target.kind === 'store' || workload.load.kind === 'closed') return;
    const message = `${String(workload.retries)} retries follow at once on a failure, when the other side can bear them least`;
    const fixes = [addBackoff(written.range.end)];
    this.checked.env.contextOf(written.uri).report('FTM449', written.range, message, { fixes });
  }

  private written(workload: WorkloadModel, property: string): ReturnType<typeof this.name> {
    const bound = this.bound(workload);
    return bound && this.checked.env.overrides.settingsOf(bound).written(property);
  }

  private name(
    workload: WorkloadModel,
  ): { readonly uri: string; readonly range: { start: number; end: number } } | undefined {
    const bound = this.bound(workload);
    return bound && { uri: bound.uri, range: bound.symbol.nameRange };
  }

  private bound(workload: WorkloadModel): BoundWorkload | undefined {
    return this.checked.scenario.workloads.find((each) => each.of.name === workload.name)?.of;
  }
}

function add(demands: Map<BoundService, Demand>, workload: WorkloadModel, perS: number, visit: Visit): void {
  const known = demands.get(visit.service);
  const worstPerS = perS * visit.worst;
  if (known === undefined) {
    const { retryingLayers } = visit;
    demands.set(visit.service, { usualPerS: perS * visit.usual, worstPerS, retryingLayers, largest: workload });
    return;
  }
  if (worstPerS > known.worstPerS) known.largest = workload;
  known.usualPerS += perS * visit.usual;
  known.worstPerS += worstPerS;
  known.retryingLayers = Math.max(known.retryingLayers, visit.retryingLayers);
}

/** Replicas beside the first one that every operation waits for, reads included, and whether for their disks. */
function waitsFor(
  policy: CheckedScenario['stores'][number]['policy'],
  n: number,
): { readonly count: number; readonly flushes: boolean } {
  switch (policy.family) {
    case 'raft':
      return {
        count: policy.reads === 'log' || policy.reads === 'read-index' ? majorityOf(n) - 1 : 0,
        flushes: policy.reads === 'log',
      };
    case 'multi-paxos':
      return { count: 0, flushes: false };
    case 'quorum':
      return {
        count: Math.min(quorumCount(policy.read, n) ?? 1, quorumCount(policy.write, n) ?? 1) - 1,
        flushes: false,
      };
    case 'single':
    case 'primary-backup':
    case 'chain':
    case 'isr-log':
    case 'zab':
    case 'multi-leader':
    case 'gossip':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return { count: 0, flushes: false };
  }
}

function rate(perS: number): string {
  return `${String(Number(perS.toPrecision(3)))}/s`;
}
