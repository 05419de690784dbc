import type {
  BalancerModel,
  ExpectationBody,
  HandlerStep,
  JobModel,
  MetricName,
  Nanos,
  Origin,
  ResilienceModel,
  ScenarioModel,
  ServiceModel,
  WrittenAt,
} from '../../language/model';
import { NANOS_PER_SECOND, toNanos } from '../../language/model';
import { writtenDuration } from '../wording/written-duration';
import { capacitySettings } from './capacity-settings';
import { settingOrigin } from './setting-origin';

/** Another value of one setting of a service, a call, a balancer or a workload, in a scenario of its own. */
export interface ComponentSetting {
  /** As it would be written. */
  readonly setting: string;
  /** What holds now: `queue: 1000`, `no breaker`. */
  readonly insteadOf: string;
  readonly of: string;
  readonly origin: Origin;
  readonly scenario: ScenarioModel;
}

type Change<T> = readonly [setting: string, insteadOf: string, changed: T];

/** What a user who waits or is refused can feel; settings of components do not change what a store promises. */
const FELT: readonly MetricName[] = ['availability', 'latency', 'throughput', 'outage', 'recovery', 'degraded'];

/** What a job promises of its results. */
const OF_DELIVERY: readonly MetricName[] = ['duplicates', 'lost writes'];

/** What is tried where there is none: Hystrix's breaker (half of the calls in 10 s, then 5 s), a check every second. */
const BREAKER = { failureShare: 0.5, windowNs: toNanos(10e9), openNs: toNanos(5e9) };
const BREAKER_TEXT = 'breaker { failures: 50%  window: 10s  open: 5s }';
const CHECK = { everyNs: toNanos(NANOS_PER_SECOND), timeoutNs: toNanos(NANOS_PER_SECOND / 2), failures: 2 };
const CHECK_TEXT = 'every 1s timeout 500ms failures 2';
/** A queue that is never longer than its callers wait keeps a rush from outliving its cause. */
const SHORTER_QUEUE = 10;
/** What is tried where a job has no checkpoints. */
const CHECKPOINT_NS = toNanos(10e9);
/** The share of a bound on latency after which a second copy of a call is sent. */
const HEDGE_AFTER = 1 / 4;
const CALL_RETRIES = 2;
const CLIENT_RETRIES = 3;

/**
 * The settings by which components bridge, contain or outlast a failure, as their operators turn them; of services that turned
 * requests away also those that make room for more. They are candidates; whether one helps is for a run to show.
 */
export function componentSettings(
  scenario: ScenarioModel,
  body: ExpectationBody,
  overloaded: ReadonlySet<number> = new Set(),
): readonly ComponentSetting[] {
  if (body.kind !== 'metric') return [];
  const { subject, metric } = body;
  if (subject?.kind === 'job') {
    const job = scenario.jobs[subject.job];
    const changes = (each: JobModel): readonly Change<JobModel>[] => (each === job ? jobChanges(each, metric) : []);
    return settingsOf(scenario.jobs, changes, (jobs) => ({ ...scenario, jobs }));
  }
  if (!FELT.includes(metric)) return [];
  const calls = scenario.services.flatMap((service, at) =>
    service.handlers.flatMap((handler, which) =>
      handler.steps.flatMap((step, index): ComponentSetting[] => {
        if (step.kind !== 'call') return [];
        const of = `the call of ${scenario.services[step.service]?.name ?? '?'} in ${service.name}.${handler.name}`;
        return callChanges(step.resilience, body).map(([setting, insteadOf, resilience]) => {
          const steps = replaced<HandlerStep>(handler.steps, index, { ...step, resilience });
          const handlers = replaced(service.handlers, which, { ...handler, steps });
          const services = replaced(scenario.services, at, { ...service, handlers });
          return { setting, insteadOf, of, origin: originOf(step, setting), scenario: { ...scenario, services } };
        });
      }),
    ),
  );
  const services = settingsOf(scenario.services, serviceChanges, (changed) => ({ ...scenario, services: changed }));
  const balancers = settingsOf(scenario.balancers, balancerChanges, (changed) => ({ ...scenario, balancers: changed }));
  return [...clientSettings(scenario), ...capacitySettings(scenario, overloaded), ...calls, ...balancers, ...services];
}

/** What repeats or misses results is the delivery; how much there is to do again follows from the last checkpoint. */
function jobChanges(job: JobModel, metric: MetricName): readonly Change<JobModel>[] {
  if (OF_DELIVERY.includes(metric))
    return job.delivery === 'exactly-once'
      ? []
      : [['delivery: exactly-once', `delivery: ${job.delivery}`, { ...job, delivery: 'exactly-once' }]];
  const checkpointNs = job.checkpointNs === undefined ? CHECKPOINT_NS : toNanos(job.checkpointNs / 2);
  // Checkpoints that take longer than there is between them leave no time to work.
  if (checkpointNs <= job.checkpointTakesNs) return [];
  return [[checkpointText(checkpointNs, job), checkpointText(job.checkpointNs, job), { ...job, checkpointNs }]];
}

function checkpointText(everyNs: Nanos | undefined, { checkpointTakesNs }: JobModel): string {
  if (everyNs === undefined) return 'no checkpoint';
  const taking = checkpointTakesNs > 0 ? ` taking ${writtenDuration(checkpointTakesNs)}` : '';
  return `checkpoint: every ${writtenDuration(everyNs)}${taking}`;
}

/** What may be changed of services, of balancers or of jobs, one at a time. */
function settingsOf<T extends { readonly name: string; readonly origin: Origin; readonly writtenAt?: WrittenAt }>(
  all: readonly T[],
  changesOf: (one: T) => readonly Change<T>[],
  scenarioWith: (all: readonly T[]) => ScenarioModel,
): readonly ComponentSetting[] {
  return all.flatMap((one, at) =>
    changesOf(one).map(([setting, insteadOf, changed]) => {
      const scenario = scenarioWith(replaced(all, at, changed));
      return { setting, insteadOf, of: one.name, origin: originOf(one, setting), scenario };
    }),
  );
}

/** Whether the clients' patience would have bridged it, or made it worse. */
function clientSettings(scenario: ScenarioModel): readonly ComponentSetting[] {
  return scenario.workloads.flatMap((workload, at) =>
    [CLIENT_RETRIES, 0].flatMap((retries): ComponentSetting[] => {
      const isOther = retries === 0 ? workload.retries > 0 : workload.retries < retries;
      const setting = `retries: ${retries}`;
      return isOther
        ? [
            {
              setting,
              insteadOf: `retries: ${workload.retries}`,
              of: workload.name,
              origin: originOf(workload, setting),
              scenario: { ...scenario, workloads: replaced(scenario.workloads, at, { ...workload, retries }) },
            },
          ]
        : [];
    }),
  );
}

function callChanges(
  now: ResilienceModel,
  { metric, value }: Extract<ExpectationBody, { kind: 'metric' }>,
): readonly Change<ResilienceModel>[] {
  const changes: Change<ResilienceModel>[] = [];
  if (now.breaker === undefined) changes.push([BREAKER_TEXT, 'no breaker', { ...now, breaker: BREAKER }]);
  if (metric !== 'degraded' && now.fallback?.kind !== 'degraded')
    changes.push([
      'fallback: degraded',
      now.fallback === undefined ? 'no fallback' : fallbackText(now.fallback),
      { ...now, fallback: { kind: 'degraded' } },
    ]);
  if (now.timeoutNs !== undefined)
    changes.push([
      `timeout: ${writtenDuration(now.timeoutNs / 2)}`,
      `timeout: ${writtenDuration(now.timeoutNs)}`,
      { ...now, timeoutNs: toNanos(now.timeoutNs / 2) },
    ]);
  if (metric === 'latency' && now.hedgeAfterNs === undefined) {
    const hedgeAfterNs = toNanos(value * HEDGE_AFTER);
    changes.push([`hedge-after: ${writtenDuration(hedgeAfterNs)}`, 'no hedge-after', { ...now, hedgeAfterNs }]);
  }
  if (now.retries > 0) changes.push(['retries: 0', `retries: ${now.retries}`, { ...now, retries: 0 }]);
  if (now.retries < CALL_RETRIES)
    changes.push([`retries: ${CALL_RETRIES}`, `retries: ${now.retries}`, { ...now, retries: CALL_RETRIES }]);
  return changes;
}

function fallbackText(fallback: NonNullable<ResilienceModel['fallback']>): string {
  return fallback.kind === 'cached'
    ? `fallback: cached(${writtenDuration(fallback.maxAgeNs)})`
    : `fallback: ${fallback.kind}`;
}

function serviceChanges(now: ServiceModel): readonly Change<ServiceModel>[] {
  const workers = 2 * now.workers;
  const queue = Math.max(1, Math.floor(now.queue / SHORTER_QUEUE));
  const changes: Change<ServiceModel>[] = [];
  if (queue < now.queue) changes.push([`queue: ${queue}`, `queue: ${now.queue}`, { ...now, queue }]);
  changes.push([`workers: ${workers}`, `workers: ${now.workers}`, { ...now, workers }]);
  if (now.restart === undefined) {
    const restart = { minNs: toNanos(NANOS_PER_SECOND), maxNs: toNanos(60 * NANOS_PER_SECOND) };
    changes.push(['restart: backoff(1s..1min)', 'no restart', { ...now, restart }]);
  }
  if (now.readiness === undefined || now.readiness.everyNs > CHECK.everyNs) {
    const insteadOf =
      now.readiness === undefined
        ? 'no readiness'
        : `health { readiness: every ${writtenDuration(now.readiness.everyNs)} }`;
    changes.push([`health { readiness: ${CHECK_TEXT} }`, insteadOf, { ...now, readiness: CHECK }]);
  }
  return changes;
}

function balancerChanges(now: BalancerModel): readonly Change<BalancerModel>[] {
  const { healthCheck } = now;
  if (healthCheck !== undefined && healthCheck.everyNs <= CHECK.everyNs) return [];
  const insteadOf =
    healthCheck === undefined ? 'no health-check' : `health-check: every ${writtenDuration(healthCheck.everyNs)}`;
  return [[`health-check: ${CHECK_TEXT}`, insteadOf, { ...now, healthCheck: CHECK }]];
}

function originOf(block: { readonly origin: Origin; readonly writtenAt?: WrittenAt }, setting: string): Origin {
  return settingOrigin(setting, block.writtenAt, block.origin);
}

function replaced<T>(all: readonly T[], at: number, by: T): readonly T[] {
  return all.map((each, index) => (index === at ? by : each));
}
