/**
 * A smallest part of `all` that still fails, in the sense that it fails and that no single element can be left out of
 * it: the algorithm ddmin (Zeller and Hildebrandt, *Simplifying and Isolating Failure-Inducing Input*, TSE 2002,
 * section 3.3). `all` itself must fail and nothing must not. `fails` may answer undefined when it will not run any more;
 * then the smallest part found so far is the answer, and `complete` is false.
 */
export function minimalSet<T>(
  all: readonly T[],
  fails: (part: readonly T[]) => boolean | undefined,
): { readonly set: readonly T[]; readonly complete: boolean } {
  let set = all;
  let parts = 2;
  while (set.length >= 2) {
    const chunks = split(set, parts);
    const complements = parts === 2 ? [] : chunks.map((_, i) => chunks.filter((_, j) => j !== i).flat());
    const reduced = firstFailing([...chunks, ...complements], fails);
    if (reduced === undefined) return { set, complete: false };
    if (reduced !== null) {
      parts = reduced.index < chunks.length ? 2 : Math.max(parts - 1, 2);
      set = reduced.part;
    } else if (parts >= set.length) break;
    else parts = Math.min(set.length, 2 * parts);
  }
  return { set, complete: true };
}

/** Null: none fails; undefined: nobody knows. */
function firstFailing<T>(
  candidates: readonly (readonly T[])[],
  fails: (part: readonly T[]) => boolean | undefined,
): { readonly part: readonly T[]; readonly index: number } | null | undefined {
  for (const [index, part] of candidates.entries()) {
    const failed = fails(part);
    if (failed === undefined) return undefined;
    if (failed) return { part, index };
  }
  return null;
}

function split<T>(set: readonly T[], parts: number): readonly (readonly T[])[] {
  return Array.from({ length: parts }, (_, i) =>
    set.slice(Math.floor((i * set.length) / parts), Math.floor(((i + 1) * set.length) / parts)),
  );
}
