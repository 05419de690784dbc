import type { Comparison, ExpectationModel, MetricName } from '../../language/model';

/** Of these less is promised, never more: to expect more than a bound is to show that a promise is broken. */
const HARMS: ReadonlySet<MetricName> = new Set<MetricName>([
  ...(['lost writes', 'stale reads', 'corrupt reads', 'duplicates', 'split brain'] as const),
  ...(['outage', 'convergence'] as const),
]);

/** Where more of these is asked for something slow is shown, which is nobody's wish. */
const SLOWNESS: ReadonlySet<MetricName> = new Set<MetricName>(['latency', 'detection', 'recovery', 'staleness']);

/** Whether an expectation shows what goes wrong: it is no loss where it holds no more. */
export function showsHarm(expectation: ExpectationModel): boolean {
  const { body } = expectation;
  if (body.kind !== 'metric') return false;
  const asksForMore = body.comparison === '>' || body.comparison === '>=';
  return (asksForMore && SLOWNESS.has(body.metric)) || contraryOf(expectation) !== undefined;
}

/**
 * What would hold if the harm that an expectation asks for had not come about: `lost writes <= 0` of `lost writes > 0`,
 * `availability > 5%` of `availability <= 5%`. Undefined where an expectation asks for no harm.
 */
export function contraryOf(expectation: ExpectationModel): ExpectationModel | undefined {
  const { body } = expectation;
  if (body.kind !== 'metric') return undefined;
  const comparison = contraryComparison(body.metric, body.comparison, body.value);
  return comparison === undefined ? undefined : { ...expectation, body: { ...body, comparison } };
}

function contraryComparison(metric: MetricName, comparison: Comparison, value: number): Comparison | undefined {
  if (HARMS.has(metric)) return comparison === '>' ? '<=' : comparison === '>=' && value > 0 ? '<' : undefined;
  if (metric !== 'availability') return undefined;
  switch (comparison) {
    case '<':
      return '>=';
    case '<=':
      return value < 1 ? '>' : undefined;
    case '=':
      return value === 0 ? '>' : undefined;
    case '>=':
    case '>':
      return undefined;
  }
}
