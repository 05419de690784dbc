import { newProgramCache, openProgram } from '../language';
import type { Program } from '../language';
import type { Documents } from './documents';
import type { Snapshot } from './snapshot';
import { uriKey } from './uris';

interface Entry {
  readonly snapshot: Snapshot;
  /** Every address that the program looked at, with the stamp of its text at that moment. */
  readonly stamps: ReadonlyMap<string, string>;
}

/** Programs of other files kept beside those of open documents; the least recently used goes first. */
const MAX_KEPT = 64;

/** The program of each document, made when it is first asked for and again when a text that it is made of has changed. */
export class Programs {
  private readonly entries = new Map<string, Entry>();

  /** Files that several programs import are parsed once. */
  private readonly cache = newProgramCache();

  constructor(private readonly documents: Documents) {}

  /** The document as it stands now; undefined where there is none. */
  get(uri: string): Snapshot | undefined {
    const key = uriKey(uri);
    const known = this.entries.get(key);
    if (known !== undefined && this.isCurrent(known)) return known.snapshot;
    const text = this.documents.text(uri);
    if (text === undefined) {
      this.entries.delete(key);
      for (const kept of [this.cache.parsed, this.cache.islands]) kept.delete(uri);
      return undefined;
    }
    const entry = this.make(text.uri, text.text);
    this.entries.delete(key);
    this.entries.set(key, entry);
    this.forgetOldest();
    return entry.snapshot;
  }

  /** A word that is the same for two moments only if nothing that the program is made of has changed between them. */
  stampOf(uri: string): string {
    this.get(uri);
    const entry = this.entries.get(uriKey(uri));
    return entry === undefined ? '' : [...entry.stamps].map(([address, stamp]) => `${address}@${stamp}`).join('|');
  }

  /** Whether the program of a document was made with the text at an address. */
  dependsOn(uri: string, address: string): boolean {
    const entry = this.entries.get(uriKey(uri));
    return entry?.stamps.has(uriKey(address)) ?? false;
  }

  /** The document as it would be with something written under it; made anew each time. */
  withText(uri: string, addition: string): Snapshot | undefined {
    const text = this.documents.text(uri);
    if (text === undefined) return undefined;
    const loader = this.documents.loader(() => undefined);
    return snapshotOf(openProgram(text.uri, text.text + addition, loader));
  }

  private make(uri: string, text: string): Entry {
    const stamps = new Map([[uriKey(uri), this.documents.stamp(uri)]]);
    const loader = this.documents.loader((address) => {
      stamps.set(uriKey(address), this.documents.stamp(address));
    });
    return { snapshot: snapshotOf(openProgram(uri, text, loader, this.cache)), stamps };
  }

  private isCurrent({ stamps }: Entry): boolean {
    for (const [address, stamp] of stamps) if (this.documents.stamp(address) !== stamp) return false;
    return true;
  }

  private forgetOldest(): void {
    for (const key of this.entries.keys()) {
      if (this.entries.size <= MAX_KEPT) return;
      if (!this.documents.isOpen(key)) this.entries.delete(key);
    }
  }
}

function snapshotOf(program: Program): Snapshot {
  const { files, symbols } = program;
  const sources = new Map(files.map(({ source }) => [source.uri, source]));
  const [entry] = files;
  if (entry === undefined) throw new Error(`The program of ${program.uri} has no files.`);
  const { source, tree, lexed, syntaxProblems } = entry;
  return {
    uri: source.uri,
    source,
    parsed: { source, tree, lexed, problems: syntaxProblems },
    program,
    symbols,
    sources: files.map((file) => file.source),
    sourceOf: (uri) => sources.get(uri),
  };
}
