import type { Evidence } from '../evidence';
import type { ExpectationModel } from '../../language/model';
import type { Decision } from '../verdict';
import { warning, type Evaluated } from './evaluated';

type CapBody = Extract<ExpectationModel['body'], { kind: 'cap' }>;

/** A store that was both consistent and available was never forced to choose: that proves neither class. */
export function evaluateCap(evidence: Evidence, expectation: ExpectationModel, body: CapBody): Evaluated {
  const { cap, reason, refuted } = evidence.cap(body.store);
  const witness = refuted[body.is];
  const name = evidence.scenario.stores[body.store]?.name ?? '?';
  const decision: Decision = cap === null || cap === 'both' ? 'undecided' : cap === body.is ? 'pass' : 'fail';
  const text = cap === 'both' ? 'consistent and available' : cap === 'neither' ? 'neither' : (cap ?? 'not measured');
  const unforced = 'It kept both, so this partition forced no choice.';
  return {
    verdict: {
      expectation,
      decision,
      measured: null,
      measuredText: text,
      explanation: cap === 'both' ? `${reason} ${unforced}` : reason,
      ...(witness === undefined || decision !== 'fail' ? {} : { witness }),
    },
    warnings:
      decision === 'undecided'
        ? [
            warning(
              'FTM604',
              expectation,
              `Nothing shows whether ${name} is ${body.is}: ${cap === 'both' ? unforced : reason}`,
            ),
          ]
        : [],
  };
}
