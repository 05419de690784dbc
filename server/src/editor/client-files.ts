import type { Connection } from 'vscode-languageserver';
import { MAX_FILE_LENGTH } from '../language/limits';
import type { LoadResult } from '../language/program';
import type { FileAccess } from './file-access';
import { uriKey } from './uris';
import { readFileRequest, receiveReadFileAnswer } from './wire';
import type { DocumentQuery } from './wire';

/**
 * Files that only the client can see, as in a virtual workspace. The language cannot wait for one: it is told that the
 * file is not there yet, and `onArrival` says when to ask again.
 */
export class ClientFiles implements FileAccess {
  private readonly arrived = new Map<string, LoadResult>();
  private readonly asked = new Set<string>();

  constructor(
    private readonly disk: FileAccess,
    private readonly connection: Connection,
    private readonly onArrival: (uri: string) => void,
  ) {}

  read(uri: string): LoadResult {
    if (uri.startsWith('file:')) return this.disk.read(uri);
    const key = uriKey(uri);
    const known = this.arrived.get(key);
    if (known !== undefined) {
      // Asked for once more, the file may have changed.
      this.arrived.delete(key);
      this.asked.delete(key);
      return known;
    }
    void this.ask(uri);
    return { kind: 'missing', uri, reason: 'it is being read' };
  }

  listModels(folders: readonly string[]): readonly string[] {
    return this.disk.listModels(folders);
  }

  private async ask(uri: string): Promise<void> {
    const key = uriKey(uri);
    if (this.asked.has(key)) return;
    this.asked.add(key);
    this.arrived.set(key, await this.answer(uri));
    this.onArrival(uri);
  }

  private async answer(uri: string): Promise<LoadResult> {
    const query: DocumentQuery = { uri };
    try {
      const received = receiveReadFileAnswer(await this.connection.sendRequest<unknown>(readFileRequest, query));
      if (!received.ok) return { kind: 'unreadable', uri, reason: received.problem };
      const { value } = received;
      if (value.kind !== 'text') return { ...value, uri };
      if (value.text.length <= MAX_FILE_LENGTH) return { kind: 'text', uri, text: value.text };
      return { kind: 'too-large', uri, reason: `it has ${String(value.text.length)} characters` };
    } catch (failure) {
      return { kind: 'unreadable', uri, reason: failure instanceof Error ? failure.message : String(failure) };
    }
  }
}
