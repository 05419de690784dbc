import type { Command } from '../../environment/command';
import type { WriteId } from './attempts';
import type { Tag } from './fragment';
import type { Answer } from './finding';

export interface FoundVersion {
  readonly tag: Tag;
  readonly value: number;
  readonly by: WriteId;
}

/** What an operation is for. A rebuild is a read for the node itself. */
export type Purpose =
  | { readonly kind: 'read' | 'write'; readonly command: Command }
  /** Called with the version found, with undefined where there is none, or not at all where that remains unknown. */
  | {
      readonly kind: 'rebuild';
      readonly found: (version: FoundVersion | undefined) => void;
      readonly failed: () => void;
    };

/** One operation that a coordinator has under way. */
export class Pending {
  stage: 'query' | 'store' = 'query';
  readonly answers = new Map<number, Answer>();
  readonly acknowledgedBy = new Set<number>();
  /** Query: how often it was asked anew since the answers left it open. */
  repeats = 0;
  /** Store: the version that is being stored. */
  version: FoundVersion | undefined;
  /** Versions that could not be completed, since their write was tried again. */
  readonly refused: Tag[] = [];
  /** Store: the client's own write rather than one that a reader found. */
  isOwnWrite = false;
  stageSince: number;
  resendAt: number;

  constructor(
    /** Number of the question, new with each repetition. */
    public request: number,
    readonly key: number,
    readonly purpose: Purpose,
    readonly startedAt: number,
  ) {
    this.stageSince = startedAt;
    this.resendAt = startedAt;
  }

  hasHeardFrom(place: number): boolean {
    return this.stage === 'query' ? this.answers.has(place) : this.acknowledgedBy.has(place);
  }
}
