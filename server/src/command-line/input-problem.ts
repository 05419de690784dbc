/**
 * Problems that are not in a text but with the files and names a command was given. Their codes continue those of the
 * language and of the verdict: `FTM7..`.
 */
export const inputProblemCodes = {
  'missing-file': 'FTM701',
  'unreadable-file': 'FTM702',
  'too-large-file': 'FTM703',
  'nothing-to-run': 'FTM704',
  'unknown-name': 'FTM705',
  'unwritable-file': 'FTM706',
  'not-available': 'FTM708',
  'malformed-history': 'FTM709',
  'no-failure-data': 'FTM710',
} as const;

export type InputProblemKind = keyof typeof inputProblemCodes;

/**
 * The input of a command cannot be used: nothing has been written, and the command ends with status 2. Thrown by what
 * gathers the input, caught once where the command was started.
 */
export class UnusableInput extends Error {
  /** `diagnostics`: whole lines as they go to standard error. */
  constructor(readonly diagnostics: readonly string[]) {
    super(diagnostics.join('\n'));
  }
}

export function unusable(kind: InputProblemKind, file: string, message: string): UnusableInput {
  return new UnusableInput([`${file}:1:1: error ${inputProblemCodes[kind]}: ${message}`]);
}

/** An error of the product itself and not of its input: `detail` is for whoever mends it. */
export class InternalFailure extends Error {
  constructor(
    message: string,
    readonly detail: string,
  ) {
    super(message);
  }
}

/** Thrown when Ctrl-C ended a command; nothing has been written. */
export class Interrupted extends Error {}
