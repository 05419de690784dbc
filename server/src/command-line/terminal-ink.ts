import type { Ink } from '../report/ink';
import type { Terminal } from './terminal';

/** The report's words in the colours of standard output. */
export function terminalInk({ outColours }: Terminal): Ink {
  return {
    good: (text) => outColours.green(outColours.bold(text)),
    bad: (text) => outColours.red(outColours.bold(text)),
    doubt: (text) => outColours.yellow(outColours.bold(text)),
    strong: outColours.bold,
    dim: outColours.dim,
  };
}
