import { FailureReason } from '../../run';
import type { Liar, LiarKnowledge } from '../protocol';
import type { VotingPolicy } from '../../../language/model';
import { VotingMessage, VotingType } from './message';

/** A replica that garbles what was read, denies what was written, and offers a false state to those who ask for one. */
export class VotingLiar implements Liar<VotingMessage> {
  constructor(private readonly knowledge: LiarKnowledge<VotingPolicy>) {}

  told(m: VotingMessage, to: number): readonly VotingMessage[] {
    const { behaviour, hearsOtherStory } = this.knowledge;
    if (behaviour === 'equivocate' && !hearsOtherStory(to)) return [m];
    return [m.garbled() ?? denied(m) ?? m];
  }
}

function denied(m: VotingMessage): VotingMessage | undefined {
  if (m.type !== VotingType.Result) return undefined;
  const copy = new VotingMessage();
  copy.type = m.type;
  copy.values = m.values;
  copy.operation = m.operation;
  copy.round = m.round;
  copy.output = m.output;
  copy.observation = m.observation;
  // A cas that failed is said to have been done, a write that was done to have failed.
  copy.reason = m.reason === FailureReason.None ? FailureReason.DiskFull : FailureReason.None;
  return copy;
}
