import type { GraphNode } from '../../../server/src/report/run-report';
import { html, setAttributes, setText, svg } from '../dom/elements';
import { GLYPHS } from '../look/glyphs';
import { UNKNOWN, type BoxLook } from './box-look';
import type { Density } from './box-spacing';
import type { Box } from './elk-adapter';
import type { TextRuler } from './text-width';

/** One node or client: a box with its name, what is on it, and what it is doing now. */
export interface BoxView {
  readonly element: SVGGElement;
  show(look: BoxLook): void;
  /** The letter of the side it is on in a partition; empty for none. */
  showSide(letter: string): void;
  /** Whether it stood behind the answer that was just given. */
  showQuorum(isIn: boolean): void;
}

export function createBoxView(node: GraphNode, box: Box, ruler: TextRuler, density: Density): BoxView {
  const { width, height } = box;
  const isClient = node.kind === 'client';
  const isClosed = node.kind !== 'node' && !isClient;
  const strip = svg('path', { class: 'box-strip', d: `M6 0H5a5 5 0 0 0-5 5V${String(height - 5)}a5 5 0 0 0 5 5H6Z` });
  const pattern = svg('rect', { class: 'box-pattern', width, height, rx: 6, visibility: 'hidden' });
  const sign = svg('path', { class: 'box-sign', transform: 'translate(14 8.5) scale(1.1)', 'fill-rule': 'evenodd' });
  const state = svg('text', { class: 'box-state', x: 14, y: height - 9 });
  const side = svg('text', { class: 'box-side', x: width - 9, y: 19, 'text-anchor': 'end' });
  const element = svg(
    'g',
    {
      class: `box box-${node.kind} tone-muted`,
      transform: `translate(${String(box.x)} ${String(box.y)})`,
      tabindex: -1,
      role: 'button',
      'data-box': node.id,
      ...(isClosed ? { 'data-domain': node.id, 'aria-expanded': 'false' } : { 'data-place': node.place }),
    },
    ...(isClosed ? [svg('rect', { class: 'box-behind', x: 5, y: -5, width, height, rx: 6 })] : []),
    svg('rect', { class: 'box-back', width, height, rx: isClient ? height / 2 : 6 }),
    ...(isClient ? [] : [strip]),
    pattern,
    sign,
    svg('title', {}, [node.label, node.detail, groupText(node)].filter((part) => part !== '').join(': ')),
    svg('text', { class: 'box-name', x: 33, y: 19 }, ruler.fitted(node.label, 'name', width - 42)),
    isClient || (density === 'compact' && !isClosed)
      ? null
      : svg('text', { class: 'box-detail', x: 14, y: 35 }, ruler.fitted(node.detail, 'detail', width - 22)),
    state,
    side,
    groupTag(node, width, ruler),
  );
  if (isClient) {
    setAttributes(pattern, { rx: height / 2 });
    setAttributes(state, { x: 33 });
    setAttributes(sign, { transform: 'translate(14 9) scale(1.1)' });
  }
  let shown: string | null = null;
  const view: BoxView = {
    element,
    showQuorum: (isIn) => {
      setAttributes(element, { 'data-quorum': isIn ? 'in' : false });
    },
    showSide: (letter) => {
      setText(side, letter);
    },
    show: (look) => {
      const key = `${look.text}|${look.sign?.word ?? ''}`;
      if (key === shown) {
        return;
      }
      shown = key;
      const tone = look.sign === null ? 'tone-muted' : `tone-${look.sign.tone}`;
      const suffers = look.conditions.length > 0;
      setAttributes(element, {
        class: `box box-${node.kind} ${tone}${look.isLeader ? ' leads' : ''}${suffers ? ' suffers' : ''}`,
        'aria-label': [isClosed ? '' : node.kind, node.label, look.text, node.detail, groupText(node)]
          .filter((part) => part !== '')
          .join(', '),
      });
      setAttributes(pattern, {
        visibility: suffers && !isClient ? 'visible' : 'hidden',
        fill: `url(#pattern-${look.sign?.tone ?? 'muted'})`,
      });
      setAttributes(sign, { d: GLYPHS[look.sign?.glyph ?? (isClient ? 'dot' : 'ring')] });
      state.textContent = ruler.fittest([look.text, ...(look.shorter ?? [])], 'state', width - (isClient ? 42 : 22));
    },
  };
  view.show(UNKNOWN);
  return view;
}

function groupText({ groups = [] }: GraphNode): string {
  return groups.length === 0 ? '' : `in group ${groups.join(', ')}`;
}

const TAG_PX = 14;

/** The groups that it fails with, on the upper edge of the box: they are no domain, around which one is drawn. */
function groupTag({ groups = [] }: GraphNode, width: number, ruler: TextRuler): SVGGElement | null {
  if (groups.length === 0) {
    return null;
  }
  const text = ruler.fitted(groups.join(', '), 'detail', width / 2);
  const wide = Math.ceil(ruler.widthOf(text, 'detail')) + 12;
  const x = width - 12 - wide;
  return svg(
    'g',
    { class: 'box-group' },
    svg('rect', { x, y: -TAG_PX / 2, width: wide, height: TAG_PX, rx: TAG_PX / 2 }),
    svg('text', { x: x + wide / 2, y: 4, 'text-anchor': 'middle' }, text),
  );
}

/** Hatches for boxes that suffer: a pattern takes no colour from where it is used, so there is one for each tone. */
export function patternDefinitions(tones: readonly string[]): SVGDefsElement {
  return svg(
    'defs',
    {},
    ...tones.map((tone) =>
      svg(
        'pattern',
        { id: `pattern-${tone}`, width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        svg('rect', { class: `tone-${tone} pattern-line`, width: 2, height: 7 }),
      ),
    ),
  );
}

/** Stands in for a picture that has no boxes. */
export function emptyTopology(): HTMLElement {
  return html('p', { class: 'empty' }, 'This model has no nodes.');
}
