import type { PolicyModel } from '../language/model';
import { familyOf } from './protocols/registry';

/** How the clients of a store keep to a replica: to one for all, to one for reads and one for writes, or to none for reads. */
export type ClientConnection = 'one' | 'apart' | 'reads-spread';

export function clientConnection(policy: PolicyModel): ClientConnection {
  const family = familyOf(policy);
  if (family?.oneConnection === true) return 'one';
  return family?.readsSpread?.(policy) === true ? 'reads-spread' : 'apart';
}
