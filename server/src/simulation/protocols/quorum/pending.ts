import type { Command } from '../../environment/command';
import type { Version } from '../conflict/version';

/** A place that a coordinator asks. */
export interface Target {
  readonly place: number;
  /** Home replica that it stands in for, or -1. */
  readonly standsFor: number;
}

/** Query: asks what is held. Store: stores what was written, or what a read will return. Done: answered, waits for the rest. */
export const Stage = { Query: 0, Store: 1, Done: 2 } as const;

/** One operation that a coordinator has under way; reused. */
export class Pending {
  active = false;

  /** @param round incremented with each use, so that late answers to an earlier one are known */
  constructor(
    readonly slot: number,
    public round: number,
  ) {}

  command: Command | undefined;
  stage: 0 | 1 | 2 = Stage.Query;
  startedAt = 0;
  /** Answers that count towards the quorum, in the present stage. */
  answers = 0;
  /** Places that have answered in the present stage, and those asked; the first so many of each array. */
  answeredCount = 0;
  askedCount = 0;
  readonly answeredBy: number[] = [];
  readonly asked: number[] = [];
  /** The home replica that each of `asked` stands in for, or -1. */
  readonly askedFor: number[] = [];
  hasStandIns = false;
  /** Join of all versions seen, or the version being stored. */
  version: Version | undefined;
  /** Query: the version each of `answeredBy` returned. */
  readonly seen: (Version | undefined)[] = [];
  corruptSeen = 0;
  /** Already held to be late by `expire`. */
  late = false;

  hasAnswered(place: number): boolean {
    for (let i = 0; i < this.answeredCount; i++) if (this.answeredBy[i] === place) return true;
    return false;
  }

  noteAsked({ place, standsFor }: Target): void {
    this.asked[this.askedCount] = place;
    this.askedFor[this.askedCount++] = standsFor;
    if (standsFor >= 0) this.hasStandIns = true;
  }

  hasAsked(place: number): boolean {
    for (let i = 0; i < this.askedCount; i++) if (this.asked[i] === place) return true;
    return false;
  }

  /** The home replica that a place was asked to stand in for, or -1. */
  standsFor(place: number): number {
    if (!this.hasStandIns) return -1;
    for (let i = 0; i < this.askedCount; i++) if (this.asked[i] === place) return this.askedFor[i] as number;
    return -1;
  }

  /** The home replica for which a place answers: itself, as a rule. */
  homeOf(place: number): number {
    const home = this.standsFor(place);
    return home < 0 ? place : home;
  }
}
