import type { GraphNode } from '../../../server/src/report/run-report';
import type { Measure } from './elk-adapter';

/** Sizes of boxes: a compact one has no line of details. */
const BOXES = {
  roomy: { widest: 176, narrowest: { node: 146, client: 164 }, height: { node: 62, client: 46 } },
  compact: { widest: 158, narrowest: { node: 112, client: 116 }, height: { node: 42, client: 42 } },
} as const;

/** Beside a name: its sign, and the letter of its side in a partition. */
const NAME_ROOM = 54;

/** Fonts inside a box: its name, the line of details, and what it is doing; and that of a row without a box. */
export type BoxFont = keyof typeof FONTS;
const FONTS = { name: '600 13px', detail: '11px', state: '600 11px', row: '13px' } as const;

export interface TextRuler {
  readonly measure: Measure;
  widthOf(text: string, font: BoxFont): number;
  /** The text, or as much of it as fits, with an ellipsis. */
  fitted(text: string, font: BoxFont, width: number): string;
  /** The first of some texts that fits, or as much of the last as does. */
  fittest(texts: readonly string[], font: BoxFont, width: number): string;
}

/** Measures text with the page's own fonts. */
export function createTextRuler(): TextRuler {
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(document.body).fontFamily;
  const widthOf = (text: string, font: BoxFont): number => {
    if (context === null) {
      return text.length * 7;
    }
    context.font = `${FONTS[font]} ${family}`;
    return context.measureText(text).width;
  };
  const fitted = (text: string, font: BoxFont, width: number): string => {
    if (widthOf(text, font) <= width) {
      return text;
    }
    let end = text.length;
    while (end > 1 && widthOf(`${text.slice(0, end)}…`, font) > width) {
      end--;
    }
    return `${text.slice(0, end).trimEnd()}…`;
  };
  return {
    measure: (node: GraphNode, density) => {
      const kind = node.kind === 'client' ? 'client' : 'node';
      // A closed domain has nothing but its details to say what is in it.
      const isCompact = density === 'compact' && (node.kind === 'node' || node.kind === 'client');
      const { widest, narrowest, height } = BOXES[isCompact ? 'compact' : 'roomy'];
      const details = isCompact ? 0 : widthOf(node.detail, 'detail') + 26;
      const wanted = Math.max(widthOf(node.label, 'name') + NAME_ROOM, details, narrowest[kind]);
      return { width: Math.ceil(Math.min(wanted, widest)), height: height[kind] };
    },
    widthOf,
    fitted,
    fittest: (texts, font, width) =>
      texts.find((text) => widthOf(text, font) <= width) ?? fitted(texts.at(-1) ?? '', font, width),
  };
}
