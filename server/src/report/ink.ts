/** How a text report marks its words; without colours every function returns its text as it is. */
export interface Ink {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly doubt: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
}

const same = (text: string): string => text;

export const PLAIN_INK: Ink = { good: same, bad: same, doubt: same, strong: same, dim: same };
