import type { ActionModel, JobModel, ResilienceModel, ScenarioModel, ServiceModel } from '../../language/model';
import { writtenDuration } from '../wording/written-duration';
import { setting, type SettingText } from './policy-settings';

/** What a service can do at a time, and what becomes of an instance that fails. */
export function serviceSettings({ places }: ScenarioModel, service: ServiceModel): readonly SettingText[] {
  const cores = service.nodes.flatMap((node) => places[node]?.cores ?? []);
  const { restart, autoscale, readiness, liveness } = service;
  return [
    ...(cores.length === 0 ? [] : [setting('cores', Math.min(...cores), 'answers')]),
    setting('workers', service.workers, 'answers'),
    setting('queue', service.queue, 'answers'),
    ...(autoscale === undefined
      ? []
      : [block('autoscale', `autoscale { min: ${autoscale.min}  max: ${autoscale.max} }`)]),
    ...(restart === undefined
      ? []
      : [block('restart', `restart: backoff(${writtenDuration(restart.minNs)}..${writtenDuration(restart.maxNs)})`)]),
    ...(readiness === undefined ? [] : [block('readiness', `readiness: every ${writtenDuration(readiness.everyNs)}`)]),
    ...(liveness === undefined ? [] : [block('liveness', `liveness: every ${writtenDuration(liveness.everyNs)}`)]),
  ];
}

/** How a caller guards a call. */
export function callSettings(call: ResilienceModel): readonly SettingText[] {
  const { timeoutNs, retries, breaker, hedgeAfterNs, bulkhead, fallback } = call;
  return [
    ...(timeoutNs === undefined ? [] : [setting('timeout', writtenDuration(timeoutNs), 'answers')]),
    setting('retries', retries, 'answers'),
    ...(breaker === undefined
      ? []
      : [
          block(
            'breaker',
            `breaker { failures: ${shareText(breaker.failureShare)}  window: ${writtenDuration(breaker.windowNs)}  open: ${writtenDuration(breaker.openNs)} }`,
          ),
        ]),
    ...(fallback === undefined ? [] : [fallbackSetting(fallback)]),
    ...(bulkhead === undefined ? [] : [setting('bulkhead', bulkhead, 'answers')]),
    ...(hedgeAfterNs === undefined ? [] : [setting('hedge-after', writtenDuration(hedgeAfterNs))]),
  ];
}

function fallbackSetting(fallback: NonNullable<ResilienceModel['fallback']>): SettingText {
  if (fallback.kind === 'fail') return setting('fallback', 'fail');
  return setting(
    'fallback',
    fallback.kind === 'cached' ? `cached(${writtenDuration(fallback.maxAgeNs)})` : fallback.kind,
    'answers',
  );
}

/** Where a job begins again after a failure, and what that does to its results. */
export function jobSettings({
  delivery,
  checkpointNs,
  checkpointTakesNs,
  restartNs,
}: JobModel): readonly SettingText[] {
  const taking = checkpointTakesNs > 0 ? ` taking ${writtenDuration(checkpointTakesNs)}` : '';
  return [
    setting('delivery', delivery, 'loss', 'answers'),
    ...(checkpointNs === undefined
      ? []
      : [setting('checkpoint', `every ${writtenDuration(checkpointNs)}${taking}`, 'loss', 'answers')]),
    setting('restart', writtenDuration(restartNs), 'answers'),
  ];
}

/** How a version goes out, and when it is taken back. */
export function deploymentSettings({
  errorShare,
  batch,
  intervalNs,
  rollbackAfterNs,
}: Extract<ActionModel, { kind: 'deploy' }>): readonly SettingText[] {
  return [
    setting('errors', shareText(errorShare), 'answers'),
    setting('batch', batch, 'answers'),
    setting('interval', writtenDuration(intervalNs), 'answers'),
    ...(rollbackAfterNs === undefined ? [] : [setting('rollback-after', writtenDuration(rollbackAfterNs), 'answers')]),
  ];
}

function shareText(share: number): string {
  return `${Number((100 * share).toPrecision(6))}%`;
}

/** A block, or what is absent unless it is written. */
function block(name: string, text: string): SettingText {
  return { name, text, matters: ['answers'] };
}
