import type { ScenarioModel, SubjectModel } from '../../language/model';
import { all, occurrences, type Formula } from './availability-formula';
import { failingComponents } from './failing-components';
import { longRun, type LongRun } from './long-run';
import { minimalCuts, type Cut } from './minimal-cuts';
import { anyWorks, storeWorks, type Service } from './store-formula';

export interface SteadyState extends LongRun {
  /** The failure combinations that matter most. */
  readonly cuts: readonly Cut[];
}

export type SteadyStateAnswer =
  { readonly kind: 'known'; readonly figures: SteadyState } | { readonly kind: 'unknown'; readonly why: string };

/**
 * Long-run availability of a subject: a store (reads and writes, or one of them), a service, a balancer with its service,
 * a place; of everything that is deployed where none is named. Times of the answer in nanoseconds.
 */
export function steadyState(scenario: ScenarioModel, subject?: SubjectModel): SteadyStateAnswer {
  const { components, placeWorks } = failingComponents(scenario);
  const formula = formulaOf(scenario, subject, placeWorks);
  if (formula === undefined) return { kind: 'unknown', why: 'nothing is deployed that could be available' };
  if (occurrences(formula).size === 0)
    return { kind: 'unknown', why: 'no failure data (mtbf, mttr) is given for what it needs' };
  const figures = longRun(formula, components);
  if (figures === null) return { kind: 'unknown', why: 'too many things fail together for an exact answer' };
  return { kind: 'known', figures: { ...figures, cuts: minimalCuts(formula, components) } };
}

function formulaOf(
  scenario: ScenarioModel,
  subject: SubjectModel | undefined,
  placeWorks: (place: number) => Formula,
): Formula | undefined {
  const store = (index: number, service: Service): Formula[] => {
    const model = scenario.stores[index];
    return model === undefined ? [] : [storeWorks(model, placeWorks, service)];
  };
  /** What its handlers call and use is needed, too; services may call each other in a circle. */
  const service = (index: number, callers: readonly number[] = []): Formula[] => {
    const model = scenario.services[index];
    if (model === undefined || callers.includes(index)) return [];
    const steps = model.handlers.flatMap((handler) => handler.steps);
    const stores = new Set(steps.flatMap((step) => (step.kind === 'operation' ? [step.store] : [])));
    const called = new Set(steps.flatMap((step) => (step.kind === 'call' ? [step.service] : [])));
    return [
      anyWorks(model.nodes, placeWorks),
      ...[...stores].flatMap((used) => store(used, 'both')),
      ...[...called].flatMap((other) => service(other, [...callers, index])),
    ];
  };
  const balancer = (index: number): Formula[] => {
    const model = scenario.balancers[index];
    return model === undefined ? [] : [anyWorks(model.nodes, placeWorks), ...service(model.service)];
  };
  const everyStore = (what: Service): Formula[] => scenario.stores.flatMap((_, index) => store(index, what));
  const parts = ((): Formula[] => {
    switch (subject?.kind) {
      case undefined:
        return [
          ...everyStore('both'),
          ...scenario.services.flatMap((_, index) => service(index)),
          ...scenario.balancers.flatMap((_, index) => balancer(index)),
        ];
      case 'reads':
        return everyStore('reads');
      case 'writes':
        return everyStore('writes');
      case 'store':
        return store(subject.store, 'both');
      case 'service':
        return service(subject.service);
      case 'balancer':
        return balancer(subject.balancer);
      case 'place':
        return [placeWorks(subject.place)];
      case 'job': {
        // Its coordinator has no stand-in, and is a worker too: with it alone the job goes on, without it it does not.
        const coordinator = scenario.jobs[subject.job]?.nodes[0];
        return coordinator === undefined ? [] : [placeWorks(coordinator)];
      }
      case 'workload': {
        const target = scenario.workloads[subject.workload]?.target;
        if (target === undefined) return [];
        if (target.kind === 'store') return store(target.store, 'both');
        return target.kind === 'service' ? service(target.service) : balancer(target.balancer);
      }
    }
  })();
  return parts.length === 0 ? undefined : all(parts);
}
