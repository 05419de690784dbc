import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';

/** Where a crash of one feature is written down; the editor goes on with an empty answer. */
export type CrashLog = (feature: string, failure: unknown) => void;

/**
 * Runs one feature for one request. A request that the client has taken back is not computed, and an error in the
 * feature costs the answer of this request and nothing else: an editor that forgets its diagnostics, or a server that
 * dies, because hover has a bug, is worse than no hover.
 */
export function guarded<T>(
  feature: string,
  token: CancellationToken,
  log: CrashLog,
  empty: T,
  compute: () => T,
): T | ResponseError<void> {
  if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  try {
    return compute();
  } catch (failure) {
    // A refusal is an answer: it has been worded for the user.
    if (failure instanceof ResponseError) return failure as ResponseError<void>;
    log(feature, failure);
    return empty;
  }
}
