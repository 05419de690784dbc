import type { Palette } from '../look/palette';
import { TONES, type Tone } from '../look/vocabulary';
import type { Hatch } from '../timeline/painter';

const HATCHES: readonly Hatch[] = ['hatch', 'back-hatch', 'dots'];

export function hatchName(tone: Tone, hatch: Hatch): string {
  return `${hatch}-${tone}`;
}

/** The patterns that a drawing refers to, with the same lines as on the screen. */
export function hatchDefinitions({ tone: colors }: Palette, content: string): string {
  return TONES.flatMap((tone) => HATCHES.map((hatch) => ({ name: hatchName(tone, hatch), hatch, color: colors[tone] })))
    .filter(({ name }) => content.includes(`#${name})`))
    .map(
      ({ name, hatch, color }) =>
        `<pattern id="${name}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="${color}" fill-opacity="0.38"/>${marks(hatch, color)}</pattern>`,
    )
    .join('');
}

function marks(hatch: Hatch, color: string): string {
  switch (hatch) {
    case 'hatch':
      return `<path d="M-2 2 2-2M0 8 8 0M6 10 10 6" stroke="${color}" stroke-width="2"/>`;
    case 'back-hatch':
      return `<path d="M-2 6 2 10M0 0 8 8M6-2 10 2" stroke="${color}" stroke-width="2"/>`;
    case 'dots':
      return `<path d="M1 1H3V3H1ZM5 5H7V7H5Z" fill="${color}"/>`;
  }
}
