/**
 * A replica's own notion of who is down (Dynamo, section 4.8.3: no global view is needed): a peer that was asked and did
 * not answer is suspected until it is heard of again.
 */
export class Peers {
  private readonly silentSince = new Map<number, number>();

  /** True where it was not suspected before. */
  suspect(place: number, since: number): boolean {
    if (this.silentSince.has(place)) return false;
    this.silentSince.set(place, since);
    return true;
  }

  /** True where it was suspected. */
  trust(place: number): boolean {
    return this.silentSince.size > 0 && this.silentSince.delete(place);
  }

  isSuspected(place: number): boolean {
    return this.silentSince.size > 0 && this.silentSince.has(place);
  }

  /** Local time since which it has been silent; undefined for one that is not suspected. */
  silentFrom(place: number): number | undefined {
    return this.silentSince.get(place);
  }

  get suspected(): readonly number[] {
    return this.silentSince.size === 0 ? NOBODY : [...this.silentSince.keys()];
  }
}

const NOBODY: readonly number[] = [];
