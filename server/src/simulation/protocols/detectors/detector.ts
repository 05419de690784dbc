import type { Signal } from './signal';

/** What a detector needs of the replica that it runs in. Times are local nanoseconds that nobody can set. */
export interface DetectorHost {
  readonly self: number;
  /** Places to watch, without this one. May change. */
  readonly peers: readonly number[];
  monotonic(): number;
  /** Uniform in (0, 1). */
  random(): number;
  /** Has `wake` called after a delay; a later call moves the alarm. */
  wakeIn(delayNs: number): void;
  /** Sends a signal as one of the family's messages. */
  send(to: number, signal: Signal): void;
  /** The detector has decided that a peer has failed, or that it is there after all. */
  suspected(place: number): void;
  trusted(place: number): void;
  /** For the reader of a trace: what leads to a decision. */
  remark(text: string, place: number, incarnation: number): void;
}

/** Decides which peers have failed. It lives as long as the replica's process. */
export interface Detector {
  start(): void;
  /** Another detector's signal. */
  receive(from: number, signal: Signal): void;
  /** Any other sign of life from a peer. */
  heard(place: number): void;
  wake(): void;
  isSuspected(place: number): boolean;
}
