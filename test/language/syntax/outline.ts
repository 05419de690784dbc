import type { SyntaxNode } from '../../../server/src/language/syntax/syntax-tree';

/**
 * A node in one line without its ranges: `kind(field: value, ...)`, names and paths as text, quantities as written, and
 * nothing for what is absent. What tests compare, and what a reader of a failing test sees.
 */
export function outline(value: unknown, rename: (name: string) => string = (name) => name): string {
  if (Array.isArray(value)) return `[${value.map((element) => outline(element, rename)).join(', ')}]`;
  if (!isNode(value)) return String(value);
  const { kind } = value;
  if (kind === 'name') return rename(String(value.text));
  if (kind === 'path')
    return (value.segments as readonly unknown[]).map((segment) => outline(segment, rename)).join('.');
  if (kind === 'quantity') return String(value.raw);
  if (kind === 'string') return JSON.stringify(value.value);
  if (kind === 'name-pattern' && value.span === undefined) return outline(value.name, rename);
  const fields = Object.entries(value)
    .filter(([field, content]) => field !== 'kind' && field !== 'range' && !isAbsent(content))
    .map(([field, content]) => `${field}: ${outline(content, rename)}`);
  return `${String(kind ?? '')}(${fields.join(', ')})`;
}

function isAbsent(content: unknown): boolean {
  return content === undefined || (Array.isArray(content) && content.length === 0);
}

function isNode(value: unknown): value is SyntaxNode & Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
