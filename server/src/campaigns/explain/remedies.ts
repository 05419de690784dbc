import {
  componentSettings,
  showsHarm,
  strongerSettings,
  type ExpectationVerdict,
  type Remedy,
  type StrongerSetting,
  type TriedSetting,
} from '../../analysis';
import type { ExpectationModel, MetricName, ScenarioModel, StoreModel } from '../../language/model';
import { isFurther } from './is-further';
import type { Judged, Reruns } from './reruns';
import { sideEffects } from './side-effects';

/** Settings that are tried for one expectation. */
const MOST_TRIED = 24;

interface Candidate extends Omit<Remedy, 'breaks' | 'reached' | 'effects'> {
  readonly scenario: ScenarioModel;
}

/** What is asked about, and what is known of the run. */
export interface Ailing {
  /** Index into the scenario's expectations. */
  readonly expectation: number;
  /** What all of them make of the run. */
  readonly verdicts: readonly ExpectationVerdict[];
  /** What is looked at beside them, and what it is in the run. */
  readonly watched: readonly ExpectationVerdict[];
  /** It holds because harm was expected: what is said is how its contrary would hold. */
  readonly isShown: boolean;
  /** Services that turned requests away, their queues being full. */
  readonly overloaded: ReadonlySet<number>;
  /** What is measured without any fault; undefined where it is no better then, or where that was not found out. */
  readonly calm: () => Judged | undefined;
}

/**
 * Changes of single settings under which an expectation holds, those that break no other first. Harm that is expected has a
 * bound that is easily passed: there a change helps that takes away half of it or more.
 */
export function remediesFor(
  reruns: Reruns,
  scenario: ScenarioModel,
  { expectation, verdicts, watched, isShown, overloaded, calm }: Ailing,
): { readonly remedies: readonly Remedy[]; readonly tried: readonly TriedSetting[] } {
  const model = scenario.expectations[expectation];
  const was = verdicts[expectation];
  if (model === undefined || was === undefined) return { remedies: [], tried: [] };
  const expectations = [...scenario.expectations, ...watched.map((each) => each.expectation)];
  const tried: TriedSetting[] = [];
  const found = candidates(scenario, model, overloaded)
    .slice(0, MOST_TRIED)
    .flatMap(({ scenario: changed, ...remedy }): Remedy[] => {
      const { setting, of, origin } = remedy;
      const name = `${of} ${setting} ${origin.file}:${origin.start}`;
      const after = reruns.judgedChanged(name, { ...changed, expectations });
      const judged = after?.[expectation];
      if (after === undefined || judged === undefined) return [];
      const effects = sideEffects(model.body, watched, after.slice(scenario.expectations.length));
      const isPassed = judged.decision === 'pass';
      const share = isShown && isPassed ? mendedShare(was, judged, calm()) : 1;
      const isBetter = isPassed
        ? share >= A_LITTLE && share < ENOUGH
        : judged.decision === 'fail' && isClearlyBetter(was, judged);
      tried.push({ setting, of, better: isBetter ? judged.measuredText : null, isLittle: share < ENOUGH, effects });
      if (!isPassed || share < ENOUGH) return [];
      const breaks = after.flatMap(({ decision }, index) => {
        const other = verdicts[index];
        return decision === 'fail' && other?.decision === 'pass' && !showsHarm(other.expectation) ? [index] : [];
      });
      return [{ ...remedy, breaks, reached: model.body.kind === 'metric' ? judged.measuredText : null, effects }];
    });
  const needed = found.filter((remedy) => !found.some((other) => isEnough(other, remedy)));
  return { remedies: needed.sort((a, b) => a.breaks.length - b.breaks.length), tried };
}

/** A figure is worth a word that a setting makes this share of itself better. */
const WORTH_A_WORD = 0.2;
/** What takes away this share of a harm helps, less helps a little, and less than that not at all. */
const ENOUGH = 0.5;
const A_LITTLE = 0.1;

function isClearlyBetter(was: ExpectationVerdict, { measured }: Judged): boolean {
  if (was.measured === null || measured === null || !isFurther(was, measured)) return false;
  return Math.abs(measured - was.measured) >= WORTH_A_WORD * Math.abs(was.measured);
}

/**
 * How much of the way from what was measured to what is measured without any fault a change goes; where it is as bad without,
 * to where there is no harm at all. 1 of what is no figure.
 */
function mendedShare(
  { expectation: { body }, measured: was }: ExpectationVerdict,
  { measured: is }: Judged,
  calm?: Judged,
): number {
  if (body.kind !== 'metric' || was === null || is === null) return 1;
  const harmless = body.metric === 'availability' ? 1 : 0;
  const aim = calm?.measured ?? harmless;
  return aim === was || !Number.isFinite(aim - was) ? 1 : (is - was) / (aim - was);
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
function candidates(
  scenario: ScenarioModel,
  expectation: ExpectationModel,
  overloaded: ReadonlySet<number>,
): readonly Candidate[] {
  const { body } = expectation;
  const components = componentSettings(scenario, body, overloaded);
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
