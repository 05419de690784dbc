import { formatInstant } from '../time/time-format';
import type { RunIndex } from './run-index';

/** An expectation that does not hold, or one that asks for harm and got it, as the timeline shows it. */
export interface Broken {
  /** Row of the report's expectations. */
  readonly expectation: number;
  /** It holds: the harm was expected. */
  readonly isShown: boolean;
  /** The instant at which it shows: that of the witness, or else where it first shows, or where the way there ends. */
  readonly at: number;
  /** From the first step that led there to the last. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** In one sentence; empty where nobody looked for it. */
  readonly reason: string;
}

export function brokenExpectations({ report, durationNs }: RunIndex): readonly Broken[] {
  return report.expectations.flatMap(({ decision, text, measured, witness, firstAt, why }, expectation): Broken[] => {
    const isShown = decision === 'pass' && why?.isShown === true;
    if (decision !== 'fail' && !isShown) {
      return [];
    }
    const steps = (why?.path ?? []).map((step) => step.at);
    const at = witness?.at ?? firstAt ?? steps.at(-1) ?? durationNs;
    // What is shown is the worst, and not where it began.
    const first = firstAt !== undefined && firstAt < at ? `, first at ${formatInstant(firstAt, 1e6)}` : '';
    return [
      {
        ...{ expectation, isShown, at, from: Math.min(at, ...steps), to: Math.max(at, ...steps) },
        ...{ text: `${text}: ${measured}${first}`, reason: why?.sentences[0] ?? '' },
      },
    ];
  });
}
