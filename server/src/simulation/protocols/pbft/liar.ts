import type { PbftPolicy } from '../../../language/model';
import { garble } from '../../environment/message';
import { FailureReason } from '../../run';
import type { Liar, LiarKnowledge } from '../protocol';
import { garbledState } from '../state-machine';
import { NO_CERTIFICATES, PbftType, type Answer, type CheckpointState, type PbftMessage } from './message';
import { OtherStory } from './other-story';

/**
 * A Byzantine replica of PBFT. Its own votes, digests, answers and proposals may be anything; requests carry their
 * client's authenticator and certificates those of others, so it can reorder or withhold them but not invent any.
 */
export class PbftLiar implements Liar<PbftMessage> {
  private readonly story: OtherStory;

  constructor(private readonly knowledge: LiarKnowledge<PbftPolicy>) {
    this.story = new OtherStory(knowledge.dataType);
  }

  told(m: PbftMessage, to: number): readonly PbftMessage[] {
    if (this.knowledge.behaviour === 'lie') return this.lie(m);
    // The story is followed whoever listens.
    if (m.type === PbftType.PrePrepare) this.story.hear(m.sequence, m.command);
    return this.knowledge.hearsOtherStory(to) ? this.otherStory(m) : [m];
  }

  /** Something false for everybody; what a correct replica can check is as good as silence. */
  private lie(m: PbftMessage): readonly PbftMessage[] {
    const copy = m.copy();
    switch (m.type as PbftType) {
      case PbftType.PrePrepare:
      case PbftType.Prepare:
      case PbftType.Commit:
      case PbftType.Checkpoint:
        copy.digest = ~m.digest;
        return [copy];
      case PbftType.Reply:
        copy.answer = m.answer && falseAnswer(m.answer);
        return [copy];
      case PbftType.ViewChange:
        // "Nothing has prepared here": nobody can tell, and committed requests must survive it.
        copy.certificates = NO_CERTIFICATES;
        return [copy];
      case PbftType.NewView:
        copy.proposals = m.proposals.map(({ sequence }) => ({ sequence, command: undefined }));
        return [copy];
      case PbftType.StateData:
        copy.checkpoint = m.checkpoint && falseState(m.checkpoint);
        return [copy];
      case PbftType.Committed:
        // "Nothing was decided here": the null request is what anybody may claim.
        copy.command = undefined;
        copy.digest = 0;
        return [copy];
      case PbftType.Request:
        return [];
      case PbftType.Status:
      case PbftType.FetchState:
        return [m];
    }
  }

  private otherStory(m: PbftMessage): readonly PbftMessage[] {
    switch (m.type as PbftType) {
      case PbftType.PrePrepare:
        return this.story.places(m.sequence).flatMap((sequence) => this.proposal(m, sequence));
      case PbftType.Commit: {
        // As a backup it has no story of its own; it contradicts the primary's.
        const told = this.story.digestAt(m.sequence);
        const copy = m.copy();
        copy.digest = told ?? ~m.digest;
        return told === undefined && this.story.isHeard(m.sequence) ? [] : [copy];
      }
      case PbftType.Committed: {
        const copy = m.copy();
        copy.command = this.story.commandAt(m.sequence) ?? m.command;
        copy.digest = this.story.digestAt(m.sequence) ?? m.digest;
        return [copy];
      }
      case PbftType.Reply: {
        const copy = m.copy();
        copy.answer = m.answer && (this.story.answer(m.answer) ?? m.answer);
        return [copy];
      }
      case PbftType.Prepare:
      case PbftType.Checkpoint:
      case PbftType.ViewChange:
      case PbftType.NewView:
      case PbftType.StateData:
        return this.lie(m);
      case PbftType.Request:
      case PbftType.Status:
      case PbftType.FetchState:
        return [m];
    }
  }

  /** The other request for a place, and the liar's own commit for it at once. */
  private proposal(m: PbftMessage, sequence: number): PbftMessage[] {
    const command = this.story.commandAt(sequence);
    const proposal = m.copy();
    proposal.sequence = sequence;
    proposal.command = command;
    proposal.digest = this.story.digestAt(sequence) ?? 0;
    const commit = proposal.copy();
    commit.type = PbftType.Commit;
    commit.command = undefined;
    commit.values = 0;
    commit.toStore = false;
    return [proposal, commit];
  }
}

function falseAnswer(answer: Answer): Answer {
  const { output, observation, reason } = answer;
  if (observation !== undefined) return { ...answer, observation: [...observation.map(garble), -2] };
  if (output === output) return { ...answer, output: garble(output) };
  // A write that was done is denied, a cas that failed is said to have been done.
  return { ...answer, reason: reason === FailureReason.None ? FailureReason.ServerError : FailureReason.None };
}

function falseState(checkpoint: CheckpointState): CheckpointState {
  return { ...checkpoint, state: garbledState(checkpoint.state) };
}
