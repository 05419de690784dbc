import type { ScenarioModel, StoreModel } from '../../language/model';
import type { FaultOccurrence, Run } from '../../simulation';
import { plural } from '../wording/number-text';
import { faultText } from '../wording/subject-text';
import { shortInstantText } from '../wording/time-text';
import { ratesLeftOut, stampersOf } from './clocks-counted-on';
import { leftOut } from './left-out-faults';
import { bearsForgetting, caughtUpAt, makesForget } from './memory-counted-on';
import { membersAt, outAt } from './out-of-reach';
import { claimOf } from './policy-claim';

/** Whether the faults of a run were within what a store's policy claims to survive. */
export interface ClaimLabel {
  /** `untried`: no fault hit its replicas. */
  readonly kind: 'within' | 'beyond' | 'untried';
  /** One sentence. */
  readonly because: string;
}

/**
 * Labels one store of one run. The claim is that of the family and its settings, for the safety that it promises; see
 * `docs/protocols`. A broken expectation under faults within the claim is a finding about the policy or the bound; one
 * beyond it is what its authors said would happen.
 */
export function claimLabel(scenario: ScenarioModel, run: Run, storeIndex: number): ClaimLabel {
  const store = scenario.stores[storeIndex];
  if (store === undefined) return { kind: 'untried', because: 'There is no such store.' };
  const concerned = run.occurrences.filter(
    (occurrence) => !occurrence.vacuous && concerns(scenario, store, occurrence),
  );
  if (concerned.length === 0) return { kind: 'untried', because: `No fault hit a replica of ${store.name}.` };
  const subject = `${store.name} (${store.policy.name})`;
  const beyond = (because: string): ClaimLabel => ({
    kind: 'beyond',
    because: `Beyond what ${subject} claims to survive: ${because}.`,
  });
  const ratesAtFirst = ratesLeftOut(scenario, store, []);
  if (ratesAtFirst !== null) return beyond(`clocks of its nodes run at different rates; ${ratesAtFirst}`);
  const context = { scenario, store, claim: claimOf(scenario, store), concerned, runEnd: run.endedAt };
  for (const occurrence of concerned) {
    const reason = leftOut(context, occurrence);
    if (reason !== null)
      return beyond(`${faultText(scenario, occurrence.fault)} at ${shortInstantText(occurrence.beganAt)}; ${reason}`);
  }
  const moments = momentsOf(scenario, run, storeIndex, concerned);
  const worst = moments.reduce((a, b) => worse(scenario, store, a, b), {
    count: 0,
    at: 0,
    places: [],
    forgot: 0,
    of: store.replicas,
  });
  const bears = claimOf(scenario, store, worst.of);
  const first = moments.find(({ count, of }) => count > claimOf(scenario, store, of).out);
  if (first !== undefined) {
    const peak = worst.count > first.count && worst.of === first.of ? worst : undefined;
    const { count, of } = first;
    const rest = peak === undefined ? '' : `, ${peak.count} from ${shortInstantText(peak.at)}`;
    return beyond(
      `${count} of ${plural(of, 'replica')} ${outText(first)} from ${shortInstantText(first.at)}${rest}${whomText(scenario, (peak ?? first).places)}; ${allowedText(claimOf(scenario, store, of))}`,
    );
  }
  return {
    kind: 'within',
    because: `Within what ${subject} claims to survive: ${mostText(worst)}; ${allowedText(bears)}.`,
  };
}

function allowedText({ out, promise }: ReturnType<typeof claimOf>): string {
  return out === 0 ? `it ${promise} only with all of them there` : `with ${out} out it ${promise}`;
}

/** Replicas of one shard that were out at one moment. */
interface Moment {
  readonly count: number;
  readonly at: number;
  readonly places: readonly number[];
  /** Those among them that had lost what they held, and had not caught up. */
  readonly forgot: number;
  /** Members of the shard then. */
  readonly of: number;
}

/** Every moment at which a fault began, in order of time. */
function momentsOf(
  scenario: ScenarioModel,
  run: Run,
  storeIndex: number,
  occurrences: readonly FaultOccurrence[],
): readonly Moment[] {
  const store = scenario.stores[storeIndex] as StoreModel;
  const kindOf = ({ fault }: FaultOccurrence): string => scenario.faults[fault]?.action.kind ?? '';
  const forgetful = occurrences
    .filter((each) => makesForget(store, kindOf(each)) && bearsForgetting(store, kindOf(each), each.beganAt))
    .map((each) => ({ ...each, caughtUpAt: caughtUpAt(scenario, run, storeIndex, each) }));
  return [...occurrences]
    .sort((a, b) => a.beganAt - b.beganAt)
    .flatMap(({ beganAt: at }) => {
      const inForce = occurrences.filter(({ beganAt, endedAt }) => beganAt <= at && endedAt > at);
      const forgot = new Set(
        forgetful.flatMap((each) => (each.beganAt <= at && each.caughtUpAt > at ? each.places : [])),
      );
      return store.placement.map((placed): Moment => {
        const members = membersAt(scenario, placed, occurrences, at);
        const out = outAt(scenario, store, inForce, members);
        const wrong = members.filter((place) => !out.has(place) && forgot.has(place));
        const places = [...out, ...wrong].sort((a, b) => a - b);
        return { count: places.length, at, places, forgot: wrong.length, of: members.length };
      });
    });
}

/** The one with more out beyond what is borne, or closer to it; of two alike the one with more out, then the earlier. */
function worse(scenario: ScenarioModel, store: StoreModel, a: Moment, b: Moment): Moment {
  const excess = ({ count, of }: Moment): number => count - claimOf(scenario, store, of).out;
  const more = excess(b) - excess(a) || b.count - a.count;
  return more > 0 ? b : a;
}

/** More replicas than these are only counted. */
const MOST_NAMED = 4;

/** ` (m1, m2, m3)`: who they were. */
function whomText(scenario: ScenarioModel, places: readonly number[]): string {
  const names = places.slice(0, MOST_NAMED).map((place) => scenario.places[place]?.name ?? '?');
  const rest = places.length - names.length;
  return names.length === 0 ? '' : ` (${names.join(', ')}${rest === 0 ? '' : ` and ${rest} more`})`;
}

function mostText(moment: Moment): string {
  const { count, of } = moment;
  if (count === 0) return of === 1 ? 'its one replica was never out' : `none of its ${of} replicas was out`;
  return `at most ${count} of ${plural(of, 'replica')} ${outText(moment).replace(/,$/, '')}`;
}

function outText({ count, forgot }: Moment): string {
  return `${count === 1 ? 'was' : 'were'} out at once${forgot === 0 ? '' : ', or had lost what it held,'}`;
}

function concerns(scenario: ScenarioModel, store: StoreModel, { fault, places }: FaultOccurrence): boolean {
  const action = scenario.faults[fault]?.action;
  if (action === undefined || action.kind === 'heal' || action.kind === 'restart' || action.kind === 'surge')
    return false;
  if ('store' in action) return scenario.stores[action.store] === store;
  const isOfClocks = action.kind === 'skew' || action.kind === 'drift';
  const own = isOfClocks ? [...store.nodes, ...stampersOf(scenario, store)] : store.nodes;
  return places.some((place) => own.includes(place));
}
