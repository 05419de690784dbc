import { readPalette } from '../look/palette';
import { createBrushes, type Brushes } from '../timeline/painter';
import { drawPicture, pictureSize, type PictureParts } from './draw-picture';
import { hatchDefinitions, hatchName } from './hatch-definitions';
import { Outlines } from './outlines';
import { SvgDrawing } from './svg-drawing';

export type ShownParts = Omit<PictureParts, 'brushes'>;

/** Pixels for each unit of the picture: sharp when it is printed or enlarged. */
const PNG_SCALE = 2;
/** A canvas with a longer side than this stays empty. */
const LONGEST_SIDE = 16_000;

export function svgPicture(shown: ShownParts): string {
  const outlines = new Outlines();
  const palette = readPalette();
  const brushes: Brushes = {
    ...{ palette, outlines, widths: new Map() },
    hatch: (tone, pattern) => `url(#${hatchName(tone, pattern)})`,
  };
  const ruler = document.createElement('canvas').getContext('2d');
  if (ruler === null) {
    throw new Error('This browser cannot measure text.');
  }
  const drawing = new SvgDrawing(outlines, ruler);
  const parts = { ...shown, brushes };
  drawPicture(drawing, parts);
  const { width, height } = pictureSize(parts);
  const [wide, high] = [String(Math.ceil(width)), String(Math.ceil(height))];
  const { content } = drawing;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" font-family="system-ui, sans-serif">`,
    `<defs>${hatchDefinitions(palette, content)}</defs>`,
    content,
    '</svg>\n',
  ].join('\n');
}

/** The picture in base 64. */
export async function pngPicture(shown: ShownParts): Promise<string> {
  const parts = { ...shown, brushes: createBrushes(readPalette()) };
  const { width, height } = pictureSize(parts);
  const scale = Math.min(PNG_SCALE, LONGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) {
    throw new Error('This browser cannot draw.');
  }
  context.scale(scale, scale);
  drawPicture(context, parts);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob === null) {
    throw new Error('The picture is too large.');
  }
  return base64Of(new Uint8Array(await blob.arrayBuffer()));
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}
