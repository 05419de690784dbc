import type { HandlerStep, ScenarioModel } from '../../language/model';
import { FailureReason, type Run } from '../../simulation';
import { covers, isAnswered, selectOperations, stretchesOf } from '../availability/operation-selection';
import type { ExpectationVerdict } from '../verdict';
import type { Harm } from './harm';

type Call = Extract<HandlerStep, { kind: 'call' }>;

/** A store, or a service with the call that asked for it where it was not asked by clients. */
export type FailingComponent =
  | { readonly kind: 'store'; readonly store: number }
  | {
      readonly kind: 'service';
      readonly service: number;
      readonly call?: { readonly step: Call; readonly from: string };
    };

/**
 * The stores and services whose doing a harm is, the worst first: of what is stored those that are judged so; of what was not
 * answered those that did not answer, be it clients or the services that clients asked.
 */
export function failingComponents(
  scenario: ScenarioModel,
  run: Run,
  verdict: ExpectationVerdict,
  harm: Harm,
): readonly FailingComponent[] {
  const { body } = verdict.expectation;
  if (body.kind !== 'metric') return [{ kind: 'store', store: body.store }];
  if (body.subject?.kind === 'store') return [{ kind: 'store', store: body.subject.store }];
  if (harm !== 'answers') return ofData(scenario, run, verdict);
  const { history } = run;
  const asked = selectOperations(scenario, run, body.subject, body.window).operations;
  const missed = asked.filter((id) => !isAnswered(history, id));
  // Where all was answered, as of a latency, it is about whoever was asked.
  const targets = missed.length > 0 ? missed : asked;
  const reached = new Map<string, FailingComponent>();
  for (const id of targets) {
    const store = history.store[id] as number;
    const service = history.service[id] as number;
    if (store >= 0) reached.set(`store ${store}`, { kind: 'store', store });
    else if (service >= 0) reach(scenario, service, history.handler[id] as number, undefined, reached);
  }
  if (missed.length === 0) return [...reached.values()];
  const failures = failuresOf(scenario, run, verdict);
  const count = (component: FailingComponent): number => failures.get(keyOf(component)) ?? 0;
  return [...reached.values()]
    .filter((component) => count(component) > 0 && !passesOn(scenario, component, failures))
    .sort((a, b) => count(b) - count(a));
}

function ofData(
  scenario: ScenarioModel,
  run: Run,
  { stores, witness }: ExpectationVerdict,
): readonly FailingComponent[] {
  const ofWitness = (witness?.operations ?? []).map((id) => run.history.store[id] as number);
  const found = [...new Set(stores ?? ofWitness)].filter((store) => store >= 0);
  const all = found.length === 0 && scenario.stores.length === 1 ? [0] : found;
  return all.map((store) => ({ kind: 'store', store }));
}

/** A handler of a service and all that it asks for and cannot do without. */
function reach(
  scenario: ScenarioModel,
  service: number,
  handler: number,
  call: { readonly step: Call; readonly from: string } | undefined,
  reached: Map<string, FailingComponent>,
): void {
  const model = scenario.services[service];
  const steps = model?.handlers[handler]?.steps ?? [];
  const key = `service ${service}`;
  if (!reached.has(key)) reached.set(key, { kind: 'service', service, ...(call === undefined ? {} : { call }) });
  for (const step of steps) {
    if (step.kind === 'operation') reached.set(`store ${step.store}`, { kind: 'store', store: step.store });
    else if (!reached.has(`service ${step.service}`) && step.resilience.fallback?.kind !== 'degraded') {
      const from = `${model?.name ?? '?'}.${model?.handlers[handler]?.name ?? '?'}`;
      const next = scenario.services[step.service]?.handlers.findIndex(({ name }) => name === step.handler) ?? -1;
      reach(scenario, step.service, next, { step, from }, reached);
    }
  }
}

/** What was not answered in the window, by whom. */
function failuresOf(
  scenario: ScenarioModel,
  run: Run,
  { expectation: { body } }: ExpectationVerdict,
): ReadonlyMap<string, number> {
  const { history } = run;
  const stretches = stretchesOf(scenario, run, body.kind === 'metric' ? body.window : undefined);
  const found = new Map<string, number>();
  for (let id = 0; id < history.length; id++) {
    if (isAnswered(history, id) || history.reason[id] === FailureReason.EndOfRun) continue;
    if (!covers(stretches, history.invokedAt[id] as number)) continue;
    const [store, service] = [history.store[id] as number, history.service[id] as number];
    const key = store >= 0 ? `store ${store}` : `service ${service}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

/** What a service asks for fails so often that this is why it fails itself. */
const PASSED_ON = 0.5;

/** A service that fails because what it asks for does: what failed is that, unless a fallback stands in for it. */
function passesOn(
  scenario: ScenarioModel,
  component: FailingComponent,
  failures: ReadonlyMap<string, number>,
): boolean {
  if (component.kind === 'store') return false;
  const own = failures.get(keyOf(component)) ?? 0;
  const steps = scenario.services[component.service]?.handlers.flatMap((handler) => handler.steps) ?? [];
  return steps.some((step) => {
    const isBridged = step.kind === 'call' && step.resilience.fallback?.kind === 'degraded';
    const key = step.kind === 'operation' ? `store ${step.store}` : `service ${step.service}`;
    return !isBridged && (failures.get(key) ?? 0) >= PASSED_ON * own;
  });
}

function keyOf(component: FailingComponent): string {
  return component.kind === 'store' ? `store ${component.store}` : `service ${component.service}`;
}
