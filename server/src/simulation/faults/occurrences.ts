import { toNanos } from '../../language/model';
import type { Environment } from '../environment/environment';
import type { Group } from '../protocols/group';
import { EventKind, type FaultOccurrence, type LinkEnds, Role } from '../run';

/** A fault that has taken effect, while the run goes on. */
export interface Occurrence {
  readonly id: number;
  readonly fault: number;
  readonly beganAt: number;
  endedAt: number;
  places: readonly number[];
  groups: readonly (readonly number[])[];
  links: LinkEnds | undefined;
  vacuous: boolean;
  detectedAt: number;
  /** By store, as the same of its own replicas. */
  readonly detectedInStores: number[];
}

/** Records when faults took effect, when they ended, and when the system first noticed. */
export class Occurrences {
  private readonly all: Occurrence[] = [];
  /** Occurrences that nobody has noticed yet, and those that the replicas of each store have not. */
  private undetected: Occurrence[] = [];
  private readonly undetectedIn: Occurrence[][];

  constructor(private readonly environment: Environment) {
    this.undetectedIn = environment.scenario.stores.map(() => []);
  }

  begin(fault: number): Occurrence {
    const { kernel } = this.environment;
    const occurrence: Occurrence = {
      id: this.all.length,
      fault,
      beganAt: kernel.now,
      endedAt: Infinity,
      places: [],
      groups: [],
      links: undefined,
      vacuous: false,
      detectedAt: NaN,
      detectedInStores: this.undetectedIn.map(() => NaN),
    };
    this.all.push(occurrence);
    const event = this.environment.record(EventKind.FaultBegin, -1, -1, fault, occurrence.id, 0);
    if (event >= 0) kernel.trace.cause = event;
    kernel.hash.add(kernel.now, 0x20000000 ^ fault);
    return occurrence;
  }

  /** What it hit is known: from now on it can be noticed. */
  hit(occurrence: Occurrence, places: readonly number[]): void {
    occurrence.places = places;
    occurrence.vacuous = places.length === 0;
    if (places.length === 0) return;
    this.undetected.push(occurrence);
    this.environment.scenario.stores.forEach(({ nodes }, store) => {
      if (places.some((place) => nodes.includes(place))) this.undetectedIn[store]?.push(occurrence);
    });
  }

  end(occurrence: Occurrence): void {
    if (occurrence.endedAt !== Infinity) return;
    const { kernel } = this.environment;
    occurrence.endedAt = kernel.now;
    const event = this.environment.record(EventKind.FaultEnd, -1, -1, occurrence.fault, occurrence.id, 0);
    if (event >= 0) kernel.trace.cause = event;
    kernel.hash.add(kernel.now, 0x28000000 ^ occurrence.fault);
  }

  /** Somebody suspects a place: the replicas of a store, or a component (-1). */
  suspected(peer: number, store: number): void {
    this.detect(store, (occurrence) => occurrence.places.includes(peer));
  }

  /** A replica read a record whose checksum did not match. */
  damageFound(place: number, store: number): void {
    const { faults } = this.environment.scenario;
    this.detect(store, ({ fault, places }) => places.includes(place) && faults[fault]?.action.kind === 'corrupt-disk');
  }

  /** A replica began to take over: noticed by the shard that a hit place belongs to. */
  roleTaken(group: Group, place: number, role: Role): void {
    if (role !== Role.Candidate && role !== Role.Leader) return;
    const { now } = this.environment.kernel;
    this.detect(
      group.storeIndex,
      (occurrence) =>
        occurrence.beganAt < now &&
        occurrence.places.some((hit) => group.members.includes(hit)) &&
        (occurrence.groups.length > 0 ||
          !occurrence.places.includes(place) ||
          // Of several that are cut off or stalled one may notice; who comes back after a crash has noticed nothing.
          (occurrence.places.length > 1 && occurrence.endedAt === Infinity)),
    );
  }

  finish(): FaultOccurrence[] {
    return this.all.map(
      ({ fault, beganAt, endedAt, places, groups, links, vacuous, detectedAt, detectedInStores }) => ({
        fault,
        beganAt: toNanos(beganAt),
        endedAt,
        places,
        groups,
        ...(links === undefined ? {} : { links }),
        vacuous,
        detectedAt,
        detectedInStores: [...detectedInStores],
      }),
    );
  }

  private detect(store: number, concerns: (occurrence: Occurrence) => boolean): void {
    const { now } = this.environment.kernel;
    if (this.undetected.length > 0)
      this.undetected = this.undetected.filter((occurrence) => {
        if (!concerns(occurrence)) return true;
        occurrence.detectedAt = now;
        return false;
      });
    const here = this.undetectedIn[store] ?? [];
    if (here.length > 0)
      this.undetectedIn[store] = here.filter((occurrence) => {
        if (!concerns(occurrence)) return true;
        occurrence.detectedInStores[store] = now;
        return false;
      });
  }
}
