import type { Command } from '../../environment/command';
import { garbledState, type Snapshot } from '../state-machine';

/** One command in a log. Immutable, shared by all replicas and messages. */
export interface EpochEntry {
  /** Reign in which it was taken in: tells apart what two leaders (or heads) gave the same index. */
  readonly epoch: number;
  readonly command: Command;
}

/** The state up to and including an index. Immutable. */
export interface EpochState {
  readonly lastIndex: number;
  readonly lastEpoch: number;
  /** Undefined: the initial one. */
  readonly state: Snapshot | undefined;
}

/** An entry whose record was damaged where no checksum notices. */
export function garbledEntry(entry: EpochEntry): EpochEntry {
  const command = entry.command.garbled();
  return command === undefined ? entry : { ...entry, command };
}

/** A whole state, damaged on its way. */
export function garbledEpochState(copy: EpochState): EpochState {
  return { ...copy, state: copy.state && garbledState(copy.state) };
}
