/** Paths that know the text they were made of, so that a drawing can be written down as well as painted. */
export class Outlines {
  private readonly paths = new Map<string, Path2D>();
  private readonly texts = new WeakMap<Path2D, string>();

  of(text: string): Path2D {
    const known = this.paths.get(text);
    if (known !== undefined) {
      return known;
    }
    const path = new Path2D(text);
    this.paths.set(text, path);
    this.texts.set(path, text);
    return path;
  }

  textOf(path: Path2D): string {
    return this.texts.get(path) ?? '';
  }
}
