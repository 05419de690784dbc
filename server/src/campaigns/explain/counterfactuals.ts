import type { Counterfactual, NamedFault } from '../../analysis';
import { toNanos, type ActionModel, type Nanos, type ScenarioModel } from '../../language/model';
import type { FaultOccurrence, Run } from '../../simulation';
import { firingsOf, neededFaults } from './needed-faults';
import type { Reruns } from './reruns';

/** Independent causes that are looked for: where one set of faults is left out and it still fails, the next set. */
const MOST_CAUSES = 4;
/** Faults each of which would do that are asked about, each at the cost of six runs or twelve. */
const MOST_TIMED = 3;
/** A duration is narrowed down to this share of itself. */
const PRECISION = 1 / 64;

/** What is known of the faults without which an expectation would hold. */
export interface LeftOut {
  readonly counterfactuals: readonly Counterfactual[];
  /** Without these together it does not fail. Null where that was not found. */
  readonly faults: readonly NamedFault[] | null;
  /** Whose time is worth asking about: where each of several would do when left out by itself, each of them. */
  readonly timed: readonly NamedFault[];
}

/**
 * Leaves out the needed faults, each by itself and together. Where it fails all the same, the rest of the schedule
 * breaks it too: its needed faults are added, and those that need not be left out after all are taken back.
 */
export function withoutFaults(
  reruns: Reruns,
  expectation: number,
  run: Run,
  needed: readonly NamedFault[],
  candidates: readonly NamedFault[],
  setUp: readonly NamedFault[] = [],
): LeftOut {
  const decide = (faults: readonly NamedFault[]): Counterfactual | undefined => {
    const decision = reruns.decide(expectation, { withheld: firingsOf(faults) });
    if (decision === undefined) return undefined;
    const measured = decision === 'pass' ? reruns.measured(expectation, { withheld: firingsOf(faults) }) : undefined;
    return { kind: 'without', faults, decision, measuredText: measured?.measuredText ?? null };
  };
  const alone = needed.flatMap((fault) => decide([fault]) ?? []);
  const enough = alone.filter(({ decision }) => decision !== 'fail');
  const [first] = enough;
  if (first?.kind === 'without')
    return { counterfactuals: enough, faults: first.faults, timed: enough.flatMap(faultsOf).slice(0, MOST_TIMED) };
  let left = needed;
  for (let cause = 1; ; cause++) {
    const all = decide(left);
    if (all === undefined) return { counterfactuals: alone, faults: null, timed: [] };
    if (all.decision !== 'fail') break;
    const rest = candidates.filter(
      ({ fault }) => !left.some((other) => other.fault === fault && other.firing === null),
    );
    const entries = left.filter(({ firing }) => firing !== null).map(({ fault }) => ({ fault, firing: null }));
    // Of an entry of which one firing was left out, the others break it as well: leave out the entry.
    const next =
      entries.length > 0 ? entries : cause < MOST_CAUSES ? another(reruns, expectation, run, left, rest, setUp) : [];
    if (next.length === 0) return { counterfactuals: [...alone, all], faults: null, timed: [] };
    left = [...left.filter(({ fault }) => !next.some((other) => other.fault === fault)), ...next];
  }
  for (const fault of left) {
    const fewer = left.filter((other) => other !== fault);
    if (left.length > 1 && decide(fewer)?.decision !== 'fail' && decide(fewer) !== undefined) left = fewer;
  }
  const together = decide(left);
  return { counterfactuals: together === undefined ? alone : [together], faults: left, timed: left };
}

function faultsOf(left: Counterfactual): readonly NamedFault[] {
  return left.kind === 'without' ? left.faults : [];
}

function another(
  reruns: Reruns,
  expectation: number,
  run: Run,
  left: readonly NamedFault[],
  rest: readonly NamedFault[],
  setUp: readonly NamedFault[],
): readonly NamedFault[] {
  const remaining = rest.filter(({ fault }) => !left.some((other) => other.fault === fault));
  return neededFaults(reruns, expectation, run, remaining, setUp) ?? [];
}

/**
 * Less than this share sooner only says how close the bound of the expectation is; the bound of harm that is expected is further
 * from where the harm would not matter.
 */
const TELLING_SHARE = 0.1;
const TELLING_OF_HARM = 0.25;
/** Later than by this share of what is left of the run, a fault is all but taken out of it. */
const STILL_IN_IT = 1 / 4;

/** What an operator does prepares a run or goes wrong in it; that it is done later is no other way to fail. */
const ORDERS: readonly ActionModel['kind'][] = ['deploy', 'reconfigure', 'remove', 'add', 'promote'];

/**
 * How much sooner a fault would have had to end, or how much later to begin, for the expectation to hold. Where that is told of one
 * of several faults and no other time of another was found to help, what was tried of that one is told: it fails all the same.
 */
export function milderFaults(
  reruns: Reruns,
  expectation: number,
  scenario: ScenarioModel,
  run: Run,
  faults: readonly NamedFault[],
  isShown: boolean,
): readonly Counterfactual[] {
  const found = faults.flatMap((named) => milder(reruns, expectation, scenario, run, named, isShown) ?? []);
  const helps = found.some(({ helpful }) => helpful !== undefined);
  return found.flatMap(({ helpful, vain }) => helpful ?? (helps ? vain : []));
}

interface Milder {
  /** With this it does not fail. */
  readonly helpful?: Counterfactual;
  /** With these it fails all the same. */
  readonly vain: readonly Counterfactual[];
}

function milder(
  reruns: Reruns,
  expectation: number,
  scenario: ScenarioModel,
  run: Run,
  named: NamedFault,
  isShown: boolean,
): Milder | undefined {
  const occurrence = occurrenceOf(run, named);
  const action = scenario.faults[named.fault]?.action;
  if (occurrence === undefined || action === undefined) return undefined;
  const whole = Math.min(occurrence.endedAt, run.endedAt) - occurrence.beganAt;
  const lasting = (forNs: number): Counterfactual | undefined => shorter(reruns, expectation, named, whole, forNs);
  const telling = isShown ? TELLING_OF_HARM : TELLING_SHARE;
  const sooner = whole > 0 ? longestThatHolds(whole, lasting, telling) : undefined;
  if (sooner !== undefined) return isTelling(sooner, telling) ? { helpful: sooner, vain: [] } : undefined;
  // How long after a checkpoint of a job it comes is chance: with the next one it is as before.
  if (ORDERS.includes(action.kind) || isOfJob(scenario, expectation)) return undefined;
  const room = STILL_IN_IT * (observedUntil(scenario, expectation) - occurrence.beganAt);
  if (room <= 0) return { vain: [] };
  const delayed = (byNs: number): Counterfactual | undefined => later(reruns, expectation, named, byNs);
  const postponed = leastThatHolds(room, delayed);
  if (postponed !== undefined) return { helpful: postponed, vain: [] };
  // The least of the one and the most of the other that were tried.
  const tried = [whole > 0 ? lasting(whole * PRECISION) : undefined, delayed(room)];
  return { vain: tried.flatMap((each) => (each?.decision === 'fail' ? [each] : [])) };
}

function isTelling(sooner: Counterfactual, share: number): boolean {
  return sooner.kind === 'shorter' && sooner.insteadOfNs - sooner.forNs >= share * sooner.insteadOfNs;
}

function isOfJob({ expectations }: ScenarioModel, expectation: number): boolean {
  const body = expectations[expectation]?.body;
  return body?.kind === 'metric' && body.subject?.kind === 'job';
}

/** Until when what happens has a part in what is measured. */
function observedUntil({ expectations, durationNs }: ScenarioModel, expectation: number): number {
  const body = expectations[expectation]?.body;
  return body?.kind === 'metric' && body.window?.kind === 'interval'
    ? Math.min(body.window.toNs, durationNs)
    : durationNs;
}

/** The one time that a fault hit something; undefined where there were several. */
export function occurrenceOf(run: Run, { fault, firing }: NamedFault): FaultOccurrence | undefined {
  const all = run.occurrences.filter((occurrence) => occurrence.fault === fault);
  return firing !== null ? all[firing] : all.length === 1 ? all[0] : undefined;
}

function shorter(
  reruns: Reruns,
  expectation: number,
  named: NamedFault,
  whole: number,
  forNs: number,
): Counterfactual | undefined {
  const [firing] = firingsOf([named]);
  const lasting = toNanos(Math.round(forNs));
  const decision = reruns.decide(expectation, {
    lasting: [{ ...(firing ?? { fault: named.fault }), forNs: lasting }],
  });
  return decision === undefined
    ? undefined
    : { kind: 'shorter', fault: named, forNs: lasting, insteadOfNs: toNanos(whole), decision };
}

function later(reruns: Reruns, expectation: number, named: NamedFault, byNs: number): Counterfactual | undefined {
  const [firing] = firingsOf([named]);
  const by = toNanos(Math.round(byNs));
  const decision = reruns.decide(expectation, { delayed: [{ ...(firing ?? { fault: named.fault }), byNs: by }] });
  return decision === undefined ? undefined : { kind: 'later', fault: named, byNs: by, decision };
}

/**
 * Bisects between 0, which holds since it is no fault at all, and the whole, which fails; no further once it is clear that less
 * than a telling share of it has to go.
 */
function longestThatHolds(
  whole: number,
  decide: (forNs: number) => Counterfactual | undefined,
  telling: number,
): Counterfactual | undefined {
  let best: Counterfactual | undefined;
  let low = 0;
  let high = whole;
  while (high - low > whole * PRECISION) {
    const found = decide((low + high) / 2);
    if (found === undefined) break;
    if (found.decision === 'fail') high = (low + high) / 2;
    else {
      best = found;
      low = (low + high) / 2;
      if (low > whole * (1 - telling)) return best;
    }
  }
  if (best === undefined) return undefined;
  // A number that a person would write, if it holds as well.
  const round = decide(roundedDown(low));
  return round !== undefined && round.decision !== 'fail' ? round : best;
}

/** Bisects between 0, which fails, and as much later as still tells something. */
function leastThatHolds(
  room: number,
  decide: (byNs: number) => Counterfactual | undefined,
): Counterfactual | undefined {
  let low = 0;
  let high = room;
  let best = decide(high);
  if (best?.decision !== 'pass') return undefined;
  while (high - low > room * PRECISION) {
    const found = decide((low + high) / 2);
    if (found === undefined) break;
    if (found.decision !== 'pass') low = (low + high) / 2;
    else {
      best = found;
      high = (low + high) / 2;
    }
  }
  return best;
}

/** Two significant digits. */
function roundedDown(ns: number): number {
  if (ns <= 0) return 0;
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(ns)) - 1);
  return Math.floor(ns / scale) * scale;
}

/**
 * The moment from which nothing could save it: it fails although every fault ends there and none comes after. Found by
 * bisection between the first needed fault and the end of the run, to a millisecond or a thousandth of that time.
 */
export function unavoidableFrom(
  reruns: Reruns,
  expectation: number,
  run: Run,
  beganAt: number,
): { readonly until: Nanos; readonly from: Nanos } | null {
  const failsIfOverAt = (at: number): boolean | undefined => {
    const decision = reruns.decide(expectation, { overAtNs: toNanos(at) });
    return decision === undefined ? undefined : decision === 'fail';
  };
  let low = Math.floor(beganAt);
  let high = Math.ceil(run.endedAt);
  // The instant at which a fault begins is already too late where it does its harm at once.
  if (failsIfOverAt(low) !== false || failsIfOverAt(high) !== true) return null;
  const precision = Math.max(1_000_000, (high - low) / 1024);
  while (high - low > precision) {
    const middle = Math.floor((low + high) / 2);
    const fails = failsIfOverAt(middle);
    if (fails === undefined) return null;
    if (fails) high = middle;
    else low = middle;
  }
  return { until: toNanos(low), from: toNanos(high) };
}
