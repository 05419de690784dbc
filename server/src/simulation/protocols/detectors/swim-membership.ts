import type { Rumour, Standing } from './signal';

interface Member {
  standing: Standing;
  incarnation: number;
  /** Local instant at which a suspicion becomes a verdict. */
  verdictAt: number;
}

/** What one SWIM process believes of the others, and which news overrides it (Das et al., section 4.2). */
export class SwimMembership {
  private readonly members = new Map<number, Member>();

  constructor(private readonly suspicionNs: number) {}

  standing(place: number): Standing {
    return this.members.get(place)?.standing ?? 'alive';
  }

  /** What to tell others of a member. */
  rumourOf(place: number): Rumour {
    const member = this.members.get(place);
    return { place, standing: member?.standing ?? 'alive', incarnation: member?.incarnation ?? 0 };
  }

  /** Takes news over where it overrides what is believed; returns the standing before, or undefined for old news. */
  learn({ place, standing, incarnation }: Rumour, now: number): Standing | undefined {
    const member = this.of(place);
    if (!overrides(standing, incarnation, member)) return undefined;
    const before = member.standing;
    member.standing = standing;
    member.incarnation = incarnation;
    member.verdictAt = standing === 'suspect' ? now + this.suspicionNs : Infinity;
    return before;
  }

  /** Members whose suspicion has lasted until now. */
  due(now: number): readonly number[] {
    return [...this.members].filter(([, { verdictAt }]) => verdictAt <= now).map(([place]) => place);
  }

  /** Nothing is believed of those who no longer belong to the group. */
  keepOnly(peers: readonly number[]): void {
    if (this.members.size === 0) return;
    const kept = new Set(peers);
    for (const place of this.members.keys()) if (!kept.has(place)) this.members.delete(place);
  }

  get nextVerdictAt(): number {
    let next = Infinity;
    for (const { verdictAt } of this.members.values()) next = Math.min(next, verdictAt);
    return next;
  }

  private of(place: number): Member {
    let member = this.members.get(place);
    if (member === undefined) {
      member = { standing: 'alive', incarnation: 0, verdictAt: Infinity };
      this.members.set(place, member);
    }
    return member;
  }
}

/**
 * The paper's order, and two rules for members that come back, which in the paper join as new ones: a verdict counts up to
 * the incarnation that it was passed on, and a member refutes it by a higher one (as in HashiCorp's memberlist).
 */
function overrides(standing: Standing, incarnation: number, known: Member): boolean {
  switch (standing) {
    case 'alive':
      return incarnation > known.incarnation;
    case 'suspect':
      if (known.standing === 'faulty') return false;
      return known.standing === 'suspect' ? incarnation > known.incarnation : incarnation >= known.incarnation;
    case 'faulty':
      return known.standing !== 'faulty' && incarnation >= known.incarnation;
  }
}
