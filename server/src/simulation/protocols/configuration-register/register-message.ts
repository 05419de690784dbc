import { Message } from '../../environment/message';

/** The register's message types; a family that uses it numbers its own from `REGISTER_MESSAGES.length` on. */
export const RegisterType = { Prepare: 0, Promise: 1, Accept: 2, Accepted: 3, Superseded: 4 } as const;

export const REGISTER_MESSAGES = ['Prepare', 'Promise', 'Accept', 'Accepted', 'Superseded'] as const;

/** What the register holds: a value that says, among other things, who votes on the next one. Immutable. */
export interface Configuration {
  readonly voters: readonly number[];
}

/** A value with its place in the order of all values. */
export interface Version<C extends Configuration> {
  /** Ballot that it was proposed in. */
  readonly ballot: number;
  /** Number of the value: chosen values have distinct, growing numbers. */
  readonly number: number;
  readonly value: C;
}

/** Base of a family's message class. */
export abstract class RegisterMessage<C extends Configuration> extends Message {
  /** `Prepare`, `Promise`: the ballot. `Superseded`: the higher ballot that has been promised. */
  ballot = 0;
  /** `Promise`: what was accepted last. `Accept`, `Accepted`: what is proposed. Families: what is chosen. */
  version: Version<C> | undefined = undefined;
}
