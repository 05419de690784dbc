import type { Command } from '../environment/command';
import type { Group } from '../protocols/group';
import { FailureReason } from '../run';

/** What a session is doing. */
export const Phase = { Idle: 0, Thinking: 1, Waiting: 2, BackingOff: 3, Retired: 4, Sending: 5 } as const;
export type Phase = (typeof Phase)[keyof typeof Phase];

const NOBODY: readonly number[] = [];

/** One session of a client: at most one operation at a time. */
export class Session {
  phase: Phase = Phase.Idle;
  /** Operations begun so far. */
  position = 0;
  lastKey = 0;
  operation = -1;
  command: Command | undefined;
  group: Group | undefined;
  /** Attempts made for this operation. */
  attempt = 0;
  /** Place the running attempt is with; -1 with a client library. */
  target = -1;
  /** Places that this attempt has asked and that could not serve it. */
  asked: readonly number[] = NOBODY;
  /** An earlier attempt may still take effect. */
  mayTakeEffect = false;
  /** Latest `Response.position` from each shard, by the shard's group. */
  readonly seen: number[] = [];
  /** How its last operation ended. */
  lastReason: FailureReason = FailureReason.None;
  lastBackoff = 0;

  constructor(
    /** Session id in the history. */
    readonly id: number,
    /** Index within its client; also the tag of its timer. */
    readonly index: number,
    readonly timer: number,
    readonly operationStream: number,
    readonly keyStream: number,
  ) {}

  beginAttempt(): void {
    this.attempt++;
    this.asked = NOBODY;
  }

  /** The place that the attempt is with cannot serve it. */
  cannotServe(): void {
    this.asked = [...this.asked, this.target];
  }
}
