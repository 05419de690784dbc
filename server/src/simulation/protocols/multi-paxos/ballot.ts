/**
 * Ballot numbers. With n replicas, each uses the numbers that leave its own remainder, so no two ever use the same one
 * ("The Part-Time Parliament", section 2.3: ballot numbers are partitioned among the priests). 0 is below every ballot.
 */
export class Ballots {
  private readonly index: number;

  constructor(
    private readonly members: readonly number[],
    self: number,
  ) {
    this.index = members.indexOf(self);
  }

  /** The smallest ballot of this replica above a number. */
  above(number: number): number {
    const n = this.members.length;
    const round = Math.floor(number / n);
    const candidate = round * n + this.index + 1;
    return candidate > number ? candidate : candidate + n;
  }

  /** Place id of the replica that a ballot belongs to; -1 for ballot 0. */
  owner(ballot: number): number {
    return ballot === 0 ? -1 : (this.members[(ballot - 1) % this.members.length] ?? -1);
  }
}
