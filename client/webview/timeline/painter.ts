import type { Drawing } from '../export/drawing';
import { Outlines } from '../export/outlines';
import { GLYPHS, GLYPH_SIZE, type Glyph } from '../look/glyphs';
import type { Palette } from '../look/palette';
import type { Pattern, Sign, Tone } from '../look/vocabulary';
import type { Viewport } from '../time/viewport';

/** A canvas with a time axis: what every row of the timeline draws with. */
export interface Painter {
  readonly canvas: Drawing;
  readonly palette: Palette;
  readonly viewport: Viewport;
  readonly width: number;
  x(at: number): number;
  /** Nanoseconds under one pixel. */
  readonly nsPerPx: number;
  fill(tone: Tone, pattern?: Pattern): string | CanvasPattern;
  glyph(glyph: Glyph, x: number, y: number, size: number, color: string): void;
  /** How wide a text is in a font, which is `smallFont` where none is named. */
  textWidth(text: string, font?: keyof Fonts): number;
  /** Text that is cut off where it does not fit; answers where it ended. */
  text(text: string, x: number, middle: number, end: number, color: string, font?: keyof Fonts): number;
}

type Fonts = Pick<Palette, 'font' | 'smallFont' | 'boldFont'>;

/** What is kept between frames: paths, hatches and widths of text, all for one theme. */
export interface Brushes {
  readonly palette: Palette;
  readonly outlines: Outlines;
  hatch(tone: Tone, pattern: Hatch): string | CanvasPattern;
  readonly widths: Map<string, number>;
}

export type Hatch = Exclude<Pattern, 'plain' | 'hollow'>;

const LEAST_LETTERS = 6;

/** Widths of more texts than this are forgotten and measured again. */
const MOST_WIDTHS = 20_000;

/** By how many letters a text that lacks room grows and shrinks. */
const LETTERS_STEP = 3;

export function createBrushes(palette: Palette): Brushes {
  const patterns = new Map<string, CanvasPattern | string>();
  return {
    ...{ palette, outlines: new Outlines(), widths: new Map() },
    hatch: (tone, pattern) => {
      const key = `${tone} ${pattern}`;
      const made = patterns.get(key) ?? hatch(palette.tone[tone], pattern);
      patterns.set(key, made);
      return made;
    },
  };
}

/** Whole steps of letters: a text cut elsewhere in every frame of a zoom would be shaped anew in every frame. */
function lettersFor(most: number): number {
  return Math.floor(most) - (Math.floor(most) % LETTERS_STEP);
}

export function createPainter(canvas: Drawing, brushes: Brushes, viewport: Viewport, width: number): Painter {
  const { palette } = brushes;
  const span = viewport.to - viewport.from;
  const pxPerNs = width / span;
  const textWidth = (text: string, font: keyof Fonts = 'smallFont'): number => {
    const key = `${font}\n${text}`;
    const known = brushes.widths.get(key);
    if (known !== undefined) {
      return known;
    }
    if (brushes.widths.size > MOST_WIDTHS) {
      brushes.widths.clear();
    }
    canvas.font = palette[font];
    const measured = canvas.measureText(text).width;
    brushes.widths.set(key, measured);
    return measured;
  };
  return {
    canvas,
    palette,
    viewport,
    width,
    nsPerPx: span / width,
    textWidth,
    x: (at) => (at - viewport.from) * pxPerNs,
    fill: (tone, pattern = 'plain') =>
      pattern === 'plain' || pattern === 'hollow' ? palette.tone[tone] : brushes.hatch(tone, pattern),
    glyph: (glyph, x, y, size, color) => {
      const path = brushes.outlines.of(GLYPHS[glyph]);
      const scale = size / GLYPH_SIZE;
      canvas.save();
      canvas.translate(x - size / 2, y - size / 2);
      canvas.scale(scale, scale);
      canvas.fillStyle = color;
      canvas.fill(path, 'evenodd');
      canvas.restore();
    },
    text: (text, x, middle, end, color, font = 'smallFont') => {
      const room = end - x;
      if (room < 12) {
        return x;
      }
      const full = textWidth(text, font);
      const shown = full <= room ? text : `${text.slice(0, lettersFor((text.length * (room - 8)) / full))}…`;
      // A stump of a word says less than nothing.
      if (full > room && shown.length < LEAST_LETTERS) {
        return x;
      }
      canvas.font = palette[font];
      canvas.textBaseline = 'middle';
      canvas.fillStyle = color;
      canvas.fillText(shown, x, middle + 0.5);
      return x + Math.min(full, room);
    },
  };
}

/** Fills a stretch with the colour and the pattern of a sign. */
export function fillSign(painter: Painter, sign: Sign, x: number, y: number, width: number, height: number): void {
  const { canvas } = painter;
  switch (sign.pattern) {
    case 'plain':
      canvas.fillStyle = painter.fill(sign.tone);
      canvas.fillRect(x, y, width, height);
      return;
    case 'hollow':
      canvas.strokeStyle = painter.fill(sign.tone);
      canvas.lineWidth = 1.2;
      canvas.strokeRect(x + 0.6, y + 0.6, Math.max(width - 1.2, 0.5), Math.max(height - 1.2, 0.5));
      return;
    case 'hatch':
    case 'back-hatch':
    case 'dots':
      canvas.fillStyle = painter.fill(sign.tone, sign.pattern);
      canvas.fillRect(x, y, width, height);
  }
}

const TILE = 8;

/** A tile of the pattern; where it cannot be made, the plain colour. */
function hatch(color: string, pattern: Hatch): string | CanvasPattern {
  const tile = document.createElement('canvas');
  const ratio = Math.max(1, Math.round(devicePixelRatio));
  tile.width = TILE * ratio;
  tile.height = TILE * ratio;
  const context = tile.getContext('2d');
  if (context === null) {
    return color;
  }
  context.scale(ratio, ratio);
  drawTile(context, color, pattern);
  const made = context.createPattern(tile, 'repeat');
  made?.setTransform(new DOMMatrix().scale(1 / ratio));
  return made ?? color;
}

function drawTile(context: CanvasRenderingContext2D, color: string, pattern: Hatch): void {
  context.fillStyle = color;
  context.strokeStyle = color;
  context.globalAlpha = 0.38;
  context.fillRect(0, 0, TILE, TILE);
  context.globalAlpha = 1;
  context.lineWidth = 2;
  if (pattern === 'dots') {
    context.fillRect(1, 1, 2, 2);
    context.fillRect(5, 5, 2, 2);
    return;
  }
  const [from, to] = pattern === 'hatch' ? [TILE, 0] : [0, TILE];
  for (const shift of [-TILE, 0, TILE]) {
    context.beginPath();
    context.moveTo(shift, from);
    context.lineTo(shift + TILE, to);
    context.stroke();
  }
}
