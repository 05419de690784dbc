import type { RunIndex } from './run-index';

/** An expectation that does not hold, as the timeline shows it. */
export interface Broken {
  /** Row of the report's expectations. */
  readonly expectation: number;
  /** The instant at which it shows: that of the witness, or else where the way there ends. */
  readonly at: number;
  /** From the first step that led there to the last. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** In one sentence; empty where nobody looked for it. */
  readonly reason: string;
}

export function brokenExpectations({ report, durationNs }: RunIndex): readonly Broken[] {
  return report.expectations.flatMap(({ decision, text, measured, witness, why }, expectation): Broken[] => {
    if (decision !== 'fail') {
      return [];
    }
    const steps = (why?.path ?? []).map((step) => step.at);
    const at = witness?.at ?? steps.at(-1) ?? durationNs;
    return [
      {
        ...{ expectation, at, from: Math.min(at, ...steps), to: Math.max(at, ...steps) },
        ...{ text: `${text}: ${measured}`, reason: why?.sentences[0] ?? '' },
      },
    ];
  });
}
