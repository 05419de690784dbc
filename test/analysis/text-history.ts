import * as fc from 'fast-check';
import { Action, type CheckedHistory } from '../../server/src/analysis/consistency/checked-history';
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

function textOf(value: number): string {
  return TEXTS[value] ?? '';
}

/** Every order of the operations, with the text that it makes. */
export function someOrderExplains(
  history: CheckedHistory,
  placed: ReadonlySet<number> = new Set(),
  text = '',
): boolean {
  const left = Array.from({ length: history.length }, (_, row) => row).filter((row) => !placed.has(row));
  if (left.every((row) => history.completedAt[row] === Infinity)) return true;
  return left.some((row) => {
    const invoked = history.invokedAt[row] as number;
    if (left.some((other) => (history.completedAt[other] as number) < invoked)) return false;
    const next = after(history, row, text);
    return next !== undefined && someOrderExplains(history, new Set([...placed, row]), next);
  });
}

function after(history: CheckedHistory, row: number, text: string): string | undefined {
  const input = textOf(history.input[row] as number);
  const expected = textOf(history.expected[row] as number);
  switch (history.action[row]) {
    case Action.Write:
      return input;
    case Action.Append:
      return text + input;
    case Action.Cas:
      return text === expected ? input : undefined;
    case Action.CasMiss:
      return text === expected ? undefined : text;
    default:
      return text === textOf(history.output[row] as number) ? text : undefined;
  }
}
