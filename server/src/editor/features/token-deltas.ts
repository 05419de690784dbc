import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { uriKey } from '../uris';

/** The tokens that a client holds of each document, so that after an edit it is sent only what changed. */
export class TokenDeltas {
  private readonly held = new Map<string, { readonly id: string; readonly data: readonly number[] }>();
  private nextId = 1;

  /** All tokens, with a name by which the client may ask for what has changed since. */
  full(uri: string, { data }: SemanticTokens): SemanticTokens {
    const id = String(this.nextId++);
    this.held.set(uriKey(uri), { id, data });
    return { resultId: id, data };
  }

  /** What has changed since an answer, or all of them where that answer is not remembered. */
  since(uri: string, previousId: string, tokens: SemanticTokens): SemanticTokens | SemanticTokensDelta {
    const before = this.held.get(uriKey(uri));
    const now = this.full(uri, tokens);
    if (before === undefined || before.id !== previousId) return now;
    return {
      ...(now.resultId === undefined ? {} : { resultId: now.resultId }),
      edits: editsBetween(before.data, now.data),
    };
  }

  forget(uri: string): void {
    this.held.delete(uriKey(uri));
  }
}

/** One edit: what lies between the longest equal beginning and the longest equal end. */
function editsBetween(before: readonly number[], now: readonly number[]): SemanticTokensDelta['edits'] {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before[start] === now[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === now[now.length - 1 - end]) end++;
  const deleteCount = before.length - start - end;
  const data = now.slice(start, now.length - end);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}
