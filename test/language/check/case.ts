import type { ProblemCode } from '../../../server/src/language';
import type { Files } from '../check-program';

/** A mistake and how it reads when it is right: the fixture of one code. */
export interface Case {
  readonly code: ProblemCode;
  /** What is wrong, where the code alone does not say. */
  readonly about?: string;
  /** With `«marks»` around every problem, in the order of the text. */
  readonly wrong: string;
  /** What the message says, in part. */
  readonly says?: RegExp;
  /** All codes, where the mistake has more than one. */
  readonly codes?: readonly ProblemCode[];
  /** Without any problem. */
  readonly right?: string;
  /** The text after the fix that is offered. */
  readonly fixed?: string;
  readonly files?: Files;
}
