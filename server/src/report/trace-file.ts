import type { RunReport } from './run-report';
import { isList, isOneOf, isText, shape } from './webview-check';
import { isRunReport } from './webview-report-check';

/**
 * A `.ftmrun` file: runs as they were drawn, to be looked at later or by somebody else. JSON; `format` tells it from
 * any other JSON, and `version` changes whenever a reader of the old form would misread the new one.
 */
export interface TraceFile {
  readonly format: 'ftmrun';
  readonly version: 1;
  /** Version of the product that made the runs. */
  readonly product: string;
  readonly reports: readonly RunReport[];
}

export function encodeTraceFile(product: string, reports: readonly RunReport[]): string {
  const file: TraceFile = { format: 'ftmrun', version: 1, product, reports };
  return `${JSON.stringify(file)}\n`;
}

export type DecodedTraceFile =
  { readonly ok: true; readonly file: TraceFile } | { readonly ok: false; readonly problem: string };

const isTraceFile = shape<TraceFile>({
  format: isOneOf('ftmrun'),
  version: isOneOf(1),
  product: isText,
  reports: isList(isRunReport),
});

/** Reads such a file, and says what is wrong with one that cannot be used. */
export function decodeTraceFile(text: string): DecodedTraceFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'it is not JSON' };
  }
  const problem = isTraceFile(value, '');
  return problem === null ? { ok: true, file: value as TraceFile } : { ok: false, problem };
}
