import type { VotingPolicy } from '../../../language/model';
import { garble } from '../../environment/message';
import type { Liar, LiarKnowledge } from '../protocol';
import type { VotingMessage } from './message';

/** False values of equivocators are drawn from so many, so that two hardly ever agree. */
const FALSE_VALUES = 2 ** 40;

/**
 * A replica that gives false values to those who read, and a false state to those who ask for one.
 *
 * Liars collude, which is the worst that Byzantine replicas can do (Schneider 1990, section 2, counts collusion among the
 * Byzantine failures): all of them say the same, and deny what was written. Equivocators are faulty each for itself,
 * as sensors are that fail independently: each tells everybody another value of its own.
 */
export class VotingLiar implements Liar<VotingMessage> {
  constructor(private readonly knowledge: LiarKnowledge<VotingPolicy>) {}

  told(m: VotingMessage): readonly VotingMessage[] {
    if (this.knowledge.behaviour === 'lie') return [m.garbled() ?? m.denied() ?? m];
    return [m.withValues((value) => this.anyOther(value)) ?? m];
  }

  private anyOther(value: number): number {
    return garble(Math.abs(value) + Math.floor(this.knowledge.random() * FALSE_VALUES));
  }
}
