import type { Evidence } from '../evidence';
import { measured, unmeasured, type Measurement, type Question } from '../measurement';
import { steadyState } from '../steady-state';
import { shareText } from '../wording/number-text';
import { durationText } from '../wording/time-text';

/** Computed from the topology's failure data; the run has no part in it. */
export function measureSteadyState(evidence: Evidence, question: Question): Measurement {
  const answer = steadyState(evidence.scenario, question.subject);
  if (answer.kind === 'unknown') return unmeasured('FTM610', answer.why);
  const { availability, timeBetweenOutages, meanOutage, cuts } = answer.figures;
  const often = Number.isFinite(timeBetweenOutages)
    ? `an outage every ${longText(timeBetweenOutages)}, ${longText(meanOutage)} long on average`
    : 'no outage ever';
  const [worst] = cuts;
  const because =
    worst === undefined
      ? ''
      : `; most often with ${worst.names.join(' and ')} down (${shareText(worst.probability)} of the time)`;
  return measured(availability, `in the long run there is ${often}${because}`);
}

const DAY_NS = 86_400e9;

/** Durations of the long run go up to years and centuries. */
function longText(ns: number): string {
  if (ns < 2 * DAY_NS) return durationText(ns);
  const days = ns / DAY_NS;
  const [value, unit] = days < 730 ? [days, 'd'] : [days / 365.25, 'years'];
  return `${Number(value.toPrecision(3))} ${unit}`;
}
