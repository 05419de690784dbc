import {
  componentSettings,
  strongerSettings,
  type ExpectationVerdict,
  type Remedy,
  type StrongerSetting,
  type TriedSetting,
} from '../../analysis';
import type { ExpectationModel, MetricName, ScenarioModel, StoreModel } from '../../language/model';
import { isFurther } from './is-further';
import type { Judged, Reruns } from './reruns';

/** Settings that are tried for one expectation. */
const MOST_TRIED = 24;

interface Candidate extends Omit<Remedy, 'breaks'> {
  readonly scenario: ScenarioModel;
}

/** Changes of single settings under which an expectation holds, those that break no other first. */
export function remediesFor(
  reruns: Reruns,
  expectation: number,
  scenario: ScenarioModel,
  verdicts: readonly ExpectationVerdict[],
): { readonly remedies: readonly Remedy[]; readonly tried: readonly TriedSetting[] } {
  const model = scenario.expectations[expectation];
  if (model === undefined) return { remedies: [], tried: [] };
  const tried: TriedSetting[] = [];
  const found = candidates(scenario, model)
    .slice(0, MOST_TRIED)
    .flatMap(({ scenario: changed, ...remedy }): Remedy[] => {
      const { setting, of, origin } = remedy;
      const after = reruns.judgedChanged(`${of} ${setting} ${origin.file}:${origin.start}`, changed);
      const judged = after?.[expectation];
      if (after === undefined || judged === undefined) return [];
      const isBetter = judged.decision === 'fail' && isClearlyBetter(verdicts[expectation], judged);
      tried.push({ setting, of, better: isBetter ? judged.measuredText : null });
      if (judged.decision !== 'pass') return [];
      const breaks = after.flatMap(({ decision }, index) =>
        decision === 'fail' && verdicts[index]?.decision === 'pass' ? [index] : [],
      );
      return [{ ...remedy, breaks }];
    });
  const needed = found.filter((remedy) => !found.some((other) => isEnough(other, remedy)));
  return { remedies: needed.sort((a, b) => a.breaks.length - b.breaks.length), tried };
}

/** A figure is worth a word that a setting makes this share of itself better. */
const WORTH_A_WORD = 0.2;

function isClearlyBetter(was: ExpectationVerdict | undefined, { measured }: Judged): boolean {
  if (was === undefined || was.measured === null || measured === null || !isFurther(was, measured)) return false;
  return Math.abs(measured - was.measured) >= WORTH_A_WORD * Math.abs(was.measured);
}

/** Whether a remedy changes only a part of what another one does, and breaks nothing that the other does not. */
function isEnough(part: Remedy, whole: Remedy): boolean {
  if (part === whole || part.of !== whole.of) return false;
  const [settings, all] = [part.setting.split('  '), whole.setting.split('  ')];
  return (
    settings.length < all.length &&
    settings.every((setting) => all.includes(setting)) &&
    part.breaks.every((broken) => whole.breaks.includes(broken))
  );
}

/** Settings of what the expectation is about; what its users feel, they feel through services first. */
function candidates(scenario: ScenarioModel, expectation: ExpectationModel): readonly Candidate[] {
  const { body } = expectation;
  const components = componentSettings(scenario, body);
  // A job reads from outside, and asks no store.
  if (body.kind === 'metric' && body.subject?.kind === 'job') return components;
  const settings = storeSettings(scenario, expectation);
  return scenario.services.length > 0 ? [...components, ...settings] : [...settings, ...components];
}

/** Whoever changes the line of a policy changes it for every store that uses it. */
function storeSettings(scenario: ScenarioModel, expectation: ExpectationModel): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  const offers = scenario.stores.map((store) =>
    settingsFor(store, scenario, expectation).map(({ store: changed, isForAnswers: _, ...setting }) => {
      const { origin } = setting;
      return { changed, setting, name: `${setting.of} ${setting.setting} ${origin.file}:${origin.start}` };
    }),
  );
  offers.forEach((each, index) => {
    if (!concerns(expectation, index)) return;
    for (const { name, setting } of each) {
      const stores = scenario.stores.map(
        (store, at) => offers[at]?.find((offer) => offer.name === name)?.changed ?? store,
      );
      found.set(name, { ...setting, scenario: { ...scenario, stores } });
    }
  });
  return [...found.values()];
}

function settingsFor(
  store: StoreModel,
  scenario: ScenarioModel,
  { body }: ExpectationModel,
): readonly StrongerSetting[] {
  const asksForAnswers =
    body.kind === 'cap' ? body.is === 'AP' : body.kind === 'metric' && ANSWERED.includes(body.metric);
  return strongerSettings(store, scenario).filter(({ isForAnswers }) => isForAnswers !== true || asksForAnswers);
}

/** What users see of it that others do not answer. */
const ANSWERED: readonly MetricName[] = ['availability', 'outage', 'latency', 'recovery', 'throughput'];

function concerns({ body }: ExpectationModel, store: number): boolean {
  if (body.kind !== 'metric') return body.store === store;
  return body.subject?.kind !== 'store' || body.subject.store === store;
}
