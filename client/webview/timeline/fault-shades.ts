import type { FaultBand } from '../../../server/src/report/run-report';
import { FAULT_SIGNS, type Tone } from '../look/vocabulary';

/** A stretch that is shaded for one fault or several of the same colour. */
export interface Shade {
  readonly tone: Tone;
  readonly from: number;
  readonly to: number;
}

/** Faults of one colour that overlap shade once: four cuts at a time are not four times as dark. */
export function shadesOf(faults: readonly FaultBand[]): readonly Shade[] {
  const shades: Shade[] = [];
  const last = new Map<Tone, number>();
  for (const { kind, from, to } of [...faults].sort((a, b) => a.from - b.from)) {
    const { tone } = FAULT_SIGNS[kind];
    const position = last.get(tone) ?? -1;
    const before = shades[position];
    if (before !== undefined && from <= before.to) {
      shades[position] = { ...before, to: Math.max(before.to, to) };
    } else {
      last.set(tone, shades.length);
      shades.push({ tone, from, to });
    }
  }
  return shades;
}
