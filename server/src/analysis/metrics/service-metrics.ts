import { heaviestFailures } from '../availability/heaviest-failures';
import { latencies, slowestOf } from '../availability/latency';
import { isAnswered, lengthOf, type OperationSelection } from '../availability/operation-selection';
import { longestOutage } from '../availability/outage';
import { statisticOf } from '../availability/sample';
import { availabilityOf, degradedShareOf, yieldOf } from '../availability/yield';
import type { Evidence } from '../evidence';
import { NANOS_PER_SECOND } from '../../language/model';
import { measured, unmeasured, type Measurement, type Question } from '../measurement';
import { countText, plural } from '../wording/number-text';
import { reasonsText } from '../wording/reason-text';
import { subjectText, windowText } from '../wording/subject-text';
import { durationText, shortInstantText } from '../wording/time-text';
import { witnessOf } from '../wording/witness';

/** Operations shown as witnesses of what failed. */
const MOST_SHOWN = 5;
/** Of slow answers the slowest say the most. */
const MOST_SLOW = 3;

const ascending = (a: number, b: number): number => a - b;

export function measureAvailability(evidence: Evidence, question: Question): Measurement {
  return ofOperations(evidence, question, (selection) => {
    const { history } = evidence.run;
    const outcome = yieldOf(history, selection.operations);
    const value = availabilityOf(outcome) as number;
    const told = `${countText(outcome.answered)} of ${plural(outcome.issued, 'operation')}${scope(evidence, question)} were answered in time`;
    const failed = [...selection.operations].filter((id) => !isAnswered(history, id));
    const [first] = failed;
    if (first === undefined) return measured(value, told);
    const began = shortInstantText(history.invokedAt[first] as number);
    const why = `${told}; ${reasonsText(history, failed)}, the first one issued at ${began}`;
    const shown = heaviestFailures(evidence.scenario, evidence.run, failed).slice(0, MOST_SHOWN);
    return measured(value, why, witnessOf(evidence.run, shown, `${why}.`));
  });
}

export function measureDegraded(evidence: Evidence, question: Question): Measurement {
  return ofOperations(evidence, question, (selection) => {
    const outcome = yieldOf(evidence.run.history, selection.operations);
    const value = degradedShareOf(outcome);
    if (value === null) return unmeasured('FTM609', `no operation${scope(evidence, question)} was answered at all`);
    const { history } = evidence.run;
    const why = `${countText(outcome.degraded)} of ${plural(outcome.answered, 'answer')} were less than full`;
    const degraded = selection.operations.filter((id) => isAnswered(history, id) && history.degraded[id] === 1);
    const [first] = degraded;
    if (first === undefined) return measured(value, why);
    const told = `${why}, the first one given at ${shortInstantText(history.completedAt[first] as number)}`;
    return measured(value, told, witnessOf(evidence.run, [...degraded.slice(0, MOST_SHOWN)], `${told}.`));
  });
}

export function measureLatency(evidence: Evidence, question: Question): Measurement {
  return ofOperations(evidence, question, (selection) => {
    const { history } = evidence.run;
    const sample = latencies(history, selection.operations);
    const value = statisticOf(sample, question.statistic ?? { kind: 'percentile', p: 99 });
    if (value === null) return unmeasured('FTM609', `no operation${scope(evidence, question)} was answered at all`);
    const slowest = slowestOf(history, selection.operations, MOST_SLOW);
    const first = slowest[0] as number;
    const tookNs = (history.completedAt[first] as number) - (history.invokedAt[first] as number);
    const what = `${plural(sample.length, 'answered operation')}${scope(evidence, question)}; the slowest, issued at ${shortInstantText(history.invokedAt[first] as number)}, took ${durationText(tookNs)}`;
    return measured(value, `over ${what}`, witnessOf(evidence.run, [...slowest].sort(ascending), `Over ${what}.`));
  });
}

export function measureThroughput(evidence: Evidence, question: Question): Measurement {
  return ofOperations(evidence, question, (selection) => {
    const { answered } = yieldOf(evidence.run.history, selection.operations);
    const seconds = lengthOf(selection.stretches) / NANOS_PER_SECOND;
    return measured(answered / seconds, `${plural(answered, 'operation')} were answered in ${seconds.toFixed(1)} s`);
  });
}

export function measureOutage(evidence: Evidence, question: Question): Measurement {
  return ofOperations(evidence, question, ({ operations, stretches }) => {
    const { history } = evidence.run;
    const outage = longestOutage(history, operations, stretches);
    if (outage === null) return measured(0, 'some operation always succeeded');
    const waiting = [...operations].filter(
      (id) =>
        (history.invokedAt[id] as number) < outage.to &&
        (history.completedAt[id] as number) > outage.from &&
        (history.invokedAt[id] as number) >= outage.from,
    );
    const interval = `${shortInstantText(outage.from)} to ${shortInstantText(outage.to)}`;
    const whose = subjectText(evidence.scenario, question.subject);
    const what = whose === '' ? 'nothing' : `none of the operations${whose}`;
    const told = `${what} succeeded from ${interval}, where ${whose === '' ? plural(waiting.length, 'operation') : `${countText(waiting.length)} of them`} began`;
    return measured(
      outage.to - outage.from,
      told,
      waiting.length === 0
        ? undefined
        : witnessOf(evidence.run, waiting.slice(0, MOST_SHOWN), `${told.charAt(0).toUpperCase()}${told.slice(1)}.`),
    );
  });
}

function ofOperations(
  evidence: Evidence,
  question: Question,
  answer: (selection: OperationSelection) => Measurement,
): Measurement {
  if (question.subject?.kind === 'job') return unmeasured('FTM613', 'requests to jobs are not measured');
  const selection = evidence.select(question.subject, question.window);
  if (selection.operations.length > 0) return answer(selection);
  const nothing = question.subject === undefined && question.window === undefined;
  return unmeasured(nothing ? 'FTM601' : 'FTM609', `no operation${scope(evidence, question)} was issued`);
}

function scope(evidence: Evidence, question: Question): string {
  return subjectText(evidence.scenario, question.subject) + windowText(evidence.scenario, question.window);
}
