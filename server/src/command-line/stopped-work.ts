import { InternalFailure, Interrupted } from './input-problem';

type Stopped =
  { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly message: string; readonly detail: string };

/** The work that was done; being cancelled or crashed ends the command. */
export function requireDone<T extends { readonly kind: 'done' }>(outcome: T | Stopped): T {
  switch (outcome.kind) {
    case 'done':
      return outcome;
    case 'cancelled':
      throw new Interrupted('interrupted');
    case 'failed':
      throw new InternalFailure(outcome.message, outcome.detail);
  }
}
