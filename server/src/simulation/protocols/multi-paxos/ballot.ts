/**
 * Ballot numbers. Each of the n places where a replica could ever be uses the numbers that leave its own remainder, so no two
 * ever use the same one ("The Part-Time Parliament", section 2.3: ballot numbers are partitioned among the priests). 0 is below
 * every ballot.
 */
export class Ballots {
  constructor(
    private readonly places: number,
    private readonly self: number,
  ) {}

  /** The smallest ballot of this replica above a number. */
  above(number: number): number {
    const { places, self } = this;
    const round = Math.floor(number / places);
    const candidate = round * places + self + 1;
    return candidate > number ? candidate : candidate + places;
  }

  /** Place id of the replica that a ballot belongs to; -1 for ballot 0. */
  owner(ballot: number): number {
    return ballot === 0 ? -1 : (ballot - 1) % this.places;
  }
}
