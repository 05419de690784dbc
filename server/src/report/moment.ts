/** A moment of a run: what a link to it says. */
export interface Moment {
  readonly file: string;
  /** Or, with a cell, an experiment. */
  readonly scenario: string;
  /** The number of the cell of the experiment. */
  readonly cell?: number;
  readonly seed: number;
  /** Nanoseconds since the start of the run. */
  readonly at: number;
}

/** As the query of an address or what follows its `#`. */
export function momentText({ file, scenario, cell, seed, at }: Moment): string {
  const ofCell = cell === undefined ? {} : { cell: String(cell) };
  const parts = { file, scenario, ...ofCell, seed: String(seed), at: String(Math.round(at)) };
  return Object.entries(parts)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** The moment that such a text names, or undefined where it names none. */
export function momentOf(text: string): Moment | undefined {
  const parts = new Map(
    text
      .replace(/^[#?]/, '')
      .split('&')
      .map((part): [string, string] => {
        const [name = '', value = ''] = part.split('=');
        return [name, decoded(value)];
      }),
  );
  const [file, scenario] = [parts.get('file'), parts.get('scenario')];
  const [seed, at] = [whole(parts.get('seed')), whole(parts.get('at'))];
  const cell = whole(parts.get('cell'));
  return file === undefined || scenario === undefined || seed === undefined || at === undefined
    ? undefined
    : { file, scenario, ...(cell === undefined ? {} : { cell }), seed, at };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : undefined;
}
