import type { CancellationToken, Connection, ResponseError } from 'vscode-languageserver';
import type { RunWorkerOptions } from '../campaigns';
import type { Documentation } from './documentation';
import type { Documents } from './documents';
import type { FileAccess } from './file-access';
import { guarded } from './guard';
import type { Programs } from './programs';
import type { LastResults } from './runs/last-results';
import type { PendingExplanations } from './runs/pending-explanations';
import type { RunQueue } from './runs/run-queue';
import type { Snapshot } from './snapshot';
import { uriKey } from './uris';

/** What the machine gives the server: Node's here, a browser's elsewhere. */
export interface ServerHost {
  readonly files: FileAccess;
  readonly workers: RunWorkerOptions;
  readonly documentation: Documentation;
}

/** What a client can do, and where it works; known once it has said so. */
export interface ClientTraits {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  readonly snippets: boolean;
  readonly links: boolean;
  readonly watchesFiles: boolean;
  readonly changesFolders: boolean;
  readonly runsCommands: boolean;
  readonly folders: readonly string[];
}

/** Everything that requests are answered from. */
export class Session {
  constructor(
    readonly connection: Connection,
    readonly host: ServerHost,
    readonly documents: Documents,
    readonly programs: Programs,
    readonly results: LastResults,
    readonly unexplained: PendingExplanations,
    readonly queue: RunQueue,
    readonly traits: () => ClientTraits,
  ) {}

  /** Answers a request about a document from its snapshot, guarded; `empty` where there is no such document. */
  about<T>(
    feature: string,
    uri: string,
    token: CancellationToken,
    empty: T,
    compute: (snapshot: Snapshot) => T,
  ): T | ResponseError<void> {
    return guarded(feature, token, this.logCrash, empty, () => {
      const snapshot = this.programs.get(uri);
      return snapshot === undefined ? empty : compute(snapshot);
    });
  }

  /** Programs of other models, open or in the workspace, that have a file in common with this one, and so names. */
  others({ uri, sources }: Snapshot): readonly Snapshot[] {
    const own = uriKey(uri);
    return this.allModels()
      .filter((snapshot) => uriKey(snapshot.uri) !== own)
      .filter((snapshot) => sources.some((source) => snapshot.sourceOf(source.uri) !== undefined));
  }

  /** Programs of all models that are open or lie in the workspace. */
  allModels(): readonly Snapshot[] {
    return this.modelUris()
      .map((uri) => this.programs.get(uri))
      .filter((snapshot) => snapshot !== undefined);
  }

  /** Addresses of all models that are open or lie in the workspace, each once. */
  modelUris(): readonly string[] {
    const all = [...this.documents.openUris(), ...this.host.files.listModels(this.traits().folders)];
    return [...new Map(all.map((uri): [string, string] => [uriKey(uri), uri]).reverse()).values()];
  }

  readonly logCrash = (feature: string, failure: unknown): void => {
    const detail = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    this.connection.console.error(`${feature} failed, and answered nothing: ${detail}`);
  };
}
