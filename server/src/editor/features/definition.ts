import type { Location, LocationLink, Position } from 'vscode-languageserver';
import { offsetAt, rangeOf, touches } from '../positions';
import type { Snapshot } from '../snapshot';
import { resolvePath } from '../uris';
import { pathsIn } from './document-links';
import { occurrenceAt } from './occurrences';

/** Where the name at a place is declared; of a path, the file that it leads to. */
export function definition(snapshot: Snapshot, position: Position): LocationLink[] {
  const { source, symbols } = snapshot;
  const offset = offsetAt(source, position);
  const origin = occurrenceAt(snapshot, offset);
  if (origin === undefined) return fileAt(snapshot, offset);
  return symbols.symbolsAt(source.uri, offset).flatMap((symbol) => {
    const target = snapshot.sourceOf(symbol.uri);
    if (target === undefined) return [];
    return [
      {
        originSelectionRange: rangeOf(source, origin),
        targetUri: symbol.uri,
        targetRange: rangeOf(target, symbol.fullRange),
        targetSelectionRange: rangeOf(target, symbol.nameRange),
      },
    ];
  });
}

/** The same for clients that know no links. */
export function plainDefinition(snapshot: Snapshot, position: Position): Location[] {
  return definition(snapshot, position).map(({ targetUri, targetSelectionRange }) => ({
    uri: targetUri,
    range: targetSelectionRange,
  }));
}

function fileAt({ source, parsed }: Snapshot, offset: number): LocationLink[] {
  const path = pathsIn(parsed.tree).find(({ range }) => touches(range, offset));
  const target = path === undefined ? undefined : resolvePath(path.value, source.uri);
  if (path === undefined || target === undefined) return [];
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return [
    {
      originSelectionRange: rangeOf(source, path.range),
      targetUri: target,
      targetRange: top,
      targetSelectionRange: top,
    },
  ];
}
