import type { Command } from '../../environment/command';
import { garble, Message } from '../../environment/message';
import { FailureReason } from '../../run';
import type { Snapshot } from '../state-machine';

/** Message types, in the order of `VOTING_MESSAGES`. */
export const VotingType = {
  Execute: 0,
  Result: 1,
  /** From a client: the others agree on another answer than yours. */
  Outvoted: 2,
  FetchState: 3,
  State: 4,
} as const;
export type VotingType = (typeof VotingType)[keyof typeof VotingType];

export const VOTING_MESSAGES = ['Execute', 'Result', 'Outvoted', 'FetchState', 'State'] as const;

/** All messages of the family; the comments say which types use a field. */
export class VotingMessage extends Message {
  /** `Execute`. */
  command: Command | undefined = undefined;
  /** `Result`: of which operation, and what it came to. */
  operation = 0;
  reason: FailureReason = FailureReason.None;
  output = NaN;
  observation: readonly number[] | undefined = undefined;
  /** All but `Outvoted`: number of the question, and which one this answers. */
  round = 0;
  /** `State`. */
  state: Snapshot | undefined = undefined;

  override garbled(): VotingMessage | undefined {
    const copy = new VotingMessage();
    copy.type = this.type;
    copy.from = this.from;
    copy.values = this.values;
    copy.toStore = this.toStore;
    copy.operation = this.operation;
    copy.reason = this.reason;
    copy.round = this.round;
    switch (this.type as VotingType) {
      case VotingType.Execute:
        copy.command = this.command?.garbled();
        return copy.command && copy;
      case VotingType.Result:
        if (!(this.output >= 0) && this.observation === undefined) return undefined;
        copy.output = garble(this.output);
        copy.observation = this.observation?.map(garble);
        return copy;
      case VotingType.State:
        copy.state = this.state && garbledState(this.state);
        return copy;
      case VotingType.Outvoted:
      case VotingType.FetchState:
        return undefined;
    }
  }
}

function garbledState(state: Snapshot): Snapshot {
  return { ...state, values: new Map([...state.values].map(([key, list]) => [key, list.map(garble)])) };
}
