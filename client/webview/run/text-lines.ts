/** Lines of one long text, found by number. Where they begin is looked for when the first is asked for. */
export interface TextLines {
  readonly whole: string;
  line(row: number): string;
}

export function textLines(text: string, count: number): TextLines {
  let starts: Uint32Array | null = null;
  const find = (): Uint32Array => {
    const found = new Uint32Array(count + 1);
    for (let row = 1, at = 0; row <= count; row++) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length + 1 : end + 1;
      found[row] = at;
    }
    return found;
  };
  return {
    whole: text,
    line: (row) => {
      if (row < 0 || row >= count) {
        return '';
      }
      starts ??= find();
      return text.slice(starts[row] as number, (starts[row + 1] as number) - 1);
    },
  };
}
