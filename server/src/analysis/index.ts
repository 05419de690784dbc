export type * from './verdict';
export { DEFAULT_BUDGET, judge, worstOf, type JudgeBudget } from './judge';
export { Evidence } from './evidence';
export { measure } from './metrics/measure';
export type { Measurement, Question } from './measurement';
export { WARNING_CODES, type WarningCode } from './warning-codes';
export { metricText, unitOf, type MetricUnit } from './wording/metric-text';
export * from './campaign';
export * from './consistency';
