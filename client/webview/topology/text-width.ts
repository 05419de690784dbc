import type { GraphNode } from '../../../server/src/report/run-report';
import type { Measure } from './elk-adapter';

const WIDEST = 176;
const NARROWEST = { node: 146, client: 150 } as const;
export const NODE_HEIGHT = 62;
export const CLIENT_HEIGHT = 46;

/** Fonts inside a box: its name, the line of details, and what it is doing. */
export type BoxFont = keyof typeof FONTS;
const FONTS = { name: '600 13px', detail: '11px', state: '600 11px' } as const;

export interface TextRuler {
  readonly measure: Measure;
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
    measure: (node: GraphNode) => {
      const isClient = node.kind === 'client';
      const wanted = Math.max(widthOf(node.label, 'name') + 44, widthOf(node.detail, 'detail') + 26);
      const least = isClient ? NARROWEST.client : NARROWEST.node;
      return {
        width: Math.ceil(Math.min(Math.max(wanted, least), WIDEST)),
        height: isClient ? CLIENT_HEIGHT : NODE_HEIGHT,
      };
    },
    fitted,
    fittest: (texts, font, width) =>
      texts.find((text) => widthOf(text, font) <= width) ?? fitted(texts.at(-1) ?? '', font, width),
  };
}
