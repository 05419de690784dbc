import { Role, type LeadershipSpan } from '../run';
import type { Group } from '../protocols/group';

interface OpenSpan {
  readonly store: number;
  readonly shard: number;
  readonly place: number;
  readonly term: number;
  readonly from: number;
  to: number;
  firstAcknowledgedAt: number;
  lastAcknowledgedAt: number;
  /** The newest operation asked for when a successor began to lead; -1 while there is none. */
  supersededAfter: number;
}

/**
 * Who said it was leader, when, and whether it acknowledged writes then. Fed by announcements only.
 *
 * A leader that was paused or cut off may acknowledge, late, what it had replicated before it had a successor: that
 * finishes what was begun and is no leading beside the other. Such acknowledgements do not count; those of writes that
 * were asked for since do.
 */
export class Leadership {
  readonly spans: OpenSpan[] = [];
  /** Open spans of each group. */
  private readonly open: OpenSpan[][] = [];
  /** Operations are numbered in the order in which clients began them. */
  private newestOperation = -1;

  /** An operation has reached some running node. */
  reached(operation: number): void {
    if (operation > this.newestOperation) this.newestOperation = operation;
  }

  /** A replica announced a role; true when there is a new leader. */
  announced(group: Group, place: number, role: Role, term: number, now: number): boolean {
    const spans = (this.open[group.id] ??= []);
    const current = spans.find((span) => span.place === place);
    if (role !== Role.Leader) {
      if (current !== undefined) this.close(group, current, now);
      return false;
    }
    if (current !== undefined) {
      if (current.term === term) return false;
      this.close(group, current, now);
    }
    const span: OpenSpan = {
      store: group.storeIndex,
      shard: group.shard,
      place,
      term,
      from: now,
      to: Infinity,
      firstAcknowledgedAt: NaN,
      lastAcknowledgedAt: NaN,
      supersededAfter: -1,
    };
    for (const other of spans)
      if (other.supersededAfter < 0 && other.term < term) other.supersededAfter = this.newestOperation;
    spans.push(span);
    this.spans.push(span);
    return true;
  }

  stopped(group: Group, place: number, now: number): void {
    const current = (this.open[group.id] ?? []).find((span) => span.place === place);
    if (current !== undefined) this.close(group, current, now);
  }

  acknowledged(group: Group, place: number, operation: number, now: number): void {
    const spans = this.open[group.id];
    if (spans === undefined) return;
    for (const span of spans) {
      if (span.place !== place || operation <= span.supersededAfter) continue;
      if (span.firstAcknowledgedAt !== span.firstAcknowledgedAt) span.firstAcknowledgedAt = now;
      span.lastAcknowledgedAt = now;
    }
  }

  /** The running leader with the highest term, or -1: what an operator's dashboard would show. */
  leaderOf(group: number): number {
    let best: OpenSpan | undefined;
    for (const span of this.open[group] ?? []) if (best === undefined || span.term > best.term) best = span;
    return best?.place ?? -1;
  }

  finish(endedAt: number): LeadershipSpan[] {
    return this.spans.map(({ supersededAfter: _, ...span }) => ({ ...span, to: Math.min(span.to, endedAt) }));
  }

  private close(group: Group, span: OpenSpan, now: number): void {
    span.to = now;
    const spans = this.open[group.id] as OpenSpan[];
    spans.splice(spans.indexOf(span), 1);
  }
}
