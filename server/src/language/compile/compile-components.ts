import type { BoundStep, BoundStore } from '../bind/bound';
import type {
  BackoffModel,
  BalancerModel,
  DataType,
  HandlerStep,
  HealthCheckModel,
  JobModel,
  OperationKind,
  PolicyModel,
  ResilienceModel,
  ServiceModel,
  StorageModel,
  StoreModel,
} from '../model';
import { toNanos } from '../model';
import type { Settings } from '../settings/settings';
import { valueOfKind, type FunctionValue, type PeriodicValue } from '../values/value';
import { compilePolicy } from './compile-policy';
import { given } from './given';
import { placeShards } from './place-shards';
import type { ScenarioEnv } from './scenario-env';
import { writtenAt } from './written-at';

/** A health check that does not say more waits this long, and believes this many failures in a row. */
const HEALTH_TIMEOUT_NS = 1e9;
const HEALTH_FAILURES = 3;

/** A store whose policy is known. */
export function compileStore(store: BoundStore, env: ScenarioEnv): StoreModel | undefined {
  const chosen = env.overrides.policyOf(store);
  const effective = chosen && env.overrides.effective(chosen.choice);
  if (chosen === undefined || effective === undefined) return undefined;
  const settings = env.overrides.settingsOf(store);
  const policy = compilePolicy(effective, chosen, store, env);
  const shards = settings.count('shards');
  const replicas = Math.min(replicasOf(settings, policy, store.on.length), store.on.length);
  return {
    name: store.name,
    nodes: store.on.map((place) => place.id),
    policy,
    data: (settings.word('data') as DataType | undefined) ?? 'register',
    shards,
    replicas,
    placement: placeShards(store.on, shards, replicas),
    storage: storageOf(settings.section('storage'), env),
    origin: env.origins.of(store.uri, store.symbol.nameRange),
  };
}

/** Replicas of each shard as written, or what the policy needs. */
export function replicasOf(settings: Settings, policy: PolicyModel, nodes: number): number {
  const written = settings.optionalCount('replicas');
  if (written !== undefined) return written;
  if (policy.family === 'single') return 1;
  return policy.family === 'erasure' ? policy.data + policy.parity : nodes;
}

export function compileServices(env: ScenarioEnv): readonly ServiceModel[] {
  return env.topology.services.map((service) => {
    const settings = env.overrides.settingsOf(service);
    const health = settings.section('health');
    const restart = valueOfKind('duration-range', settings.call('restart')?.args.get('range'));
    return {
      name: service.name,
      nodes: service.on.map((place) => place.id),
      workers: settings.count('workers'),
      queue: settings.count('queue'),
      serviceTime: settings.distribution('service-time') ?? { kind: 'constant', value: toNanos(0) },
      handlers: service.handlers.map((handler) => ({
        name: handler.name,
        steps: handler.steps.map((step) => compileStep(step, handler.uri, env)),
        origin: env.origins.of(handler.uri, handler.symbol.nameRange),
      })),
      ...given('liveness', healthCheck(health.periodic('liveness'))),
      ...given('readiness', healthCheck(health.periodic('readiness'))),
      ...given('restart', restart && { minNs: toNanos(restart.lowNs), maxNs: toNanos(restart.highNs) }),
      ...given(
        'autoscale',
        settings.hasSection('autoscale') ? autoscaleOf(settings.section('autoscale'), service.on.length) : undefined,
      ),
      origin: env.origins.of(service.uri, service.symbol.nameRange),
      writtenAt: writtenAt(settings, env.origins),
    };
  });
}

export function compileBalancers(env: ScenarioEnv): readonly BalancerModel[] {
  return env.topology.balancers.map((balancer) => {
    const settings = env.overrides.settingsOf(balancer);
    return {
      name: balancer.name,
      nodes: balancer.on.map((place) => place.id),
      service: balancer.to?.index ?? -1,
      strategy: (settings.word('strategy') as BalancerModel['strategy'] | undefined) ?? 'round-robin',
      ...given('healthCheck', healthCheck(settings.periodic('health-check'))),
      origin: env.origins.of(balancer.uri, balancer.symbol.nameRange),
      writtenAt: writtenAt(settings, env.origins),
    };
  });
}

export function compileJobs(env: ScenarioEnv): readonly JobModel[] {
  return env.topology.jobs.map((job) => {
    const settings = env.overrides.settingsOf(job);
    const checkpoint = settings.periodic('checkpoint');
    return {
      name: job.name,
      nodes: job.on.map((place) => place.id),
      inputPerS: settings.perS('input'),
      ...given('checkpointNs', checkpoint && toNanos(checkpoint.everyNs)),
      checkpointTakesNs: toNanos(checkpoint?.takingNs ?? 0),
      restartNs: settings.ns('restart'),
      delivery: (settings.word('delivery') as JobModel['delivery'] | undefined) ?? 'exactly-once',
      origin: env.origins.of(job.uri, job.symbol.nameRange),
    };
  });
}

/** `exponential(50ms..1s, jitter: full)`. */
export function backoffOf(call: FunctionValue | undefined): BackoffModel | undefined {
  const range = valueOfKind('duration-range', call?.args.get('range'));
  if (call === undefined || range === undefined) return undefined;
  const jitter = valueOfKind('word', call.args.get('jitter'))?.word as BackoffModel['jitter'] | undefined;
  return { minNs: toNanos(range.lowNs), maxNs: toNanos(range.highNs), jitter: jitter ?? 'none' };
}

function compileStep(step: BoundStep, uri: string, env: ScenarioEnv): HandlerStep {
  const origin = env.origins.of(uri, step.node.range);
  if (step.kind === 'operation') {
    return { kind: 'operation', operation: step.word as OperationKind, store: step.store.index, origin };
  }
  const { service, handler, settings } = step;
  return {
    kind: 'call',
    service: service.index,
    handler: handler.name,
    resilience: resilienceOf(settings),
    origin,
    writtenAt: writtenAt(settings, env.origins),
  };
}

function resilienceOf(settings: Settings): ResilienceModel {
  const breaker = settings.section('breaker');
  return {
    ...given('timeoutNs', settings.optionalNs('timeout')),
    retries: settings.count('retries'),
    ...given('backoff', backoffOf(settings.call('backoff'))),
    ...given(
      'breaker',
      settings.hasSection('breaker')
        ? { failureShare: breaker.share('failures'), windowNs: breaker.ns('window'), openNs: breaker.ns('open') }
        : undefined,
    ),
    ...given('hedgeAfterNs', settings.optionalNs('hedge-after')),
    ...given('bulkhead', settings.optionalCount('bulkhead')),
    ...given('fallback', fallbackOf(settings)),
  };
}

function fallbackOf(settings: Settings): ResilienceModel['fallback'] {
  const call = settings.call('fallback');
  switch (call?.name) {
    case 'degraded':
    case 'fail':
      return { kind: call.name };
    case 'cached':
      return { kind: 'cached', maxAgeNs: toNanos(valueOfKind('duration', call.args.get('max-age'))?.ns ?? 0) };
    default:
      return undefined;
  }
}

function storageOf(settings: Settings, env: ScenarioEnv): StorageModel {
  const log = settings.call('log');
  const checkpoint = settings.periodic('checkpoint');
  return {
    log: (log?.name as StorageModel['log'] | undefined) ?? 'fsync',
    batchNs: toNanos(valueOfKind('duration', log?.args.get('interval'))?.ns ?? 0),
    ...given('fsync', settings.distribution('fsync')),
    ...given('checkpointNs', checkpoint && toNanos(checkpoint.everyNs)),
    replayPerS: settings.perS('replay'),
    checksums: settings.on('checksums'),
    writtenAt: writtenAt(settings, env.origins),
  };
}

function healthCheck(check: PeriodicValue | undefined): HealthCheckModel | undefined {
  if (check === undefined) return undefined;
  return {
    everyNs: toNanos(check.everyNs),
    timeoutNs: toNanos(check.timeoutNs ?? HEALTH_TIMEOUT_NS),
    failures: check.failures ?? HEALTH_FAILURES,
  };
}

function autoscaleOf(settings: Settings, nodes: number): ServiceModel['autoscale'] {
  return {
    min: settings.count('min'),
    max: settings.optionalCount('max') ?? nodes,
    target: settings.share('target'),
    delayNs: settings.ns('delay'),
  };
}
