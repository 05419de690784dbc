import type { Decision } from '../analysis';

/**
 * What the command tells the shell. A model that cannot be used outweighs a failure, and a failure a doubt. The last two
 * say nothing about the model: 70 (`EX_SOFTWARE` of sysexits.h) is an error of the product, 130 is Ctrl-C.
 */
export const ExitStatus = { Holds: 0, Fails: 1, Unusable: 2, Undecided: 3, Internal: 70, Interrupted: 130 } as const;
export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];

export function exitStatusOf(decisions: readonly Decision[]): ExitStatus {
  if (decisions.includes('fail')) return ExitStatus.Fails;
  return decisions.includes('undecided') ? ExitStatus.Undecided : ExitStatus.Holds;
}
