import type { Command } from '../../environment/command';
import { garble, Message } from '../../environment/message';
import { FailureReason } from '../../run';
import { garbledState, type Snapshot } from '../state-machine';

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
    return this.withValues(garble);
  }

  /** A copy with other client values; undefined where it carries none. */
  withValues(other: (value: number) => number): VotingMessage | undefined {
    const copy = this.twin();
    switch (this.type as VotingType) {
      case VotingType.Execute:
        copy.command = this.command?.garbled();
        return copy.command && copy;
      case VotingType.Result:
        if (!(this.output >= 0) && this.observation === undefined) return undefined;
        copy.output = other(this.output);
        copy.observation = this.observation?.map(other);
        return copy;
      case VotingType.State:
        copy.state = this.state && garbledState(this.state, other);
        return copy;
      case VotingType.Outvoted:
      case VotingType.FetchState:
        return undefined;
    }
  }

  /** A failure where there was success, and the other way round. */
  denied(): VotingMessage | undefined {
    if (this.type !== VotingType.Result) return undefined;
    const copy = this.twin();
    copy.reason = this.reason === FailureReason.None ? FailureReason.ServerError : FailureReason.None;
    return copy;
  }
}
