import { strongerSettings, type Decision, type Remedy } from '../../analysis';
import type { ExpectationModel, ScenarioModel } from '../../language/model';
import type { Reruns } from './reruns';

/** Settings that are tried for one expectation. */
const MOST_TRIED = 12;
/** What retries are tried with, where there are none. */
const RETRIES = 3;

interface Candidate extends Omit<Remedy, 'breaks'> {
  readonly scenario: ScenarioModel;
}

/** Changes of single settings under which an expectation holds, those that break no other first. */
export function remediesFor(
  reruns: Reruns,
  expectation: number,
  scenario: ScenarioModel,
  decisions: readonly Decision[],
): { readonly remedies: readonly Remedy[]; readonly tried: number } {
  const model = scenario.expectations[expectation];
  if (model === undefined) return { remedies: [], tried: 0 };
  let tried = 0;
  const found = candidates(scenario, model)
    .slice(0, MOST_TRIED)
    .flatMap(({ scenario: changed, ...remedy }): Remedy[] => {
      const after = reruns.decideChanged(`${remedy.of} ${remedy.setting}`, changed);
      if (after !== undefined) tried++;
      if (after?.[expectation] !== 'pass') return [];
      const breaks = after.flatMap((decision, index) =>
        decision === 'fail' && decisions[index] === 'pass' ? [index] : [],
      );
      return [{ ...remedy, breaks }];
    });
  return { remedies: found.sort((a, b) => a.breaks.length - b.breaks.length), tried };
}

function candidates(scenario: ScenarioModel, expectation: ExpectationModel): readonly Candidate[] {
  const stores = scenario.stores.map((_, store) => store).filter((store) => concerns(expectation, store));
  const settings = stores.flatMap((index) => {
    const store = scenario.stores[index];
    if (store === undefined) return [];
    return strongerSettings(store).map(({ setting, insteadOf, of, store: changed }): Candidate => ({
      setting,
      insteadOf,
      of: of === 'policy' ? store.policy.name : store.name,
      origin: of === 'policy' ? store.policy.origin : store.origin,
      scenario: { ...scenario, stores: scenario.stores.map((each, at) => (at === index ? changed : each)) },
    }));
  });
  return [...settings, ...retries(scenario, expectation)];
}

function concerns({ body }: ExpectationModel, store: number): boolean {
  if (body.kind !== 'metric') return body.store === store;
  return body.subject?.kind !== 'store' || body.subject.store === store;
}

/** Whether the clients' patience would have bridged it. */
function retries(scenario: ScenarioModel, { body }: ExpectationModel): readonly Candidate[] {
  if (body.kind !== 'metric' || (body.metric !== 'availability' && body.metric !== 'degraded')) return [];
  return scenario.workloads.flatMap((workload, index): Candidate[] =>
    workload.retries >= RETRIES
      ? []
      : [
          {
            setting: `retries: ${RETRIES}`,
            insteadOf: `retries: ${workload.retries}`,
            of: workload.name,
            origin: workload.origin,
            scenario: {
              ...scenario,
              workloads: scenario.workloads.map((each, at) => (at === index ? { ...each, retries: RETRIES } : each)),
            },
          },
        ],
  );
}
