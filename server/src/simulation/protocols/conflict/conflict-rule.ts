import type { ConflictRule, DataType } from '../../../language/model';
import { Operation, type Command } from '../../environment/command';
import type { Author } from './author';
import { GrowOnlyCounter } from './grow-only-counter';
import { MergedLog } from './merged-log';
import { EMPTY_SET, ObservedRemoveSet } from './observed-remove-set';
import { Siblings } from './siblings';
import { StampedValue } from './stamped-value';
import type { Version } from './version';

/** How concurrent writes are resolved, for one data type and conflict rule. */
export interface Conflict {
  /** What a write changes, by an author who knows of `held` for the key and has chosen `time`, which no other has of its. */
  write(command: Command, held: Version | undefined, author: Author, time: number): Version;
}

const lastWriteWins: Conflict = {
  write: (command, held, { name }, time) => {
    // An increment is a read and a write at the coordinator: concurrent ones are lost, as last-write-wins has it.
    const value = command.kind === Operation.Increment ? currentValue(held) + command.value : command.value;
    return new StampedValue(value, time, name);
  },
};

const siblings: Conflict = {
  write: (command, held, { name }, time) =>
    Siblings.written(command.value, held as Siblings | undefined, { time, author: name }),
};

const mergedCounter: Conflict = {
  write: (command, _held, author) =>
    new GrowOnlyCounter(new Map([[author.name, author.counted(command.key, command.value)]])),
};

const mergedSet: Conflict = {
  write: (command, held, { name }, time) => {
    if (command.kind === Operation.Add) return ObservedRemoveSet.added(command.value, time, name);
    return ((held ?? EMPTY_SET) as ObservedRemoveSet).removal(command.value);
  },
};

const mergedLog: Conflict = {
  write: (command, _held, { name }, time) => MergedLog.appended(command.value, time, name),
};

/**
 * `last-write-wins` holds for registers and counters; `siblings` for registers. Sets and logs are always merged, and so are
 * counters under any rule but last-write-wins: there is no other way to hold several elements or counts at once. To merge
 * registers is to take the last write, which is the register among the replicated data types.
 */
export function conflictOf(rule: ConflictRule, dataType: DataType): Conflict {
  switch (dataType) {
    case 'set':
      return mergedSet;
    case 'log':
      return mergedLog;
    case 'counter':
      return rule === 'last-write-wins' ? lastWriteWins : mergedCounter;
    case 'register':
      return rule === 'siblings' ? siblings : lastWriteWins;
  }
}

/** True where a read returns contents, however many, rather than a value. */
export function isCollection(dataType: DataType): boolean {
  return dataType === 'set' || dataType === 'log';
}

/** What a read returns where that is not one plain value: the contents of a set or log, or siblings. */
export function observationOf(version: Version | undefined, ofCollection: boolean): readonly number[] | undefined {
  if (ofCollection) return version?.values ?? [];
  if (version === undefined || version instanceof StampedValue || version.values.length === 1) return undefined;
  return version.values;
}

/** Value of a register or counter; 0 where nothing was ever written. */
export function currentValue(version: Version | undefined): number {
  return version === undefined ? 0 : version instanceof StampedValue ? version.value : (version.values[0] ?? 0);
}
