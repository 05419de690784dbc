import type { Phase, Session } from './session';

/** What decides when sessions begin operations; see `open-load.ts` and `closed-load.ts`. */
export interface Load {
  start(): void;
  /** The load's own timer has fired. */
  fire(): void;
  /** A session has completed its operation and is idle. */
  completed(session: Session): void;
  /** A session has finished thinking. */
  rested(session: Session): void;
  surge(factor: number): void;
}

/** A client as its load sees it. */
export interface LoadedClient {
  readonly sessions: readonly Session[];
  readonly loadTimer: number;
  newSession(): Session;
  /** Begins the session's next operation. */
  begin(session: Session): void;
  /** Sets a session's timer by the client's own clock. */
  wait(session: Session, phase: Phase, delayNs: number): void;
}

/** Tag of the load's own timer; a session's timer has its index as tag. */
export const LOAD_TAG = 0x3fffffff;
