import type { LoadResult } from '../language/program';

/** What the server can see of files that no editor has open. Every host has its own: a disk, or the client's files. */
export interface FileAccess {
  /** Reads a file now; the language asks in the middle of checking and cannot wait. */
  read(uri: string): LoadResult;
  /** The models under these folders, at most as many as are worth looking through. */
  listModels(folders: readonly string[]): readonly string[];
}
