import type { Run } from '../../simulation';
import { beganIn } from '../availability/breaking-faults';
import { detections } from '../availability/detection';
import { isAnswered } from '../availability/operation-selection';
import { recoveries } from '../availability/recovery';
import { sortedSample, statisticOf } from '../availability/sample';
import { isEffect } from '../consistency/checked-history';
import { convergedAfter, lastFaultOver } from '../durability/convergence';
import { replicasApart } from '../durability/replicas-apart';
import type { Evidence } from '../evidence';
import {
  atLeast,
  firstAt,
  hollowIf,
  measured,
  ofStores,
  unmeasured,
  type Measurement,
  type Question,
} from '../measurement';
import { plural } from '../wording/number-text';
import { faultText, subjectText, windowText } from '../wording/subject-text';
import { durationText, instantText } from '../wording/time-text';
import type { Witness } from '../verdict';
import { witnessOf } from '../wording/witness';
import { nothingToConverge } from './hollow-figures';
import { measuredStores } from './measured-stores';

interface Timed {
  readonly occurrence: number;
  readonly tookNs: number | null;
  /** How long it was waited for, where it never came. */
  readonly waitedNs: number;
  /** Operations that show that it was in force, as far as they were not answered. */
  readonly operations: Int32Array;
}

const NONE = new Int32Array(0);

/** Of several faults the slowest counts, unless a statistic is asked for. */
const SLOWEST = { kind: 'max' } as const;

export function measureDetection(evidence: Evidence, question: Question): Measurement {
  const { scenario, run } = evidence;
  const store = storeOf(evidence, question);
  const timed = detections(scenario, run, store)
    .filter(({ occurrence }) => inWindow(evidence, question, occurrence))
    .map(({ occurrence, tookNs, inForceNs }) => ({ occurrence, tookNs, waitedNs: inForceNs, operations: NONE }));
  const by = store === undefined ? '' : ` by ${scenario.stores[store]?.name ?? '?'}`;
  return overFaults(evidence, question, timed, `detected${by}`);
}

/** The store that is meant, also where it is that of a workload. */
function storeOf({ scenario }: Evidence, { subject }: Question): number | undefined {
  if (subject?.kind === 'store') return subject.store;
  const target = subject?.kind === 'workload' ? scenario.workloads[subject.workload]?.target : undefined;
  return target?.kind === 'store' ? target.store : undefined;
}

export function measureRecovery(evidence: Evidence, question: Question): Measurement {
  const { scenario, run } = evidence;
  const { operations } = evidence.select(question.subject);
  if (operations.length === 0)
    return unmeasured('FTM609', `no operation${subjectText(scenario, question.subject)} was issued`);
  const timed = recoveries(scenario, run, operations)
    .filter(({ occurrence }) => inWindow(evidence, question, occurrence))
    .map(({ watchedNs, reached, ...rest }) => ({ ...rest, waitedNs: watchedNs, operations: reached }));
  return overFaults(evidence, question, timed, 'recovered from');
}

export function measureConvergence(evidence: Evidence, question: Question): Measurement {
  const since = lastFaultOver(evidence.scenario, evidence.run, question.window);
  return firstAt(since ?? Infinity, convergenceSince(evidence, question, since));
}

function convergenceSince(evidence: Evidence, question: Question, since: number | null): Measurement {
  const { scenario, run } = evidence;
  if (since === null)
    return unmeasured(
      'FTM611',
      `no fault${began(evidence, question)} hit anything, so there was nothing to converge after`,
    );
  const stores = measuredStores(evidence, question);
  if (stores.length === 0) return unmeasured('FTM613', 'there is no store to converge');
  const last = `the last fault${began(evidence, question)}`;
  let longest = { tookNs: -1, store: -1 };
  for (const store of stores) {
    const took = convergedAfter(run, store, since);
    const name = scenario.stores[store]?.name ?? '?';
    if (took === null)
      return ofStores(
        [store],
        atLeast(
          run.endedAt - since,
          `the replicas of ${name} were at no instant all equal between ${instantText(since)}, when ${last} was over, and the end of the run${apartText(evidence, store, since)}`,
        ),
      );
    if (took > longest.tookNs) longest = { tookNs: took, store };
  }
  const { tookNs, store } = longest;
  const whose = stores.length === 1 ? '' : ` of ${scenario.stores[store]?.name ?? '?'}`;
  return hollowIf(
    nothingToConverge(stores.map((store) => evidence.history(store))),
    ofStores(
      [store],
      measured(
        tookNs,
        `all replicas${whose} were equal ${durationText(tookNs)} after ${last} was over at ${instantText(since)}${writesText(evidence, store, since, since + tookNs)}`,
      ),
    ),
  );
}

/** Who is still apart when all has come to rest is what kept them apart; if nobody is, it was the writes. */
function apartText(evidence: Evidence, store: number, since: number): string {
  const { run, scenario } = evidence;
  const [furthest, ...others] = replicasApart(run, store);
  if (furthest === undefined) return writesText(evidence, store, since, run.endedAt);
  const name = scenario.places[furthest.place]?.name ?? '?';
  const more = others.length === 0 ? '' : `, and ${plural(others.length, 'other replica')} on fewer or as many`;
  return `; when all had come to rest, ${name} still differed from most of the others on ${furthest.keys} of ${plural(furthest.of, 'key')}${more}`;
}

/** Who goes on writing keeps replicas apart that are told of it later. */
function writesText(evidence: Evidence, store: number, from: number, to: number): string {
  const { action, completedAt } = evidence.history(store);
  let writes = 0;
  for (let row = 0; row < action.length; row++) {
    const at = completedAt[row] as number;
    if (isEffect(action[row] as number) && at >= from && at < to) writes++;
  }
  return writes === 0 ? '' : `; ${plural(writes, 'write')} that ended in between kept setting them apart`;
}

/** The first and the last operation that was issued in a stretch of time and not answered. */
function failedBetween({ history }: Run, operations: Int32Array, from: number, to: number): readonly number[] {
  const failed = operations.filter((id) => {
    const invoked = history.invokedAt[id] as number;
    return invoked >= from && invoked < to && !isAnswered(history, id);
  });
  return [...new Set([...failed.subarray(0, 1), ...failed.subarray(-1)])];
}

function overFaults(evidence: Evidence, question: Question, timed: readonly Timed[], what: string): Measurement {
  const { scenario, run } = evidence;
  if (timed.length === 0) {
    return unmeasured(
      'FTM611',
      `no fault${began(evidence, question)} hit anything, so there was nothing to be ${what}`,
    );
  }
  const never = timed.filter(({ tookNs }) => tookNs === null);
  const describe = ({ occurrence }: Timed): string => {
    const { fault, beganAt } = run.occurrences[occurrence] ?? { fault: -1, beganAt: 0 };
    const isNamed = (scenario.faults[fault]?.name ?? '') !== '';
    return `${isNamed ? 'fault ' : ''}${faultText(scenario, fault)} at ${instantText(beganAt)}`;
  };
  const witnessed = ({ occurrence, tookNs, waitedNs, operations }: Timed, because: string): Witness | undefined => {
    const beganAt = run.occurrences[occurrence]?.beganAt ?? 0;
    const felt = failedBetween(run, operations, beganAt, beganAt + (tookNs ?? waitedNs));
    return felt.length === 0 ? undefined : witnessOf(run, felt, `${because}.`);
  };
  const worst = never.reduce<Timed | undefined>(
    (a, b) => (a === undefined || b.waitedNs > a.waitedNs ? b : a),
    undefined,
  );
  const sample = sortedSample(timed.map(({ tookNs, waitedNs }) => tookNs ?? waitedNs));
  const value = statisticOf(sample, question.statistic ?? SLOWEST) as number;
  if (worst !== undefined) {
    const because = `${describe(worst)} was not ${what} within ${durationText(worst.waitedNs)}`;
    return atLeast(value, because, witnessed(worst, because));
  }
  const slowest = timed.reduce((a, b) => ((b.tookNs ?? 0) > (a.tookNs ?? 0) ? b : a));
  const of = timed.length === 1 ? '' : `; the slowest of ${plural(timed.length, 'fault')}`;
  const because = `${describe(slowest)} was ${what} after ${durationText(slowest.tookNs ?? 0)}${of}`;
  return measured(value, because, witnessed(slowest, because));
}

/** Of faults that are chosen by a window: ` that began from 5 s to 10 s`, ` called outage`. Empty without one. */
function began({ scenario }: Evidence, { window }: Question): string {
  if (window === undefined) return '';
  return window.kind === 'fault'
    ? ` called ${faultText(scenario, window.fault)}`
    : ` that began${windowText(scenario, window)}`;
}

function inWindow({ run }: Evidence, { window }: Question, occurrence: number): boolean {
  const each = run.occurrences[occurrence];
  return each !== undefined && beganIn(window, each);
}
