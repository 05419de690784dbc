import type { ReplicaContext } from '../replica-context';
import type { ErasureMessage } from './message';

/** Which nodes this one holds for down: they left something unanswered and have not been heard of since. */
export class Suspicion {
  private readonly silent = new Set<number>();

  constructor(private readonly context: ReplicaContext<ErasureMessage>) {}

  has(place: number): boolean {
    return this.silent.has(place);
  }

  get places(): readonly number[] {
    return [...this.silent];
  }

  suspect(place: number): void {
    if (place === this.context.self || this.silent.has(place)) return;
    this.silent.add(place);
    this.context.suspect(place);
  }

  heardFrom(place: number): void {
    if (this.silent.delete(place)) this.context.trust(place);
  }

  /** How many of the members are not held for down. */
  get alive(): number {
    return this.context.members.filter((place) => !this.silent.has(place)).length;
  }
}
