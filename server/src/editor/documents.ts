import { TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Connection, Disposable } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { LoadResult, SourceLoader } from '../language/program';
import type { FileAccess } from './file-access';
import { resolvePath, uriKey } from './uris';

/** A text as it stands now, with a mark that changes whenever the text may have. */
export interface CurrentText {
  readonly uri: string;
  readonly text: string;
  readonly stamp: string;
}

/**
 * What the editor has open, and the files under it. An open document always wins over the file, so that an unsaved
 * edit is seen by every model that imports it.
 */
export class Documents {
  private readonly open = new TextDocuments(TextDocument);
  /** Counts the news about files on disk; a file keeps its text until there is some. */
  private readonly files = new Map<string, LoadResult>();
  private fileNews = 0;
  /** Of each open document, which opening it is: each of them counts its versions from the beginning. */
  private readonly openings = new Map<string, number>();
  private lastOpening = 0;
  private readonly changed = new Set<(uri: string) => void>();

  static readonly syncKind = TextDocumentSyncKind.Incremental;

  constructor(private readonly access: FileAccess) {
    this.open.onDidOpen(({ document }) => {
      this.openings.set(document.uri, ++this.lastOpening);
    });
    this.open.onDidChangeContent(({ document }) => {
      this.tell(document.uri);
    });
    this.open.onDidClose(({ document }) => {
      this.files.delete(uriKey(document.uri));
      this.openings.delete(document.uri);
      this.fileNews++;
      this.tell(document.uri);
    });
  }

  /** Begins to follow what the client opens, changes and closes. */
  listen(connection: Connection): Disposable {
    return this.open.listen(connection);
  }

  /** A document was opened, edited or closed, or a file under it has changed. */
  onDidChange(listener: (uri: string) => void): void {
    this.changed.add(listener);
  }

  /** Addresses of the open documents, as the client spells them. */
  openUris(): readonly string[] {
    return this.open.keys();
  }

  isOpen(uri: string): boolean {
    return this.find(uri) !== undefined;
  }

  /** Undefined where there is neither an open document nor a file that can be read. */
  text(uri: string): CurrentText | undefined {
    const document = this.find(uri);
    if (document !== undefined) {
      return { uri: document.uri, text: document.getText(), stamp: this.stampOf(document) };
    }
    const file = this.file(uri);
    return file.kind === 'text' ? { uri, text: file.text, stamp: this.stamp(uri) } : undefined;
  }

  /** Equal stamps mean an equal text, without reading it. */
  stamp(uri: string): string {
    const document = this.find(uri);
    return document === undefined ? `f${String(this.fileNews)}` : this.stampOf(document);
  }

  /**
   * How imports find what they name.
   *
   * @param seen is told of every address that was looked for, found or not
   */
  loader(seen: (uri: string) => void): SourceLoader {
    return (path, fromUri) => {
      const uri = resolvePath(path, fromUri);
      if (uri === undefined) {
        return { kind: 'missing', uri: path, reason: 'the path is relative to a file that was never saved' };
      }
      seen(uri);
      const document = this.find(uri);
      return document === undefined ? this.file(uri) : { kind: 'text', uri: document.uri, text: document.getText() };
    };
  }

  /** A file on disk was made, changed or deleted. */
  fileHasChanged(uri: string): void {
    this.files.delete(uriKey(uri));
    this.fileNews++;
    if (!this.isOpen(uri)) this.tell(uri);
  }

  private stampOf({ uri, version }: TextDocument): string {
    return `v${String(this.openings.get(uri))}.${String(version)}`;
  }

  private file(uri: string): LoadResult {
    const key = uriKey(uri);
    const known = this.files.get(key);
    if (known !== undefined) return known;
    const read = this.access.read(uri);
    this.files.set(key, read);
    return read;
  }

  private find(uri: string): TextDocument | undefined {
    const exact = this.open.get(uri);
    if (exact !== undefined) return exact;
    const key = uriKey(uri);
    return this.open.all().find((document) => uriKey(document.uri) === key);
  }

  private tell(uri: string): void {
    for (const listener of this.changed) listener(uri);
  }
}
