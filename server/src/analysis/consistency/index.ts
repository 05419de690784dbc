/** The checkers, for histories from anywhere. */
export { checkLinearizable } from './linearizable';
export { checkStore, type HistoryConsistency } from './check-store';
export { historyFromRows, type OperationRow } from './history-from-rows';
export { historyFromRun } from './history-from-run';
export { SearchBudget } from './search-budget';
export type { CheckedHistory, CheckResult } from './checked-history';
export { modelBounds, type ModelBounds } from './model-order';
