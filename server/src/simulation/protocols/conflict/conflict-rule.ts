import type { ConflictRule, DataType } from '../../../language/model';
import { Operation, type Command } from '../../environment/command';
import { GrowOnlyCounter, TwoPhaseSet } from './mergeable';
import { Siblings } from './siblings';
import { StampedValue } from './stamped-value';
import type { Stamp, Version } from './version';

/** How concurrent writes are resolved, for one data type and conflict rule. */
export interface Conflict {
  /** The version that a write makes at a coordinator that holds `held` for the key. */
  write(command: Command, held: Version | undefined, stamp: Stamp): Version;
}

const EMPTY_COUNTER = new GrowOnlyCounter(new Map());
const EMPTY_SET = new TwoPhaseSet(new Map());

const lastWriteWins: Conflict = {
  write: (command, held, { time, actor }) => {
    // An increment is a read and a write at the coordinator: concurrent ones are lost, as last-write-wins has it.
    const value = command.kind === Operation.Increment ? currentValue(held) + command.value : command.value;
    return new StampedValue(value, time, actor);
  },
};

const siblings: Conflict = {
  write: (command, held, stamp) => Siblings.written(command.value, held as Siblings | undefined, stamp),
};

const mergedCounter: Conflict = {
  write: (command, held, { actor }) => ((held ?? EMPTY_COUNTER) as GrowOnlyCounter).incremented(actor, command.value),
};

const mergedSet: Conflict = {
  write: (command, held) => {
    return ((held ?? EMPTY_SET) as TwoPhaseSet).changed(command.value, command.kind === Operation.Remove);
  },
};

/**
 * `last-write-wins` holds for registers and counters; `siblings` for registers. Sets are always merged, and so are
 * counters under any rule but last-write-wins: there is no other way to hold several elements or counts at once.
 */
export function conflictOf(rule: ConflictRule, dataType: DataType): Conflict {
  if (dataType === 'set') return mergedSet;
  if (dataType === 'counter') return rule === 'last-write-wins' ? lastWriteWins : mergedCounter;
  return rule === 'siblings' ? siblings : lastWriteWins;
}

/** What a read returns where that is not one plain value: the contents of a set, or siblings. */
export function observationOf(version: Version | undefined, isSet: boolean): readonly number[] | undefined {
  if (isSet) return version?.values ?? [];
  if (version === undefined || version instanceof StampedValue || version.values.length === 1) return undefined;
  return version.values;
}

/** Value of a register or counter; 0 where nothing was ever written. */
export function currentValue(version: Version | undefined): number {
  return version === undefined ? 0 : version instanceof StampedValue ? version.value : (version.values[0] ?? 0);
}
