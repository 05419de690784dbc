import type { SourceText } from '../../language/source-text';
import type { Snapshot } from '../snapshot';
import type { TextDigest } from '../wire';

/** The texts that a run is made of, each told from any other of its file by a few letters that outlive the server. */
export function textDigests({ sources }: Snapshot): readonly TextDigest[] {
  return sources.map((source) => ({ uri: source.uri, digest: digestOf(source) }));
}

const known = new WeakMap<SourceText, string>();

function digestOf(source: SourceText): string {
  const digest = known.get(source) ?? computed(source.text);
  known.set(source, digest);
  return digest;
}

/** Offset basis and prime of the 32-bit FNV-1a hash (Fowler, Noll, Vo); the second lane begins elsewhere. */
const BASES: readonly [number, number] = [0x811c9dc5, 0x050c5d1f];
const PRIME = 0x01000193;

function computed(text: string): string {
  let [first, second] = BASES;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    first = Math.imul(first ^ code, PRIME);
    second = Math.imul(second ^ code ^ (second >>> 15), PRIME);
  }
  return [text.length, first >>> 0, second >>> 0].map((part) => part.toString(36)).join('-');
}
