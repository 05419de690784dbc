import type { Explanation } from '../analysis';

/** How it is told whether an expectation holds, or whether the harm that one asks for comes about. */
export interface Words {
  readonly holds: string;
  readonly isOpen: string;
  readonly fails: string;
  readonly saved: string;
}

const OF_FAILURE: Words = { holds: 'holds', isOpen: 'does not fail', fails: 'fails', saved: 'saved' };
const OF_HARM: Words = {
  holds: 'does not happen',
  isOpen: 'need not happen',
  fails: 'happens',
  saved: 'prevented',
};

export function wordsOf({ isShown }: Pick<Explanation, 'isShown'>): Words {
  return isShown ? OF_HARM : OF_FAILURE;
}
