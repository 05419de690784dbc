import type { Writable } from 'node:stream';
import pc from 'picocolors';
import { reasonOf } from './write-files';

type Colours = ReturnType<typeof pc.createColors>;

/** What a command writes to. Results go to `out`; diagnostics, progress and notices to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Colours as each stream takes them: none into a file or a pipe, or where NO_COLOR is set. */
  readonly outColours: Colours;
  readonly errColours: Colours;
  /** A line on `err` that the next one overwrites; nothing where nobody is watching. */
  progress(text: string): void;
}

interface Stream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** `onLost` is told, once, why results could not be written. */
export function openTerminal(
  out: Stream,
  err: Stream,
  environment: NodeJS.ProcessEnv,
  onLost: (reason: string) => void,
): Terminal {
  const write = (stream: Stream): ((text: string) => void) => {
    let open = true;
    // The reader of a pipe may go away (`ftm run ... | head`); what it did not want is dropped, and the status stands. Of
    // notices that cannot be written nothing can be said.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (open && stream === out && error.code !== 'EPIPE') onLost(reasonOf(error));
      open = false;
    });
    return (text) => {
      if (open && text !== '') stream.write(text);
    };
  };
  const writeOut = write(out);
  const writeErr = write(err);
  let shown = false;
  const clear = (): void => {
    if (shown) writeErr(CLEAR_LINE);
    shown = false;
  };
  return {
    out: (text) => {
      clear();
      writeOut(text);
    },
    err: (text) => {
      clear();
      writeErr(text);
    },
    outColours: pc.createColors(takesColour(out, environment)),
    errColours: pc.createColors(takesColour(err, environment)),
    progress: (text) => {
      if (err.isTTY !== true) return;
      writeErr(`${CLEAR_LINE}${text.slice(0, (err.columns ?? 80) - 1)}`);
      shown = text !== '';
    },
  };
}

const CLEAR_LINE = '\r\u001b[2K';

/** https://no-color.org: any value but the empty one turns colour off; FORCE_COLOR turns it on for a pipe. */
function takesColour(stream: Stream, environment: NodeJS.ProcessEnv): boolean {
  if (environment['NO_COLOR']) return false;
  if (environment['FORCE_COLOR'] && environment['FORCE_COLOR'] !== '0') return true;
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}
