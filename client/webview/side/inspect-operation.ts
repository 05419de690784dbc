import { MARK_SIGNS } from '../look/vocabulary';
import { isBad, markOf, operationText, tookNs } from '../run/operation-index';
import { likeliestPath, pathOf } from '../run/paths';
import { placeName, type RunIndex } from '../run/run-index';
import type { Selection } from '../state/view-state';
import { formatDuration } from '../time/time-format';
import { activeFaults, field, when, type Inspected } from './inspected';

/** What became of an operation and, where it went wrong, why: the way it took and the fault that stood in it. */
export function inspectOperation(run: RunIndex, row: number): Inspected | null {
  const { operations } = run;
  const from = operations.from[row];
  if (from === undefined) {
    return null;
  }
  const took = tookNs(operations, row);
  const sign = MARK_SIGNS[markOf(operations, row)];
  const path = pathOf(run, row);
  const like = path === null && isBad(operations.mark[row] ?? 0) ? likeliestPath(run, row) : null;
  const fault = run.report.faults[path?.fault ?? -1];
  const quorum = operations.quorums[operations.quorum[row] ?? -1] ?? [];
  const link = (label: string, selection: Selection): Inspected['related'] => [{ label, selection }];
  return {
    kind: 'operation',
    sign,
    title: operationText(operations, row),
    fields: [
      ['Outcome', `${sign.word}. ${sign.meaning}`],
      ['Asked', when(from)],
      ['Answered', took === null ? 'never' : `${when(from + took)}, after ${formatDuration(took)}`],
      ...field('Answered by', quorum.map((place) => placeName(run, place)).join(', ')),
      ['Client', `${placeName(run, operations.client[row] ?? -1)}, session ${String(operations.session[row] ?? 0)}`],
    ],
    steps: path?.steps ?? [],
    related: [
      ...(path === null || fault === undefined
        ? []
        : link(`In the way: ${fault.label}`, { kind: 'fault', row: path.fault })),
      ...(like === null
        ? []
        : link(`Why one like it failed: ${operationText(operations, like.operation)}`, {
            kind: 'operation',
            row: like.operation,
          })),
      ...witnessed(run, row),
      ...activeFaults(run, from).filter(({ selection }) => selection.kind !== 'fault' || selection.row !== path?.fault),
    ],
  };
}

function witnessed(run: RunIndex, operation: number): Inspected['related'] {
  return run.report.expectations.flatMap(({ witness, text }, row) =>
    witness?.operations.includes(operation) === true
      ? [{ label: `Witness of: ${text}`, selection: { kind: 'expectation', row } as const }]
      : [],
  );
}
