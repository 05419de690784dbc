/** One element of an XML document; an undefined attribute is left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (XmlElement | string)[];
}

export function element(
  name: string,
  attributes: XmlElement['attributes'],
  children: XmlElement['children'] = [],
): XmlElement {
  return { name, attributes, children };
}

/** A whole document, indented; text stands on the line of its element, so that no space is added to it. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}\n`;
}

function elementText({ name, attributes, children }: XmlElement, indent: string): string {
  const start = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .reduce((text, [key, value]) => `${text} ${key}="${escapeAttribute(String(value))}"`, `${indent}<${name}`);
  if (children.length === 0) return `${start}/>`;
  if (children.some((child) => typeof child === 'string')) {
    const inner = children.map((child) => (typeof child === 'string' ? escapeText(child) : elementText(child, '')));
    return `${start}>${inner.join('')}</${name}>`;
  }
  const inner = children.map((child) => (typeof child === 'string' ? child : elementText(child, `${indent}  `)));
  return `${start}>\n${inner.join('\n')}\n${indent}</${name}>`;
}

function escapeText(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Line breaks are written as references, since a reader turns bare ones in an attribute into spaces. */
function escapeAttribute(text: string): string {
  return escapeText(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;');
}

// eslint-disable-next-line no-control-regex -- the control characters are the point
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** XML 1.0 has no way to write these characters at all (https://www.w3.org/TR/xml/#charsets). */
function printable(text: string): string {
  return text.replaceAll(LONE_SURROGATE, '\ufffd').replaceAll(UNPRINTABLE, '\ufffd');
}
