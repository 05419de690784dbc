import type { JobRun } from '../../simulation';
import { NANOS_PER_SECOND } from '../../language/model';
import { failuresBy, isDuring } from '../availability/job-recovery';
import { beganIn, isBreaking } from '../availability/breaking-faults';
import { covers, lengthOf, stretchesOf, type Stretches } from '../availability/operation-selection';
import type { Evidence } from '../evidence';
import { measured, unmeasured, type Measurement, type Question } from '../measurement';
import { plural } from '../wording/number-text';
import { windowText } from '../wording/subject-text';
import { durationText, instantText, shortInstantText } from '../wording/time-text';

/**
 * What a job did, of the results that appeared in the counted time: `latency` is the time from a record's arrival to its
 * result, `throughput` results a second, `outage` the longest time without a result, `recovery` the time from a fault
 * until the job had caught up with its source; `duplicates` results that appeared again, `recomputed` records that
 * were worked on again, `lost writes` records that
 * nobody read.
 */
export function measureJob(evidence: Evidence, question: Question, index: number): Measurement {
  const { scenario, run } = evidence;
  const job = run.jobs?.find((each) => each.job === index);
  const name = scenario.jobs[index]?.name ?? '?';
  if (job === undefined) return unmeasured('FTM613', `nothing was recorded of job ${name}`);
  const stretches = stretchesOf(scenario, run, question.window);
  const scope = ` of job ${name}${windowText(scenario, question.window)}`;
  const again = `, ${plural(job.recomputed, 'record')} were worked on again`;
  switch (question.metric) {
    case 'latency':
      return orWaiting(job, question, run.endedAt, delay(job, stretches, question, scope));
    case 'throughput': {
      const count = shownIn(job, stretches).reduce((sum, { from, to }) => sum + to - from, 0);
      const seconds = lengthOf(stretches) / NANOS_PER_SECOND;
      return measured(count / seconds, `${plural(count, 'result')}${scope} appeared in ${seconds.toFixed(1)} s`);
    }
    case 'outage':
      return outage(job, stretches, scope);
    case 'recovery':
      return recovery(evidence, job, question, scope);
    case 'duplicates': {
      if (question.window === undefined)
        return measured(job.duplicates, `${plural(job.duplicates, 'result')}${scope} appeared again${again}`);
      const count = shownAgain(job, stretches);
      return measured(count, `${plural(count, 'result')}${scope} appeared again`);
    }
    case 'recomputed': {
      if (question.window === undefined)
        return measured(job.recomputed, `${plural(job.recomputed, 'record')}${scope} were worked on again`);
      const count = job.workedAgain
        .filter(({ at }) => covers(stretches, at))
        .reduce((sum, { records }) => sum + records, 0);
      return measured(count, `${plural(count, 'record')}${scope} were worked on again`);
    }
    case 'lost writes':
      if (question.window !== undefined)
        return unmeasured('FTM613', `of the records that job ${name} never read it is not known when they were due`);
      return measured(job.lost, `${plural(job.lost, 'record')} of job ${name} were never read`);
    default:
      return unmeasured('FTM613', `${question.metric} is not measured of jobs`);
  }
}

function shownIn(job: JobRun, stretches: Stretches): JobRun['results'] {
  return job.results.filter(({ at }) => stretches.some(([from, to]) => at >= from && at < to));
}

/** Results that had appeared before and appeared again in these stretches. Each partition shows its records in order. */
function shownAgain(job: JobRun, stretches: Stretches): number {
  const shownTo = new Map<number, number>();
  let again = 0;
  for (const { at, partition, from, to } of job.results) {
    const before = shownTo.get(partition) ?? 0;
    if (stretches.some(([begin, end]) => at >= begin && at < end)) again += Math.max(0, Math.min(before, to) - from);
    shownTo.set(partition, Math.max(before, to));
  }
  return again;
}

/** Exact over all records: those that appear together are spread evenly over the time in which they arrived. */
function delay(job: JobRun, stretches: Stretches, { statistic }: Question, scope: string): Measurement {
  const shown = shownIn(job, stretches).map(({ at, from, to }) => ({
    count: to - from,
    longest: at - (from + 1) / job.recordsPerNs,
    shortest: at - to / job.recordsPerNs,
  }));
  const total = shown.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return unmeasured('FTM609', `no result${scope} appeared`);
  const because = `over ${plural(total, 'result')}${scope}, from the arrival of each record`;
  const longest = shown.reduce((most, each) => Math.max(most, each.longest), 0);
  if (statistic?.kind === 'max') return measured(longest, because);
  if (statistic?.kind === 'mean') {
    const sum = shown.reduce((all, each) => all + (each.count * (each.longest + each.shortest)) / 2, 0);
    return measured(sum / total, because);
  }
  const wanted = ((statistic?.p ?? 99) / 100) * total;
  const within = (limit: number): number =>
    shown.reduce((sum, each) => {
      if (limit >= each.longest) return sum + each.count;
      if (limit < each.shortest) return sum;
      return sum + Math.floor((limit - each.shortest) * job.recordsPerNs) + 1;
    }, 0);
  let [low, high] = [0, longest];
  while (high - low > 1000) {
    const middle = (low + high) / 2;
    if (within(middle) >= wanted) high = middle;
    else low = middle;
  }
  return measured(high, because);
}

/** The longest wait is not over where a record still waits at the end of the run, for longer than any result took. */
function orWaiting(job: JobRun, { statistic, window }: Question, endedAt: number, shown: Measurement): Measurement {
  if (statistic?.kind !== 'max' || window !== undefined) return shown;
  const arrivedAt = oldestWaiting(job);
  const waited = endedAt - arrivedAt;
  if (waited <= (shown.kind === 'measured' ? shown.value : 0)) return shown;
  return {
    kind: 'measured',
    value: waited,
    atLeast: true,
    because: `a record that arrived at ${instantText(arrivedAt)} had no result when the run ended`,
  };
}

/** When the oldest record arrived that was not passed over and has no result. */
function oldestWaiting(job: JobRun): number {
  const shownTo = new Array<number>(job.partitions).fill(0);
  for (const { partition, to } of job.results) shownTo[partition] = Math.max(shownTo[partition] ?? 0, to);
  return shownTo.reduce((oldest, to) => Math.min(oldest, (to + 1) / job.recordsPerNs), Infinity);
}

function outage(job: JobRun, stretches: Stretches, scope: string): Measurement {
  let longest = 0;
  let since = 0;
  for (const [from, to] of stretches) {
    const instants = [from, ...shownIn(job, [[from, to]]).map(({ at }) => at), to];
    instants.sort((a, b) => a - b);
    for (let i = 1; i < instants.length; i++) {
      const gap = (instants[i] as number) - (instants[i - 1] as number);
      if (gap > longest) [longest, since] = [gap, instants[i - 1] as number];
    }
  }
  return measured(longest, `no result${scope} appeared for ${durationText(longest)} from ${instantText(since)} on`);
}

function recovery({ scenario, run }: Evidence, job: JobRun, { window }: Question, scope: string): Measurement {
  let slowest: number | undefined;
  let because = '';
  let atLeast = false;
  for (const occurrence of run.occurrences) {
    if (!isBreaking(scenario, occurrence)) continue;
    if (!beganIn(window, occurrence)) continue;
    const [failure] = failuresBy(scenario, run, job, occurrence);
    if (failure === undefined) continue;
    const took = Math.min(failure.caughtUpAt, run.endedAt) - occurrence.beganAt;
    if (slowest !== undefined && took <= slowest) continue;
    slowest = took;
    atLeast = failure.caughtUpAt > run.endedAt;
    const unnoticedNs = failure.failedAt - occurrence.beganAt;
    const noticed = unnoticedNs === 0 ? 'at once' : `after ${durationText(unnoticedNs)}`;
    const began = isDuring(failure, occurrence)
      ? `the failure at ${instantText(occurrence.beganAt)} came while the job, which had failed at ${shortInstantText(failure.failedAt)}, was being started again`
      : `the failure at ${instantText(occurrence.beganAt)} was noticed ${noticed}`;
    const resumed =
      failure.runningAt > run.endedAt
        ? `the job did not run again before the run ended, ${durationText(took)} after it`
        : `the job ran again at ${shortInstantText(failure.runningAt)} and had ${atLeast ? 'not caught up when the run ended,' : 'caught up'} ${durationText(took)} after it`;
    because = `${began}; ${resumed}; ${plural(job.recomputed, 'record')} were worked on again`;
  }
  if (slowest === undefined) return unmeasured('FTM611', `no fault made the job fail${scope}`);
  return atLeast ? { kind: 'measured', value: slowest, because, atLeast } : measured(slowest, because);
}
