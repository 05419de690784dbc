import type { ConflictRule, ScenarioModel } from '../../language/model';
import { membership, stretchesOf, type Stretches } from '../availability/operation-selection';
import { sortedSample, statisticOf } from '../availability/sample';
import { isEffect, isIndeterminate, type CheckedHistory } from '../consistency/checked-history';
import { counterLosses, lostAmong, type CounterLoss } from '../durability/counter-losses';
import { lossOf } from '../durability/loss-text';
import { splitBrainTime, type SplitBrain } from '../durability/split-brain';
import { corruptReads, duplicates } from '../durability/wrong-contents';
import type { StaleRead } from '../durability/stale-reads';
import type { Evidence } from '../evidence';
import { firstAt, hollowIf, measured, ofStores, unmeasured, type Measurement, type Question } from '../measurement';
import type { Witness } from '../verdict';
import { countText, plural } from '../wording/number-text';
import { deedAt, keyText } from '../wording/operation-text';
import { subjectText, windowText } from '../wording/subject-text';
import { durationText, instantText } from '../wording/time-text';
import { witnessOf } from '../wording/witness';
import { nothingToCorrupt, nothingToMiss, nothingToRepeat, nothingToSplit } from './hollow-figures';
import { measuredStores } from './measured-stores';

const MOST_SHOWN = 5;

export function measureLostWrites(evidence: Evidence, question: Question): Measurement {
  const { scenario, run } = evidence;
  const isWhole =
    question.window === undefined && (question.subject === undefined || question.subject.kind === 'store');
  const chosen = isWhole ? null : membership(evidence.selectAll(question.subject, question.window), run.history.length);
  const isChosen = (history: CheckedHistory, row: number): boolean =>
    chosen === null || chosen[history.id[row] as number] === 1;
  let count = 0;
  let acknowledged = 0;
  let witness: Witness | undefined;
  const losers: number[] = [];
  for (const store of measuredStores(evidence, question)) {
    const history = evidence.history(store);
    if (history.length === 0) continue;
    const lost = evidence.lost(store);
    if (lost === null) {
      const name = scenario.stores[store]?.name ?? '?';
      return unmeasured(
        'FTM614',
        `no replica of ${name} was running when the run ended, so nothing shows what is left`,
      );
    }
    for (let row = 0; row < history.length; row++)
      if (isEffect(history.action[row] as number) && !isIndeterminate(history, row) && isChosen(history, row))
        acknowledged++;
    const rows = lost.rows.filter((row) => isChosen(history, row));
    const losses = lost.count > lost.rows.length ? counterLosses(history, evidence.survivors(store)) : [];
    const [least, most] = lostAmong(history, losses, (row) => isChosen(history, row));
    if (least < most)
      return unmeasured(
        'FTM613',
        `the sum of a counter tells how many increments are lost, not which of them: of ${lost.count} between ${least} and ${most}${scope(evidence, question)}`,
      );
    const lostHere = isWhole ? lost.count : losses.length > 0 ? least : rows.length;
    if (lostHere > 0) losers.push(store);
    count += lostHere;
    if (lostHere > 0 && losses.length > 0) {
      witness ??= counterWitness(evidence, store, losses);
      continue;
    }
    const [first] = rows;
    if (first === undefined || witness !== undefined) continue;
    const { text, older } = lossOf(history, evidence.survivors(store), first, conflictIn(scenario, store));
    const witnesses = [first, ...(older < 0 ? [] : [older]), ...rows.slice(1).filter((row) => row !== older)];
    const shown = witnesses.slice(0, MOST_SHOWN).map((row) => history.id[row] as number);
    const name = scenario.stores[store]?.name ?? '?';
    const sentence = `${deedAt(history, first)} to ${name} and was told that it is done; ${text}.`;
    witness = { ...witnessOf(run, shown, sentence), atNs: history.completedAt[first] as number };
  }
  if (acknowledged === 0) return unmeasured('FTM607', `no write${scope(evidence, question)} was acknowledged`);
  const told = `${countText(count)} of ${plural(acknowledged, 'acknowledged write')}${scope(evidence, question)} can never be read again`;
  const because = witness === undefined ? told : `${told}: ${withoutStop(witness.sentence)}`;
  return ofStores(losers, measured(count, because, witness));
}

/** How the store decides between writes that did not know of each other, where it may have to. */
function conflictIn({ stores }: ScenarioModel, store: number): ConflictRule | undefined {
  const policy = stores[store]?.policy;
  return policy !== undefined && 'conflict' in policy ? policy.conflict : undefined;
}

/** What is known of increments that are gone: what each replica is left with, and between which reads the sum fell behind. */
function counterWitness(evidence: Evidence, store: number, losses: readonly CounterLoss[]): Witness {
  const { scenario, run } = evidence;
  const history = evidence.history(store);
  const worst = losses.reduce((most, loss) => (loss.count > most.count ? loss : most));
  const { key, acknowledged, total, lastWhole, firstLacking } = worst;
  const left = run.replicas
    .filter((replica) => replica.store === store && replica.running && replica.values.has(key))
    .map(({ place, values }) => `${scenario.places[place]?.name ?? '?'} at ${Math.max(...(values.get(key) ?? [0]))}`);
  const name = `${scenario.stores[store]?.name ?? '?'}${keyText(history, acknowledged[0] as number)}`;
  const reads = [
    ...(lastWhole < 0 ? [] : [`${deedAt(history, lastWhole)}, with all that had been acknowledged before`]),
    ...(firstLacking < 0 ? [] : [`${deedAt(history, firstLacking)}, without some of it`]),
  ];
  const sentence = `${plural(acknowledged.length, 'acknowledged increment')} of ${name} come to ${total}, and ${
    left.length === 0 ? 'no replica that is left holds any' : `it is left ${left.join(', ')}`
  }; ${reads.length === 0 ? 'nobody read it' : reads.join('; ')}.`;
  const shown = [lastWhole, firstLacking].filter((row) => row >= 0);
  const rows = shown.length > 0 ? shown : acknowledged.slice(-MOST_SHOWN);
  return witnessOf(
    run,
    rows.map((row) => history.id[row] as number),
    sentence,
  );
}

export function measureStaleReads(evidence: Evidence, question: Question): Measurement {
  const { reads, stale, worst, firstNs } = staleness(evidence, question);
  if (reads === 0) return nothingRead(evidence, question);
  const told = `${countText(stale.length)} of ${plural(reads, 'read')}${scope(evidence, question)} missed a write acknowledged before they began${versionsText(stale)}`;
  return hollowIf(
    hollowReads(evidence, question),
    firstAt(
      firstNs,
      measured(stale.length / reads, worst === undefined ? told : `${told}; ${withoutStop(worst.sentence)}`, worst),
    ),
  );
}

export function measureStaleness(evidence: Evidence, question: Question): Measurement {
  const { reads, stale, worst, firstNs } = staleness(evidence, question);
  if (reads === 0) return nothingRead(evidence, question);
  const ages = new Float64Array(reads);
  stale.forEach(({ ageNs }, i) => (ages[i] = ageNs));
  const value = statisticOf(sortedSample(ages), question.statistic ?? { kind: 'percentile', p: 99 }) as number;
  const told = `over ${plural(reads, 'read')}${scope(evidence, question)}, ${stale.length} of them stale${versionsText(stale)}`;
  return hollowIf(
    hollowReads(evidence, question),
    firstAt(firstNs, measured(value, worst === undefined ? told : `${told}; ${withoutStop(worst.sentence)}`, worst)),
  );
}

export function measureCorruptReads(evidence: Evidence, question: Question): Measurement {
  const selected = membership(evidence.selectAll(question.subject, question.window), evidence.run.history.length);
  let reads = 0;
  let count = 0;
  let witness: Witness | undefined;
  for (const store of measuredStores(evidence, question)) {
    const history = evidence.history(store);
    const rows = corruptReads(history, (row) => {
      const counted = selected[history.id[row] as number] === 1;
      if (counted) reads++;
      return counted;
    });
    count += rows.length;
    const [first] = rows;
    if (first === undefined || witness !== undefined) continue;
    const shown = rows.slice(0, MOST_SHOWN).map((row) => history.id[row] as number);
    const sentence = `${deedAt(history, first)}, which nobody had written.`;
    witness = { ...witnessOf(evidence.run, shown, sentence), atNs: history.invokedAt[first] as number };
  }
  if (reads === 0) return nothingRead(evidence, question);
  const told = `${countText(count)} of ${plural(reads, 'read')}${scope(evidence, question)} returned what nobody had written`;
  return hollowIf(
    nothingToCorrupt(evidence),
    firstAt(
      witness?.atNs ?? Infinity,
      measured(count, witness === undefined ? told : `${told}: ${withoutStop(witness.sentence)}`, witness),
    ),
  );
}

export function measureDuplicates(evidence: Evidence, question: Question): Measurement {
  const { subject, window } = question;
  const isWhole = window === undefined && (subject === undefined || subject.kind === 'store');
  const chosen = isWhole ? null : membership(evidence.selectAll(subject, window), evidence.run.history.length);
  let total: number | null = null;
  for (const store of measuredStores(evidence, question)) {
    const history = evidence.history(store);
    const found = duplicates(history, evidence.survivors(store));
    if (found === null) continue;
    if (chosen !== null && found.rows === null)
      return unmeasured(
        'FTM613',
        `the sum of a counter tells how many increments took effect twice, not which of them${scope(evidence, question)}`,
      );
    const count =
      chosen === null
        ? found.count
        : (found.rows ?? []).filter((row) => chosen[history.id[row] as number] === 1).length;
    total = (total ?? 0) + count;
  }
  if (total === null)
    return unmeasured('FTM608', 'a duplicate leaves no trace in registers and sets, only in logs and counters');
  const histories = measuredStores(evidence, question).map((store) => evidence.history(store));
  return hollowIf(
    nothingToRepeat(histories),
    measured(total, `${plural(total, 'element')}${scope(evidence, question)} took effect more than once`),
  );
}

export function measureSplitBrain(evidence: Evidence, question: Question): Measurement {
  const { scenario, run } = evidence;
  const stores = measuredStores(evidence, question).filter((store) =>
    run.leadership.some((span) => span.store === store),
  );
  if (stores.length === 0) return unmeasured('FTM605', 'no replica was ever a leader');
  // The warm-up counts too: what two leaders acknowledged then may be missing for good.
  const stretches = stretchesOf(scenario, run, question.window);
  let time = 0;
  let worst = '';
  const split: number[] = [];
  for (const store of stores) {
    const all = evidence.splitBrains(store);
    const splits = question.window === undefined ? all : within(all, stretches);
    time += splitBrainTime(splits);
    const [first] = splits;
    if (first === undefined) continue;
    split.push(store);
    if (worst !== '') continue;
    const [a, b] = first.places.map((place) => scenario.places[place]?.name ?? '?');
    worst = `: ${a} and ${b} both did for ${scenario.stores[store]?.name ?? '?'} from ${instantText(first.from)} to ${instantText(first.to)}`;
  }
  if (time === 0)
    return hollowIf(
      nothingToSplit(evidence, stores),
      measured(0, `no two leaders acknowledged writes of one shard in overlapping times${scope(evidence, question)}`),
    );
  const because = `two leaders acknowledged writes of one shard${scope(evidence, question)} for ${durationText(time)}${worst}`;
  return ofStores(split, measured(time, because));
}

/** The parts of them that lie in some stretches of time. */
function within(splits: readonly SplitBrain[], stretches: Stretches): readonly SplitBrain[] {
  return splits.flatMap((split) =>
    stretches
      .map(([from, to]) => ({ ...split, from: Math.max(split.from, from), to: Math.min(split.to, to) }))
      .filter(({ from, to }) => from <= to),
  );
}

function hollowReads(evidence: Evidence, question: Question): string | undefined {
  const selected = membership(evidence.selectAll(question.subject, question.window), evidence.run.history.length);
  const histories = measuredStores(evidence, question).map((store) => evidence.history(store));
  return nothingToMiss(histories, (operation) => selected[operation] === 1);
}

function staleness(
  evidence: Evidence,
  question: Question,
): { reads: number; stale: StaleRead[]; worst: Witness | undefined; firstNs: number } {
  const selection = evidence.selectAll(question.subject, question.window);
  let reads = 0;
  const all: StaleRead[] = [];
  let worst: StaleRead | undefined;
  let firstNs = Infinity;
  let witness: Witness | undefined;
  for (const store of measuredStores(evidence, question)) {
    const history = evidence.history(store);
    const found = evidence.staleness(store, selection);
    reads += found.reads;
    for (const read of found.stale) {
      all.push(read);
      firstNs = Math.min(firstNs, history.invokedAt[read.row] as number);
      if (worst !== undefined && worst.ageNs >= read.ageNs) continue;
      worst = read;
      const ids = [read.missed, read.row].map((row) => history.id[row] as number);
      const sentence = `${deedAt(history, read.row)}, and missed that ${deedAt(history, read.missed)}, ${durationText(read.ageNs)} before the read began${answeredText(evidence, ids)}.`;
      witness = witnessOf(evidence.run, ids, sentence);
    }
  }
  return { reads, stale: all, worst: witness, firstNs };
}

/** `; n3 answered the read, n1 the write`: that another replica did is most often how it came about. */
function answeredText({ scenario, run }: Evidence, [missed = -1, read = -1]: readonly number[]): string {
  const [writer, reader] = [missed, read].map((id) => scenario.places[run.history.answeredBy[id] ?? -1]?.name);
  if (writer === undefined || reader === undefined) return '';
  return writer === reader ? `; ${reader} answered both` : `; ${reader} answered the read, ${writer} the write`;
}

/** How far behind the worst of them was. */
function versionsText(stale: readonly StaleRead[]): string {
  const most = stale.reduce((worst, { versions }) => Math.max(worst, versions), 0);
  return most === 0 ? '' : ` (up to ${plural(most, 'version')} behind)`;
}

function nothingRead(evidence: Evidence, question: Question): Measurement {
  return unmeasured('FTM609', `nothing${scope(evidence, question)} was read`);
}

function scope(evidence: Evidence, question: Question): string {
  return subjectText(evidence.scenario, question.subject) + windowText(evidence.scenario, question.window);
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
