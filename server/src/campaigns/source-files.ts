import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDecoder } from 'node:util';
import { MAX_FILE_LENGTH } from '../language/limits';
import type { LoadResult, SourceLoader } from '../language/program';

/**
 * Model files on disk. It is the one place that reads them, for the command line and for the language server alike,
 * and stands in the first room that may know Node.
 */

/** Why a file could not be read, as the end of a sentence. */
export type SourceReading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' | 'unreadable' | 'too-large'; readonly reason: string };

/** `limit` in UTF-16 units; a model has the language's, a recorded history may be far longer. */
export function readSourceFile(path: string, limit: number = MAX_FILE_LENGTH): SourceReading {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return { kind: 'unreadable', reason: 'it is a folder, not a file' };
    // A UTF-8 text has no fewer bytes than UTF-16 units, so this also keeps a huge file from being read at all.
    if (stats.size > limit * MAX_BYTES_PER_UNIT) return tooLarge(limit);
    return decodeSource(readFileSync(path), limit);
  } catch (error) {
    return refusal(error);
  }
}

/** The text of a model from its bytes, without a byte-order mark. */
export function decodeSource(bytes: Uint8Array, limit: number = MAX_FILE_LENGTH): SourceReading {
  if (bytes.includes(0)) return { kind: 'unreadable', reason: 'it is not a text file' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.length > limit ? tooLarge(limit) : { kind: 'text', text };
  } catch {
    return { kind: 'unreadable', reason: 'it is not UTF-8 text' };
  }
}

/**
 * Finds imports relative to the file that names them. Files go by plain paths (the command line) or `file:` URIs (the
 * editor), and what is found goes by the same kind of name. `opened` answers for files whose text is not that on disk.
 */
export function fileLoader(opened: (uri: string) => string | undefined = () => undefined): SourceLoader {
  return (path, fromUri): LoadResult => {
    const uri = resolveSource(path, fromUri);
    const text = opened(uri);
    if (text !== undefined) return { kind: 'text', uri, text };
    const reading = readSourceFile(uri.startsWith(FILE_SCHEME) ? fileURLToPath(uri) : uri);
    return { ...reading, uri };
  };
}

const FILE_SCHEME = 'file:';

/** One UTF-16 unit takes at most three bytes of UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

function resolveSource(path: string, fromUri: string): string {
  if (fromUri.startsWith(FILE_SCHEME)) {
    return isAbsolute(path) ? pathToFileURL(path).href : new URL(encodeURI(path), fromUri).href;
  }
  return isAbsolute(path) ? normalize(path) : normalize(join(dirname(fromUri), path));
}

function tooLarge(limit: number): SourceReading {
  return { kind: 'too-large', reason: `it is larger than ${limit / 1_000_000} million characters` };
}

function refusal(error: unknown): SourceReading {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'missing', reason: 'there is no such file' };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'unreadable', reason: 'it may not be read' };
    case 'ELOOP':
      return { kind: 'unreadable', reason: 'its links go round in a circle' };
    default:
      return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}
