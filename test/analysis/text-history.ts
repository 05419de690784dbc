import * as fc from 'fast-check';
import type { CheckedHistory } from '../../server/src/analysis/consistency/checked-history';
import { historyFromRows, type OperationRow } from '../../server/src/analysis/consistency/history-from-rows';

const PIECES = ['', 'a', 'b', 'ab'] as const;
const TEXTS = ['', 'a', 'b', 'ab', 'aa', 'ba', 'bb', 'aba', 'aab'] as const;

/** Small histories of one key that is put, got and appended to; half of the texts could come about. */
export function arbitraryTextHistory(maxLength: number, sessions: number): fc.Arbitrary<CheckedHistory> {
  const draft = fc.record({
    session: fc.nat(sessions - 1),
    kind: fc.constantFrom('read', 'read', 'append', 'append', 'write', 'cas'),
    gap: fc.nat(4),
    length: fc.nat(6),
    fate: fc.nat(5),
    piece: fc.nat(PIECES.length - 1),
    text: fc.nat(TEXTS.length - 1),
  });
  return fc.array(draft, { maxLength }).map((drafts) => {
    const clocks = new Map<number, number>();
    const rows = drafts.map(({ session, kind, gap, length, fate, piece, text }): OperationRow => {
      const invokedAt = (clocks.get(session) ?? session) + gap;
      const completedAt = invokedAt + length;
      clocks.set(session, completedAt + 1);
      const base = { session, invokedAt, completedAt };
      if (kind === 'read') return { ...base, kind, output: text, outcome: 'ok' };
      const outcome = fate === 0 ? 'info' : 'ok';
      if (kind !== 'cas') return { ...base, kind: kind as 'append' | 'write', input: piece, outcome };
      return { ...base, kind, expected: text, input: piece, outcome: fate === 1 ? 'mismatch' : outcome };
    });
    return historyFromRows('text', rows, { texts: TEXTS });
  });
}

/** The text of a value of such a history. */
export function textOf(value: number): string {
  return TEXTS[value] ?? '';
}
