/**
 * Two spellings of one address, as in `file:///c%3A/a.ftm` and `file:///C:/a.ftm`, have the same key. Editors encode
 * differently from one another and from Node; maps of documents use keys, messages use the spelling they came with.
 */
export function uriKey(uri: string): string {
  const decoded = decode(uri);
  const drive = /^file:\/\/\/[A-Za-z]:/.exec(decoded);
  return drive === null ? decoded : drive[0].toLowerCase() + decoded.slice(drive[0].length);
}

/**
 * The address of a path as a model writes it, seen from the model's own address; undefined where there is nothing to
 * be relative to, as in a document that was never saved.
 */
export function resolvePath(path: string, fromUri: string): string | undefined {
  const encoded = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  try {
    return new URL(encoded, fromUri).href;
  } catch {
    return undefined;
  }
}

/** The path that leads from one document to another, as an import writes it. */
export function relativePath(fromUri: string, toUri: string): string {
  const from = decode(fromUri).split('/').slice(0, -1);
  const to = decode(toUri).split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

/** The last segment, for people. */
export function baseName(uri: string): string {
  return decode(uri).split('/').at(-1) ?? uri;
}

function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
