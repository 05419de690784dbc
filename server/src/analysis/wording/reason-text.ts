import { FailureReason, type History } from '../../simulation';
import { countText } from './number-text';

/** What became of operations that were not answered: `7 timed out, 3 found nobody listening`. */
export function reasonsText(history: History, operations: readonly number[]): string {
  const counts = new Map<string, number>();
  for (const id of operations) {
    const text = reasonText(history.reason[id] as FailureReason);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([text, count]) => `${countText(count)} ${text}`)
    .join(', ');
}

function reasonText(reason: FailureReason): string {
  switch (reason) {
    case FailureReason.None:
      return 'failed';
    case FailureReason.Timeout:
      return 'timed out';
    case FailureReason.ConnectionRefused:
      return 'found nobody listening';
    case FailureReason.NotLeader:
      return 'found no leader';
    case FailureReason.NoQuorum:
      return 'found no quorum';
    case FailureReason.CasMismatch:
      return 'found another value';
    case FailureReason.DiskFull:
      return 'met a full disk';
    case FailureReason.Overloaded:
      return 'met an overloaded node';
    case FailureReason.Corrupt:
      return 'met a damaged record';
    case FailureReason.Recovering:
      return 'met a recovering node';
    case FailureReason.EndOfRun:
      return 'were still open at the end of the run';
    case FailureReason.Fenced:
      return 'were fenced off';
    case FailureReason.ServerError:
      return 'were answered with an error';
    case FailureReason.CircuitOpen:
      return 'met an open circuit breaker';
    case FailureReason.BulkheadFull:
      return 'met a full bulkhead';
    case FailureReason.NoInstance:
      return 'found no instance ready';
    case FailureReason.ConnectionReset:
      return 'lost the process that served them';
  }
}
