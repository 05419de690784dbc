import type { Evidence } from '../evidence';
import type { ExpectationModel } from '../../language/model';
import { measure } from '../metrics/measure';
import { amountText, shareText } from '../wording/number-text';
import { durationText } from '../wording/time-text';
import { comparisonText, metricText, textApartFrom } from '../wording/metric-text';
import { evaluateCap } from './cap-expectation';
import { evaluateConsistency } from './consistency-expectation';
import { holds, holdsAtLeast } from './compare';
import { hollowWarning, warning, type Evaluated } from './evaluated';

/** Decides one expectation of one run; the share of runs in which it must hold is for a campaign to look at. */
export function evaluate(evidence: Evidence, expectation: ExpectationModel): Evaluated {
  const { run } = evidence;
  const evaluated = evaluateBody(evidence, expectation);
  if (run.limit === undefined) return evaluated;
  const explanation = `The run stopped after ${durationText(run.endedAt)} at a limit (${run.limit}), so this cannot be decided.`;
  return { ...evaluated, verdict: { ...evaluated.verdict, decision: 'undecided', explanation } };
}

function evaluateBody(evidence: Evidence, expectation: ExpectationModel): Evaluated {
  switch (expectation.body.kind) {
    case 'metric':
      return evaluateMetric(evidence, expectation, expectation.body);
    case 'consistency':
      return evaluateConsistency(evidence, expectation, expectation.body);
    case 'cap':
      return evaluateCap(evidence, expectation, expectation.body);
  }
}

type MetricBody = Extract<ExpectationModel['body'], { kind: 'metric' }>;

function evaluateMetric(evidence: Evidence, expectation: ExpectationModel, body: MetricBody): Evaluated {
  const measurement = measure(evidence, body);
  if (measurement.kind === 'unmeasured') {
    const explanation = `This cannot be decided: ${measurement.because}.`;
    return {
      verdict: { expectation, decision: 'undecided', measured: null, measuredText: 'not measured', explanation },
      warnings: [
        warning(measurement.code, expectation, `Nothing shows whether "${expectation.text}": ${measurement.because}.`),
      ],
    };
  }
  const { value, because, witness, stores, firstNs } = measurement;
  const decision =
    measurement.atLeast === true
      ? holdsAtLeast(value, body.comparison, body.value)
      : holds(value, body.comparison, body.value)
        ? 'pass'
        : 'fail';
  const text = textApartFrom(body.metric, value, body.value);
  const budget = errorBudgetUsed(body, value);
  const bound = `${comparisonText(body.comparison)} ${metricText(body.metric, body.value)}`;
  const wanted = decision === 'fail' ? ` Expected: ${bound}.` : '';
  return {
    verdict: {
      expectation,
      decision,
      measured: value,
      measuredText: measurement.atLeast === true ? `more than ${text}` : text,
      ...(measurement.atLeast === true ? { measuredAtLeast: true } : {}),
      explanation: `${capitalized(because)}.${wanted}${budget === undefined ? '' : ` ${errorBudgetText(budget)}`}`,
      ...(budget === undefined ? {} : { errorBudgetUsed: budget }),
      // What went well needs no proof.
      ...(witness === undefined || decision === 'pass' ? {} : { witness }),
      ...(firstNs === undefined ? {} : { firstNs }),
      ...(stores === undefined ? {} : { stores }),
    },
    warnings:
      decision === 'pass' && measurement.hollow !== undefined ? [hollowWarning(expectation, measurement.hollow)] : [],
  };
}

/** What an objective of 99 % allows is 1 % of failures: how much of that was used. */
function errorBudgetUsed({ metric, comparison, value: bound }: MetricBody, value: number): number | undefined {
  if (metric !== 'availability' || (comparison !== '>=' && comparison !== '>') || bound >= 1) return undefined;
  return (1 - value) / (1 - bound);
}

/** Beyond a few times the whole, nobody reads a percentage. */
function errorBudgetText(used: number): string {
  return used >= 2
    ? `That is ${amountText(used, 2)} times the error budget.`
    : `${shareText(used)} of the error budget is used.`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
