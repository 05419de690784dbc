import type { OperationPath } from '../../../server/src/report/run-report';
import type { RunIndex } from './run-index';

/** The way that an operation took, where the report tells it. */
export function pathOf(run: RunIndex, operation: number): OperationPath | null {
  return run.report.paths.find((path) => path.operation === operation) ?? null;
}

/** Of the operations of the same client that went wrong in the same way, the nearest in time of which the way is told. */
export function likeliestPath({ report, operations }: RunIndex, operation: number): OperationPath | null {
  const at = operations.from[operation] ?? 0;
  const distance = (path: OperationPath): number => Math.abs((operations.from[path.operation] ?? 0) - at);
  const alike = report.paths.filter(
    (path) =>
      operations.mark[path.operation] === operations.mark[operation] &&
      operations.client[path.operation] === operations.client[operation],
  );
  return alike.reduce<OperationPath | null>(
    (best, path) => (best === null || distance(path) < distance(best) ? path : best),
    null,
  );
}
