import type { Tone } from '../look/vocabulary';
import { TONES } from '../look/vocabulary';
import type { Brushes } from '../timeline/painter';
import type { Drawing } from './drawing';

/** Draws the topology as it stands on the page, from its own elements and the colours they have there. */
export function drawTopology(drawing: Drawing, brushes: Brushes, surface: SVGSVGElement): void {
  for (const element of surface.querySelectorAll<SVGGraphicsElement>('rect, path, text')) {
    const style = getComputedStyle(element);
    const matrix = element.getCTM();
    if (matrix !== null && style.visibility !== 'hidden' && element.closest('defs') === null) {
      drawing.save();
      drawing.translate(matrix.e, matrix.f);
      drawing.scale(matrix.a, matrix.d);
      drawElement(drawing, brushes, element, style, shownShare(element, surface));
      drawing.restore();
    }
  }
}

/** Opacity adds up from the outside to the inside. */
function shownShare(element: Element, surface: Element): number {
  let share = 1;
  for (let one: Element | null = element; one !== null && one !== surface; one = one.parentElement) {
    share *= Number(getComputedStyle(one).opacity);
  }
  return share;
}

function drawElement(
  drawing: Drawing,
  brushes: Brushes,
  element: SVGGraphicsElement,
  style: CSSStyleDeclaration,
  share: number,
): void {
  const fill = paintOf(brushes, style.fill);
  if (element instanceof SVGTextElement) {
    drawing.fillStyle = fill ?? brushes.palette.tone.text;
    drawing.globalAlpha = share;
    drawing.font = `${Number(style.fontWeight) >= 600 ? '600 ' : ''}${style.fontSize} ${style.fontFamily}`;
    drawing.textAlign = style.textAnchor === 'end' ? 'end' : style.textAnchor === 'middle' ? 'center' : 'start';
    drawing.textBaseline = 'alphabetic';
    drawing.fillText(element.textContent, attribute(element, 'x'), attribute(element, 'y'));
    return;
  }
  const path = brushes.outlines.of(
    element instanceof SVGRectElement ? roundedBox(element) : (element.getAttribute('d') ?? ''),
  );
  if (fill !== null) {
    drawing.fillStyle = fill;
    drawing.globalAlpha = share * Number(style.fillOpacity);
    drawing.fill(path, 'evenodd');
  }
  if (style.stroke !== 'none' && Number.parseFloat(style.strokeWidth) > 0) {
    drawing.strokeStyle = style.stroke;
    drawing.globalAlpha = share * Number(style.strokeOpacity);
    drawing.lineWidth = Number.parseFloat(style.strokeWidth);
    drawing.setLineDash(
      style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[\s,]+/).map(Number.parseFloat),
    );
    drawing.stroke(path);
    drawing.setLineDash([]);
  }
}

function paintOf(brushes: Brushes, fill: string): Drawing['fillStyle'] | null {
  const tone = /#pattern-([\w-]+)/.exec(fill)?.[1];
  if (tone !== undefined) {
    return isTone(tone) ? brushes.hatch(tone, 'hatch') : null;
  }
  return fill === 'none' ? null : fill;
}

function isTone(name: string): name is Tone {
  return TONES.some((tone) => tone === name);
}

function roundedBox(rect: SVGRectElement): string {
  const [x, y, width, height] = (['x', 'y', 'width', 'height'] as const).map((name) => attribute(rect, name));
  const [left = 0, top = 0, wide = 0, high = 0] = [x, y, width, height];
  const r = Math.min(attribute(rect, 'rx'), wide / 2, high / 2);
  const corner = (dx: number, dy: number): string => `a${String(r)} ${String(r)} 0 0 1 ${String(dx)} ${String(dy)}`;
  return [
    `M${String(left + r)} ${String(top)}h${String(wide - 2 * r)}${corner(r, r)}v${String(high - 2 * r)}${corner(-r, r)}`,
    `h${String(2 * r - wide)}${corner(-r, -r)}v${String(2 * r - high)}${corner(r, -r)}Z`,
  ].join('');
}

function attribute(element: Element, name: string): number {
  return Number(element.getAttribute(name) ?? 0);
}
