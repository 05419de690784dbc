import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import { relativePath, resolvePath, uriKey } from '../uris';
import { pathsIn } from './document-links';

/** A file, or a folder with all that is in it, that is about to have another address. */
export interface FileMove {
  readonly oldUri: string;
  readonly newUri: string;
}

/** The edits that keep every path true when files move: in those that name them, and in those that move themselves. */
export function pathEdits(snapshots: readonly Snapshot[], moves: readonly FileMove[]): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { uri, source, parsed } of snapshots) {
    const edits = pathsIn(parsed.tree).flatMap((path): TextEdit[] => {
      const target = resolvePath(path.value, uri);
      if (target === undefined || path.value === '') return [];
      if (moved(target, moves) === target && moved(uri, moves) === uri) return [];
      const newText = relativePath(moved(uri, moves), moved(target, moves));
      const inner = { start: path.range.start + 1, end: path.range.end - 1 };
      return newText === path.value ? [] : [{ range: rangeOf(source, inner), newText }];
    });
    if (edits.length > 0) changes[uri] = edits;
  }
  return { changes };
}

function moved(uri: string, moves: readonly FileMove[]): string {
  const key = uriKey(uri);
  for (const { oldUri, newUri } of moves) {
    const old = uriKey(oldUri);
    if (key === old) return newUri;
    if (key.startsWith(`${old}/`)) return newUri + uri.slice(oldUri.length);
  }
  return uri;
}
