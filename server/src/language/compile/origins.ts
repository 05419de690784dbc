import type { Origin } from '../model';
import type { SourceFile } from '../program/source-file';
import type { TextRange } from '../source-text';

/** Turns ranges of files into places of a model, and keeps the list of files that the places speak of. */
export class Origins {
  private readonly indices = new Map<string, number>();

  /** `first` becomes file 0. */
  constructor(
    private readonly files: ReadonlyMap<string, SourceFile>,
    first: string,
  ) {
    this.indices.set(first, 0);
  }

  get uris(): readonly string[] {
    return [...this.indices.keys()];
  }

  of(uri: string, range: TextRange): Origin {
    let file = this.indices.get(uri);
    if (file === undefined) {
      file = this.indices.size;
      this.indices.set(uri, file);
    }
    const source = this.files.get(uri)?.source;
    const { line, column } = source?.positionAt(range.start) ?? { line: 0, column: 0 };
    // A model outlives the text it was made from, and speaks of the file as it is on a disk.
    const start = source?.indexOf(range.start) ?? range.start;
    return { file, line, column, start, end: source?.indexOf(range.end) ?? range.end };
  }

  /** The text of a range, with every run of white space as one space. */
  text(uri: string, range: TextRange): string {
    return this.raw(uri, range).replace(/\s+/g, ' ').trim();
  }

  protected raw(uri: string, range: TextRange): string {
    return this.files.get(uri)?.source.slice(range) ?? '';
  }
}

/** For checks, which say where something is by its range and quote the text as it stands: nothing is looked up. */
export class RawOrigins extends Origins {
  override of(_uri: string, range: TextRange): Origin {
    return { file: 0, line: 0, column: 0, start: range.start, end: range.end };
  }

  override text(uri: string, range: TextRange): string {
    return this.raw(uri, range);
  }
}
