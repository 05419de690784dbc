import { toNanos } from '../../language/model';
import type { Environment } from '../environment/environment';
import type { Group } from '../protocols/group';
import { EventKind, type FaultOccurrence, Role } from '../run';

/** A fault that has taken effect, while the run goes on. */
export interface Occurrence {
  readonly id: number;
  readonly fault: number;
  readonly beganAt: number;
  endedAt: number;
  places: readonly number[];
  groups: readonly (readonly number[])[];
  vacuous: boolean;
  detectedAt: number;
}

/** Records when faults took effect, when they ended, and when the system first noticed. */
export class Occurrences {
  private readonly all: Occurrence[] = [];
  /** Occurrences that nobody has noticed yet. */
  private undetected: Occurrence[] = [];

  constructor(private readonly environment: Environment) {}

  begin(fault: number): Occurrence {
    const { kernel } = this.environment;
    const occurrence: Occurrence = {
      id: this.all.length,
      fault,
      beganAt: kernel.now,
      endedAt: Infinity,
      places: [],
      groups: [],
      vacuous: false,
      detectedAt: NaN,
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
    if (places.length > 0) this.undetected.push(occurrence);
  }

  end(occurrence: Occurrence): void {
    if (occurrence.endedAt !== Infinity) return;
    const { kernel } = this.environment;
    occurrence.endedAt = kernel.now;
    const event = this.environment.record(EventKind.FaultEnd, -1, -1, occurrence.fault, occurrence.id, 0);
    if (event >= 0) kernel.trace.cause = event;
    kernel.hash.add(kernel.now, 0x28000000 ^ occurrence.fault);
  }

  /** A replica said that it suspects a peer. */
  suspected(peer: number): void {
    if (this.undetected.length > 0) this.detect((occurrence) => occurrence.places.includes(peer));
  }

  /** A replica began to take over: noticed by the shard that a hit place belongs to. */
  roleTaken(group: Group, place: number, role: Role): void {
    if (this.undetected.length === 0 || (role !== Role.Candidate && role !== Role.Leader)) return;
    const { now } = this.environment.kernel;
    this.detect(
      (occurrence) =>
        occurrence.beganAt < now &&
        occurrence.places.some((hit) => group.members.includes(hit)) &&
        (occurrence.groups.length > 0 || !occurrence.places.includes(place) || occurrence.places.length > 1),
    );
  }

  finish(): FaultOccurrence[] {
    return this.all.map(({ fault, beganAt, endedAt, places, groups, vacuous, detectedAt }) => ({
      fault,
      beganAt: toNanos(beganAt),
      endedAt,
      places,
      groups,
      vacuous,
      detectedAt,
    }));
  }

  private detect(concerns: (occurrence: Occurrence) => boolean): void {
    const { now } = this.environment.kernel;
    for (const occurrence of this.undetected) if (concerns(occurrence)) occurrence.detectedAt = now;
    this.undetected = this.undetected.filter((occurrence) => occurrence.detectedAt !== occurrence.detectedAt);
  }
}
