/**
 * The signs of the picture, drawn in a box of 12 by 12. The same paths serve canvas, SVG and the legend, so a thing
 * looks the same everywhere and no font is needed.
 */
export const GLYPHS = {
  star: 'M6 .8 7.6 4.3 11.4 4.7 8.5 7.2 9.4 11 6 9 2.6 11 3.5 7.2.6 4.7 4.4 4.3Z',
  cross: 'M2.6 1.2 6 4.6 9.4 1.2 10.8 2.6 7.4 6 10.8 9.4 9.4 10.8 6 7.4 2.6 10.8 1.2 9.4 4.6 6 1.2 2.6Z',
  check: 'M1.4 6.4 2.9 4.9 4.9 6.9 9.6 2.2 11 3.7 4.9 9.8Z',
  question:
    'M3 4.3C3 2.3 4.3 1 6.1 1 7.9 1 9.2 2.1 9.2 3.8 9.2 5.9 7 6 7 7.7H5.1C5.1 5.3 7.2 5.2 7.2 3.9 7.2 3.2 6.7 2.8 6.1 2.8 5.4 2.8 4.9 3.3 4.9 4.3ZM5 9H7.1V11H5Z',
  bars: 'M2.5 1.5H5V10.5H2.5ZM7 1.5H9.5V10.5H7Z',
  hourglass: 'M2 1H10V2.6L7.2 6 10 9.4V11H2V9.4L4.8 6 2 2.6Z',
  cut: 'M1 5H4V7H1ZM8 5H11V7H8ZM5.6 1H7L6.4 11H5Z',
  disk: 'M1.5 1.5H9L10.5 3V10.5H1.5ZM4 2.3V4.5H8V2.3ZM4 6.7H8V9.6H4Z',
  up: 'M6 1 11 6.4H7.6V11H4.4V6.4H1Z',
  ring: 'M6 1A5 5 0 1 1 5.99 1ZM6 3A3 3 0 1 0 6.01 3Z',
  dot: 'M6 2.5A3.5 3.5 0 1 1 5.99 2.5Z',
  eye: 'M6 2.4C8.6 2.4 10.6 4.2 11.6 6 10.6 7.8 8.6 9.6 6 9.6 3.4 9.6 1.4 7.8.4 6 1.4 4.2 3.4 2.4 6 2.4ZM6 4.2A1.8 1.8 0 1 0 6.01 4.2Z',
  diamond: 'M6 .6 11.4 6 6 11.4.6 6Z',
  triangle: 'M6 .8 11.6 11H.4ZM5.2 4.2V7.4H6.8V4.2ZM5.2 8.4V9.8H6.8V8.4Z',
  bolt: 'M7 .6 2 6.8H5.2L4.4 11.4 10 5H6.6Z',
  vote: 'M1.5 5.5H3.5L6 1 8.5 5.5H10.5V11H1.5ZM5.2 6.5V9H6.8V6.5Z',
  dash: 'M1.5 5H10.5V7H1.5Z',
  half: 'M6 1A5 5 0 0 1 6 11Z M6 1.8A4.2 4.2 0 0 0 6 10.2V9A3 3 0 0 1 6 3Z',
  flag: 'M2 .8H3.4V1.6H10.4L8.6 4.2 10.4 6.8H3.4V11.4H2Z',
  play: 'M2.5 1 10.5 6 2.5 11Z',
  next: 'M1.5 1 7.5 6 1.5 11ZM8 1H10.4V11H8Z',
  previous: 'M10.5 1 4.5 6 10.5 11ZM1.6 1H4V11H1.6Z',
  left: 'M8.5 1 3 6 8.5 11Z',
  right: 'M3.5 1 9 6 3.5 11Z',
  plus: 'M5 1.5H7V5H10.5V7H7V10.5H5V7H1.5V5H5Z',
  fit: 'M1 1H4.5V2.6H2.6V4.5H1ZM7.5 1H11V4.5H9.4V2.6H7.5ZM1 7.5H2.6V9.4H4.5V11H1ZM9.4 7.5H11V11H7.5V9.4H9.4Z',
  repeat: 'M6 1.2V0L9 2.3 6 4.6V3.2A3 3 0 1 0 9 6.2H11A5 5 0 1 1 6 1.2Z',
} as const;

export type Glyph = keyof typeof GLYPHS;

/** Side of the box the paths are drawn in. */
export const GLYPH_SIZE = 12;
