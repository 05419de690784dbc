import type { BoundBalancer, BoundJob, BoundService, BoundStep } from '../../bind/bound';
import { backoffOf } from '../../compile/compile-components';
import type { ScenarioEnv } from '../../compile/scenario-env';
import type { ProblemFix } from '../../problem';
import type { ProblemCode } from '../../problem-codes';
import type { Settings } from '../../settings/settings';
import { counted, durationText } from '../check-store';
import { checkCallCycles } from './check-call-cycles';
import { optimalInterval, wasteOf } from './checkpoint-interval';
import { networkOf } from './network';
import { writeFix } from './report-property';

/** Retries that follow at once are more than bad luck: together they are a second load. */
export const RETRIES_WITHOUT_PAUSE = 2;

/** Hystrix's default of a command. */
const TIMEOUT_TO_BEGIN_WITH = '1s';

/** Reports guards of services that never act, and pauses, sizes and intervals that defeat what they are for. */
export function checkComponentDesign(env: ScenarioEnv): void {
  for (const service of env.topology.services) new ServiceDesign(service, env).run();
  checkCallCycles(env);
  for (const balancer of env.topology.balancers) checkHealthCheck(balancer, env);
  for (const job of env.topology.jobs) checkJob(job, env);
}

type Call = Extract<BoundStep, { kind: 'call' }>;

class ServiceDesign {
  private readonly settings: Settings;

  constructor(
    private readonly service: BoundService,
    private readonly env: ScenarioEnv,
  ) {
    this.settings = env.overrides.settingsOf(service);
  }

  run(): void {
    this.checkScale();
    for (const handler of this.service.handlers) {
      for (const step of handler.steps) if (step.kind === 'call') this.checkCall(step);
    }
  }

  private checkScale(): void {
    if (!this.settings.hasSection('autoscale')) return;
    const scale = this.settings.section('autoscale');
    const nodes = this.service.on.length;
    const [min, max] = [scale.count('min'), scale.optionalCount('max') ?? nodes];
    if (max > nodes) {
      const message = `'${this.service.name}' is deployed on ${counted(nodes, 'node')}, so it never has ${String(max)} instances`;
      this.report('FTM440', scale, 'max', message, String(nodes));
    } else if (min > max) {
      this.report(
        'FTM440',
        scale,
        'min',
        `at least ${String(min)} instances are more than at most ${String(max)}`,
        String(max),
      );
    } else if (min === max && scale.has('min') && max > 1) {
      this.report('FTM440', scale, 'min', `from ${String(min)} to ${String(max)} instances there is nothing to scale`);
    }
  }

  private checkCall({ settings, service, handler, node }: Call): void {
    this.checkBreaker(settings, service, node);
    const timeout = settings.optionalNs('timeout');
    const hedge = settings.optionalNs('hedge-after');
    if (timeout !== undefined && hedge !== undefined && hedge >= timeout) {
      const message = `an attempt is given up after ${durationText(timeout)}, before a second request is sent`;
      this.report('FTM438', settings, 'hedge-after', message);
    }
    const bulkhead = settings.optionalCount('bulkhead');
    const workers = this.settings.count('workers');
    if (bulkhead !== undefined && bulkhead >= workers && hedge === undefined) {
      const message = `an instance of '${this.service.name}' has ${counted(workers, 'worker')}, so there are never more than ${String(bulkhead)} calls in flight`;
      this.report('FTM439', settings, 'bulkhead', message);
    }
    this.checkPauses(settings);
    if (timeout === undefined) return;
    for (const inner of handler.steps) {
      if (inner.kind !== 'call') continue;
      const nested = inner.settings.optionalNs('timeout');
      if (nested === undefined || nested <= timeout) continue;
      const message =
        `'${this.service.name}' gives up on '${service.name}' after ${durationText(timeout)}, and '${service.name}' goes on ` +
        `waiting for '${inner.service.name}' for ${durationText(nested)}`;
      this.report('FTM432', inner.settings, 'timeout', message, durationText(timeout));
    }
  }

  /** A breaker learns from calls that end. */
  private checkBreaker(settings: Settings, service: BoundService, node: Call['node']): void {
    if (!settings.hasSection('breaker') || settings.has('timeout')) return;
    const { body, target } = node;
    const place = target?.range ?? node.operation.range;
    const message =
      `the breaker of this call hears nothing of a '${service.name}' that hangs: a call without a timeout ends with its ` +
      'connection, after minutes';
    const at = body === undefined ? undefined : body.range.start + 1;
    const edits =
      at === undefined ? [] : [{ range: { start: at, end: at }, newText: ` timeout: ${TIMEOUT_TO_BEGIN_WITH} ` }];
    const fixes = edits.length === 0 ? [] : [{ title: `Add 'timeout: ${TIMEOUT_TO_BEGIN_WITH}'`, edits }];
    this.env.contextOf(this.service.uri).report('FTM451', place, message, { fixes });
  }

  private checkPauses(settings: Settings): void {
    const retries = settings.written('retries');
    if (retries === undefined || settings.count('retries') < RETRIES_WITHOUT_PAUSE) return;
    if (backoffOf(settings.call('backoff')) !== undefined) return;
    const message = `${String(settings.count('retries'))} retries follow at once on a failure, when the other side can bear them least`;
    this.env
      .contextOf(retries.uri)
      .report('FTM449', retries.range, message, { fixes: [addBackoff(retries.range.end)] });
  }

  private report(code: ProblemCode, settings: Settings, property: string, message: string, fixed?: string): void {
    const written = settings.written(property);
    if (written === undefined) return;
    const fixes = fixed === undefined ? [] : [writeFix(property, fixed, written.range)];
    this.env.contextOf(written.uri).report(code, written.range, message, { fixes });
  }
}

/** Pauses that spread callers out, written after the retries. */
export function addBackoff(at: number): ProblemFix {
  const text = 'backoff: exponential(50ms..1s, jitter: full)';
  return { title: `Add '${text}'`, edits: [{ range: { start: at, end: at }, newText: `  ${text}` }] };
}

/** A balancer that looks from afar gives an answer less time than most of them need; the check itself costs no work. */
function checkHealthCheck(balancer: BoundBalancer, env: ScenarioEnv): void {
  const settings = env.overrides.settingsOf(balancer);
  const [timeout, written] = [settings.periodic('health-check')?.timeoutNs, settings.written('health-check')];
  if (timeout === undefined || written === undefined || balancer.to === undefined) return;
  const network = networkOf(env.topology, env.origins);
  const instances = balancer.to.on;
  for (const from of balancer.on) {
    const far = instances.find((node) => network.roundTripNs(from, node, 0.5) > timeout);
    if (far === undefined) continue;
    const message =
      `'${balancer.name}' on '${from.name}' gives up after ${durationText(timeout)}, and half of all answers of '${balancer.to.name}' ` +
      `on '${far.name}' take more than ${durationText(network.roundTripNs(from, far, 0.5))}`;
    env.contextOf(written.uri).report('FTM452', written.range, message);
    return;
  }
}

/** A checkpoint interval against the failure data of the nodes: the job restarts whenever one of them fails. */
function checkJob(job: BoundJob, env: ScenarioEnv): void {
  let failuresPerNs = 0;
  for (const node of job.on) {
    const mtbf = env.overrides.settingsOf(node).longNs('mtbf');
    if (mtbf !== undefined && mtbf > 0) failuresPerNs += 1 / mtbf;
  }
  if (failuresPerNs > 0) reportInterval(job, env, 1 / failuresPerNs, 'from the mtbf of its nodes');
}

/** Reports an interval that costs more than twice what the best one would, where that is worth mentioning. */
export function reportInterval(job: BoundJob, env: ScenarioEnv, mtbfNs: number, source: string): void {
  const settings = env.overrides.settingsOf(job);
  const checkpoint = settings.periodic('checkpoint');
  const written = settings.written('checkpoint');
  const taking = checkpoint?.takingNs ?? 0;
  if (checkpoint === undefined || written === undefined || taking <= 0) return;
  if (taking >= mtbfNs) {
    const message = `a checkpoint takes ${durationText(taking)}, and a node fails every ${durationText(mtbfNs)}, ${source}: hardly one is ever complete`;
    env.contextOf(written.uri).report('FTM416', written.range, message);
    return;
  }
  const best = optimalInterval(taking, mtbfNs);
  const [now, then] = [wasteOf(checkpoint.everyNs, taking, mtbfNs), wasteOf(best, taking, mtbfNs)];
  if (now < 2 * then || now - then < 0.01) return;
  const rounded = durationText(Number(best.toPrecision(2)));
  const message =
    `checkpoints every ${durationText(checkpoint.everyNs)} waste ${percent(now)} of the time (taking them, and computing ` +
    `again what is lost with a failure every ${durationText(mtbfNs)}, ${source}); every ${rounded} would waste ${percent(then)}`;
  const fixed = `every ${rounded} taking ${durationText(taking)}`;
  env
    .contextOf(written.uri)
    .report('FTM416', written.range, message, { fixes: [writeFix('checkpoint', fixed, written.range)] });
}

function percent(share: number): string {
  return `${String(Number((Math.min(share, 1) * 100).toPrecision(2)))}%`;
}
