import { toNanos, type ScenarioModel } from '../language/model';
import { Components } from './components';
import { Environment, type EnvironmentOptions } from './environment/environment';
import { VALUE_BYTES } from './environment/message';
import type { FaultIntervention } from './faults/intervention';
import { FaultSchedule } from './faults/schedule';
import { DEFAULT_LIMITS, type SimulationLimits } from './limits';
import type { Group } from './protocols/group';
import type { Contents } from './protocols/protocol';
import { noteWhatDoesNotRun } from './protocols/shard-contents';
import type { ReplicaState, Run } from './run';
import { settle } from './settling';
import type { ClientWorld } from './workload/client-world';
import { Clients } from './workload/clients';
import { HistoryRecorder } from './workload/history-recorder';

export type { SimulationLimits } from './limits';

export interface SimulationOptions {
  readonly seed: number;
  /** Keep the trace (a single run) or only what metrics need (a campaign). */
  readonly trace: boolean;
  readonly limits?: Partial<SimulationLimits>;
  /** What to change of the schedule, for a run that asks "what if"; nothing where it is left out. */
  readonly intervention?: FaultIntervention;
  /**
   * Called every few thousand events with the simulated time; returns false to stop the run ('cancelled'). While it goes
   * on, `soFar` tells what was asked and answered until now, as the history of a run that ends here; all else is empty.
   */
  readonly onProgress?: (simulatedNs: number, soFar: () => Run) => boolean;
  /** What handling one message costs a node; see `DEFAULT_MESSAGE_COST_NS`. */
  readonly messageCostNs?: number;
  /** See `EnvironmentOptions.familyOf`. */
  readonly familyOf?: EnvironmentOptions['familyOf'];
}

/** Executes a scenario. A pure function: same scenario, options and version, same run to the byte. */
export function simulate(scenario: ScenarioModel, options: SimulationOptions): Run {
  const limits: SimulationLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const environment = new Environment(scenario, { ...options, ...limits });
  const history = new HistoryRecorder();
  const world: ClientWorld = {
    environment,
    history,
    maxOperations: limits.maxOperations,
    maxObservedValues: limits.maxObservedValues,
    sessions: [],
    nextValue: 1,
  };
  const components = new Components(environment, world);
  const clients = new Clients(world, components, scenario.workloads);
  const schedule = new FaultSchedule(environment, clients, components, options.intervention);
  environment.watcher = {
    suspected: (peer, store) => schedule.suspected(peer, store),
    damageFound: (place, store) => schedule.damageFound(place, store),
    roleTaken: (group, place, role, newLeader) => schedule.roleTaken(group, place, role, newLeader),
    acknowledged: (group) => schedule.acknowledged(group),
    reachedNode: (operation) => history.reachedRunningNode(operation),
  };
  // Entered first, so that at one instant faults come before messages and timers.
  schedule.start();
  environment.boot();
  components.boot();
  clients.start();
  const { onProgress } = options;
  const soFar = (): Run => unfinished(options.seed, environment, history);
  const goOn = onProgress === undefined ? undefined : (now: number): boolean => onProgress(now, soFar);
  const endedAt = environment.kernel.run(scenario.durationNs, environment.dispatcher, goOn);
  const whatHappened = observe(environment, schedule, components, history, endedAt);
  if (environment.kernel.limit !== undefined) {
    return { seed: options.seed, ...whatHappened, limit: environment.kernel.limit, ...rest(environment, endedAt) };
  }
  environment.watcher = undefined;
  const restedAt = settle(environment, clients, schedule, () => goOn?.(endedAt) ?? true);
  return {
    seed: options.seed,
    ...whatHappened,
    ...(restedAt === undefined ? { limit: 'cancelled' } : {}),
    ...rest(environment, restedAt ?? endedAt),
  };
}

/** What clients know of a run that goes on. */
function unfinished(seed: number, { scenario, kernel }: Environment, history: HistoryRecorder): Run {
  const now = toNanos(kernel.now);
  const none = scenario.stores.map(() => 0);
  return {
    ...{ seed, endedAt: now, restedAt: now, traceHash: '', history: history.soFar(), trace: kernel.trace.soFar() },
    ...{ occurrences: [], replicas: [], storage: [], convergence: [], leadership: [] },
    counters: {
      ...{ events: kernel.events, messagesSent: 0, messagesDelivered: 0, messagesDropped: 0, bytesSent: 0 },
      ...{ storeMessages: none, storeBytes: none },
    },
  };
}

/** What happened until the end of the run; nothing that comes later is part of it. */
function observe(
  { scenario, kernel, network, dispatcher, leadership, contents, superseded }: Environment,
  schedule: FaultSchedule,
  components: Components,
  history: HistoryRecorder,
  endedAt: number,
): Omit<Run, 'seed' | 'limit' | keyof ReturnType<typeof rest>> {
  const stores = scenario.stores.length;
  return {
    endedAt: toNanos(endedAt),
    traceHash: kernel.hash.digest(),
    history: history.finish(),
    trace: kernel.trace.finish(),
    occurrences: schedule.finish(),
    ...(scenario.jobs.length === 0 ? {} : { jobs: components.jobs.finish() }),
    convergence: contents.finish(),
    superseded,
    leadership: leadership.finish(endedAt),
    counters: {
      events: kernel.events,
      messagesSent: total(network.storeMessages),
      messagesDelivered: dispatcher.delivered,
      messagesDropped: network.dropped,
      bytesSent: total(network.storeBytes),
      storeMessages: network.storeMessages.slice(0, stores),
      storeBytes: network.storeBytes.slice(0, stores),
    },
  };
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What the stores hold once they are at rest. */
function rest(environment: Environment, restedAt: number): Pick<Run, 'restedAt' | 'replicas' | 'storage'> {
  noteWhatDoesNotRun(environment);
  const replicas = finalStates(environment);
  const { stores } = environment.scenario;
  return {
    restedAt: toNanos(restedAt),
    replicas,
    storage: stores.map((_, store) => ({
      storedBytes: storedBytes(environment, store),
      liveBytes: liveBytes(replicas, store),
    })),
  };
}

function finalStates(environment: Environment): ReplicaState[] {
  return environment.hosts
    .filter((host) => !host.isRemoved)
    .map((host) => {
      const { family, policy, members } = host.of;
      const lineage = host.lineage();
      const enoughToForget = family.enoughToForget?.(policy, members.length);
      return {
        store: host.of.storeIndex,
        shard: host.of.shard,
        place: host.place,
        running: host.isServing,
        ...(host.role === 'spare' ? { isSpare: true } : {}),
        values: together(environment, host.of) ?? host.contents(),
        ...(lineage === undefined ? {} : { lineage }),
        ...(enoughToForget === undefined ? {} : { enoughToForget }),
      };
    });
}

/** What replicas that hold only parts of values hold together. */
function together({ hosts }: Environment, group: Group): Contents | undefined {
  const storages = hosts.filter((host) => host.of === group && !host.isRemoved).map((host) => host.storage);
  return group.family.together?.(storages, group.policy);
}

function storedBytes(environment: Environment, store: number): number {
  const bytes = environment.hosts.map((host) => (host.of.storeIndex === store ? host.storage.bytes : 0));
  return Math.round(bytes.reduce((sum, each) => sum + each, 0));
}

/** Client data counted once: for each shard, the fullest replica. */
function liveBytes(replicas: readonly ReplicaState[], store: number): number {
  const largest = new Map<number, number>();
  for (const replica of replicas) {
    if (replica.store !== store) continue;
    let count = 0;
    for (const values of replica.values.values()) count += values.length;
    largest.set(replica.shard, Math.max(largest.get(replica.shard) ?? 0, count));
  }
  return [...largest.values()].reduce((sum, count) => sum + count * VALUE_BYTES, 0);
}
