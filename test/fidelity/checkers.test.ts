import { checkStore } from '../../server/src/analysis/consistency/check-store';
import { historyOf } from '../analysis/history-notation';
import { reproduction } from './reproduction';

const rows: readonly (readonly [history: string, linearizable: 'yes' | 'no', sequential: 'yes' | 'no'])[] = [
  ['A w1 0..10; B r1 11..12', 'yes', 'yes'],
  ['A w1 0..10; B r0 11..12', 'no', 'yes'],
  ['A w1 0..10; B r1 1..2; C r0 3..4', 'no', 'yes'],
  ['A w1 0..10; B r1 1..2; B r0 3..4', 'no', 'no'],
  ['A w1 0..?; B r0 5..6; B r1 100..101', 'yes', 'yes'],
  ['A cas0-1 0..10; B cas0-2 0..10', 'no', 'no'],
];

function decisions(history: string): [string, string] {
  const { linearizable, sequential } = checkStore(historyOf(history), 1_000_000);
  const text = (decision: string | undefined): string =>
    decision === 'pass' ? 'yes' : decision === 'fail' ? 'no' : String(decision);
  return [text(linearizable?.decision), text(sequential?.decision)];
}

reproduction(
  {
    title: 'what the checkers decide',
    file: __filename,
    source:
      'M. Herlihy and J. Wing, "Linearizability", TOPLAS 1990, section 2; L. Lamport, "How to Make a Multiprocessor ' +
      'Computer That Correctly Executes Multiprocess Programs", 1979.',
    setUp:
      'A register that starts at 0. `A w1 0..10` is a write of 1 by client A, invoked at 0 and answered at 10; `r` reads, ' +
      '`cas0-1` replaces 0 by 1, and `?` is an answer that never came.',
  },
  (reproduces) => {
    for (const [history, linearizable, sequential] of rows) {
      reproduces(
        history,
        [
          { what: `\`${history}\`: linearizable`, published: linearizable },
          { what: `\`${history}\`: sequential`, published: sequential },
        ],
        () => decisions(history),
      );
    }
  },
);
