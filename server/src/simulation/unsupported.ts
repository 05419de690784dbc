import { refusalOf } from '../language/compile/refused-orders';
import type { ActionModel, FaultModel, Origin, ScenarioModel, TargetModel } from '../language/model';
import { familyOf } from './protocols/registry';

/** Something that a scenario says and the simulation does not execute. */
export interface Unsupported {
  readonly origin: Origin;
  /** A noun phrase for a sentence like "... is not simulated". */
  readonly what: string;
  /** Why it makes no sense, as a clause after a colon; undefined where it would make sense. */
  readonly why?: string;
}

/** Everything in a scenario that would be passed over: empty means that all of it is executed. */
export function unsupported(scenario: ScenarioModel): Unsupported[] {
  return [...ofStores(scenario), ...scenario.faults.flatMap((fault) => ofFault(scenario, fault))];
}

function ofStores(scenario: ScenarioModel): Unsupported[] {
  return scenario.stores.flatMap((store): Unsupported[] => {
    const family = familyOf(store.policy);
    if (family === undefined) return [{ origin: store.policy.origin, what: `policy family '${store.policy.family}'` }];
    return [
      ...(family.dataTypes.includes(store.data)
        ? []
        : [{ origin: store.origin, what: `data type '${store.data}' with policy family '${store.policy.family}'` }]),
    ];
  });
}

function ofFault(scenario: ScenarioModel, fault: FaultModel): Unsupported[] {
  const problem = actionProblem(scenario, fault.action);
  return problem === undefined ? [] : [{ origin: fault.origin, ...problem }];
}

function actionProblem(scenario: ScenarioModel, action: ActionModel): Omit<Unsupported, 'origin'> | undefined {
  switch (action.kind) {
    case 'byzantine':
      return byzantineProblem(scenario, action.targets);
    case 'reconfigure':
    case 'add':
    case 'remove':
    case 'promote': {
      const store = scenario.stores[action.store];
      const family = store === undefined ? undefined : familyOf(store.policy);
      if (store === undefined || family === undefined) return undefined;
      if (action.kind === 'reconfigure') {
        const fixed = family.cannotChange?.(store.policy, action.policy);
        if (fixed !== undefined) return { what: `'reconfigure' of ${fixed}` };
      }
      const why = refusalOf(store.policy.family, action.kind);
      return why === undefined
        ? undefined
        : { what: `'${action.kind}' with policy family '${store.policy.family}'`, why };
    }
    default:
      return undefined;
  }
}

/** Replicas can be Byzantine; clients, and nodes that keep no data, run nothing that could lie. */
function byzantineProblem(
  scenario: ScenarioModel,
  targets: readonly TargetModel[],
): Omit<Unsupported, 'origin'> | undefined {
  const holdsReplica = (place: number): boolean => scenario.stores.some(({ nodes }) => nodes.includes(place));
  for (const target of targets) {
    if (target.kind !== 'places' || target.places.some(holdsReplica)) continue;
    return {
      what: `fault 'byzantine' on ${target.text}, which holds no replica of a store`,
      why: 'it says nothing that could be false',
    };
  }
  return undefined;
}
