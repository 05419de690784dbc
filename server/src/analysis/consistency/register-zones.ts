import { Action, contradiction, PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { blocksOf, type Blocks } from './register-blocks';
import type { ReadsFrom } from './reads-from';
import { conflictSentence } from './zone-conflict-text';

/**
 * Linearizability of one register whose written values are unique, in O(n log n).
 *
 * Gibbons and Korach, *Testing Shared Memories* (SIAM J. Comput. 26, 1997), section 4: with unique values the reads of a
 * value must directly follow its write, so that each write forms a cluster with its reads. Between its first response
 * `f` and its last invocation `s` the cluster's value must be the current one. Where f < s the zone [f, s] is a forward
 * zone; where s <= f it is a backward zone, and some instant in [s, f] suffices. The history is linearizable if and
 * only if no read ends before its write begins, no two forward zones overlap, and no backward zone lies inside a
 * forward one. In short: two clusters contradict each other if f1 < s2 and f2 < s1.
 *
 * A cas glues the cluster of the value it expects to its own (see `register-blocks.ts`), and the same rule then holds
 * between blocks of clusters. An indeterminate write ends at infinity; one that nobody observed is left out, for it may
 * never have happened. The initial value is a cluster that was written before the history began.
 */
export function checkRegisterZones(history: CheckedHistory, rows: Int32Array, from: ReadsFrom): CheckResult {
  const blocks = blocksOf(history, rows, from);
  if (blocks.kind === 'contradiction') return blocks.result;
  const forward = forwardBlocks(blocks.blocks);
  const { first, last } = blocks.blocks;
  for (let i = 1; i < forward.length; i++) {
    const earlier = forward[i - 1] as number;
    const later = forward[i] as number;
    // Sorted by first response and disjoint up to here, so that comparing neighbours is enough.
    if ((first[later] as number) < (last[earlier] as number))
      return conflict(history, from, blocks.blocks, earlier, later);
  }
  const starts = Float64Array.from(forward, (block) => first[block] as number);
  for (let block = 0; block < blocks.blocks.count; block++) {
    if ((first[block] as number) < (last[block] as number)) continue;
    const around = lastBelow(starts, last[block] as number);
    if (around < 0) continue;
    const outer = forward[around] as number;
    if ((first[block] as number) < (last[outer] as number)) return conflict(history, from, blocks.blocks, outer, block);
  }
  return PASS;
}

/** True where the algorithm applies: values are unique and no cas merely says which value it did not find. */
export function zonesApply(history: CheckedHistory, rows: Int32Array): boolean {
  for (let i = 0; i < rows.length; i++) {
    const action = history.action[rows[i] as number];
    if (action === Action.CasMiss || action === Action.Observe) return false;
  }
  return true;
}

function forwardBlocks({ first, last, count }: Blocks): Int32Array {
  const forward = new Int32Array(count);
  let length = 0;
  for (let block = 0; block < count; block++)
    if ((first[block] as number) < (last[block] as number)) forward[length++] = block;
  return forward.subarray(0, length).sort((a, b) => (first[a] as number) - (first[b] as number));
}

/** Index of the last element below the limit, or -1. */
function lastBelow(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Says a conflict with as few operations as will do: one operation on the inner value is often enough. */
function conflict(history: CheckedHistory, from: ReadsFrom, blocks: Blocks, outer: number, inner: number): CheckResult {
  const ends = blocks.first[outer] as number;
  const begins = blocks.last[outer] as number;
  const between = (row: number): boolean =>
    row >= 0 && ends < (history.invokedAt[row] as number) && (history.completedAt[row] as number) < begins;
  const innerFirst = blocks.firstRow[inner] as number;
  const innerLast = blocks.lastRow[inner] as number;
  const single = [innerFirst, innerLast].flatMap((row) => [sourceOf(from, row), row]).find(between);
  const zones = {
    outerFirst: blocks.firstRow[outer] as number,
    outerLast: blocks.lastRow[outer] as number,
    innerFirst: single ?? innerFirst,
    innerLast: single ?? innerLast,
  };
  return contradiction(Object.values(zones), conflictSentence(history, zones));
}

function sourceOf(from: ReadsFrom, row: number): number {
  return row < 0 ? -1 : (from.source[row] as number);
}
