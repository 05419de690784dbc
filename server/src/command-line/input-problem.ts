/**
 * Problems that are not in a text but with the files and names a command was given. Their codes continue those of the
 * language and of the verdict: `FTM7..`.
 */
export const inputProblems = {
  'missing-file': { code: 'FTM701', explanation: 'A file that the command was given is not there.' },
  'unreadable-file': {
    code: 'FTM702',
    explanation: 'A file cannot be read: it is a folder, no UTF-8 text, or the system does not allow it.',
  },
  'too-large-file': { code: 'FTM703', explanation: 'A file is larger than a model may be.' },
  'nothing-to-run': {
    code: 'FTM704',
    explanation: 'The file declares no scenario, or no experiment where one is to be run.',
  },
  'unknown-name': { code: 'FTM705', explanation: 'The file declares nothing of the name that was asked for.' },
  'unwritable-file': { code: 'FTM706', explanation: 'A file that the command is to write cannot be written.' },
  'not-available': { code: 'FTM708', explanation: 'The command, or a part of it, does not exist in this version.' },
  'malformed-history': { code: 'FTM709', explanation: 'A recorded history is not in a form that can be judged.' },
  'no-failure-data': {
    code: 'FTM710',
    explanation: 'Long-run availability needs mtbf and mttr of what it is computed from.',
  },
} as const;

export type InputProblemKind = keyof typeof inputProblems;

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
  return new UnusableInput([`${file}:1:1: error ${inputProblems[kind].code}: ${message}`]);
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
