import type { Decision } from '../analysis';
import type { Ink } from './ink';

/** A decision as a word, for the head of a report: what is searched for in a log. */
export function decisionWord(decision: Decision, ink: Ink): string {
  switch (decision) {
    case 'pass':
      return ink.good('PASS');
    case 'fail':
      return ink.bad('FAIL');
    case 'undecided':
      return ink.doubt('UNDECIDED');
  }
}

/** A decision as one sign, for the beginning of a line. */
export function decisionMark(decision: Decision, ink: Ink): string {
  switch (decision) {
    case 'pass':
      return ink.good('✓');
    case 'fail':
      return ink.bad('✗');
    case 'undecided':
      return ink.doubt('?');
  }
}
