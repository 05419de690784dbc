import { GLYPHS, type Glyph } from '../look/glyphs';
import type { Tone } from '../look/vocabulary';

type Attributes = Readonly<Record<string, string | number | boolean>>;
type Child = Node | string | null;

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element. An attribute that is false is left out; no style and no handler goes through attributes. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return dressed(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return dressed(document.createElementNS(SVG, tag), attributes, children);
}

/** What is so already is not set again: the browser would look at the styles of all around it anew. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const text = value === true ? '' : String(value);
    if (value === false) {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== text) {
      element.setAttribute(name, text);
    }
  }
}

/** The text of an element, which the browser need not lay out again while it stays the same. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A sign from the vocabulary; it decorates text that says the same. */
export function icon(glyph: Glyph, tone?: Tone): SVGSVGElement {
  return svg(
    'svg',
    { class: tone === undefined ? 'icon' : `icon tone-${tone}`, viewBox: '0 0 12 12', 'aria-hidden': 'true' },
    svg('path', { d: GLYPHS[glyph], 'fill-rule': 'evenodd' }),
  );
}

export function button(label: string, action: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const plain = children.length === 0;
  const result = html('button', { type: 'button', ...(plain ? {} : { 'aria-label': label, title: label }) });
  result.append(...(plain ? [label] : children.filter((child) => child !== null)));
  result.addEventListener('click', action);
  return result;
}

function dressed<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  setAttributes(element, attributes);
  element.append(...children.filter((child) => child !== null));
  return element;
}
