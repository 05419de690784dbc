import type { PathStep } from '../../../server/src/report/run-report';
import type { Sign } from '../look/vocabulary';
import type { RunIndex } from '../run/run-index';
import type { Selection } from '../state/view-state';
import { formatInstant } from '../time/time-format';

/** What the inspector says of a selection. */
export interface Inspected {
  readonly kind: string;
  readonly sign: Sign | null;
  readonly title: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The way that an operation took, in order of time. */
  readonly steps?: readonly PathStep[];
  /** Other things it leads to. */
  readonly related: readonly { readonly label: string; readonly selection: Selection }[];
}

const RESOLUTION_NS = 1e5;
export const when = (at: number): string => formatInstant(at, RESOLUTION_NS);

/** What was broken at that time. */
export function activeFaults(run: RunIndex, at: number): Inspected['related'] {
  return run.report.faults.flatMap((fault, row) =>
    fault.from <= at && at <= fault.to
      ? [{ label: `During: ${fault.label}`, selection: { kind: 'fault', row } as const }]
      : [],
  );
}

/** A field that has something to say, or none. */
export function field(name: string, value: string): readonly (readonly [string, string])[] {
  return value === '' ? [] : [[name, value]];
}
