import type { PolicyModel, StoreModel } from '../../language/model';
import type { MessagePool, Message } from '../environment/message';
import type { AnyFamily } from './protocol';

/** One shard of a store: what everybody may know about it, because it is configuration. */
export interface Group {
  /** Number of the group in the run. */
  readonly id: number;
  readonly storeIndex: number;
  readonly store: StoreModel;
  readonly shard: number;
  readonly family: AnyFamily;
  readonly pool: MessagePool<Message>;
  /** Index of the family's first message name in the trace. */
  readonly names: number;
  /** Places of the replicas, preferred leader first; changed only by an operator. */
  members: readonly number[];
  /** How often an operator has changed the members. */
  configuration: number;
  /** Where the members have seats (`Family.hasSeats`): who may take one over, the first that is up. */
  spares: readonly number[];
  /** The policy in force; changed only by an operator. */
  policy: PolicyModel;
}
