import assert from 'node:assert/strict';
import { StableLog, StableMap, type StableObject } from '../../server/src/simulation/environment/stable-objects';
import type { StableStorage } from '../../server/src/simulation/environment/stable-storage';

/** A log of writes none of which has reached the disk: a crash takes all of them back. */
class Unflushed {
  readonly journals = true;
  readonly checksums = true;
  private readonly written: { readonly object: StableObject; readonly key: number; readonly old: unknown }[] = [];

  wrote(object: StableObject, key: number, old: unknown): void {
    this.written.push({ object, key, old });
  }

  corruptionDetected(): void {
    // Nobody counts it here.
  }

  flush(): void {
    this.written.length = 0;
  }

  crash(): void {
    for (const { object, key, old } of this.written.reverse()) object.undo(key, old);
    this.flush();
  }
}

/** A map of three records, of which the second is damaged. */
function damagedMap(): { readonly journal: Unflushed; readonly map: StableMap<string> } {
  const journal = new Unflushed();
  const map = new StableMap<string>(journal as unknown as StableStorage, (value) => value, 1);
  for (const key of [1, 2, 3]) map.set(key, `value ${key}`);
  journal.flush();
  let at = 0;
  map.corrupt(() => ++at === 2);
  return { journal, map };
}

function damagedLog(...damaged: number[]): { readonly journal: Unflushed; readonly log: StableLog<string> } {
  const journal = new Unflushed();
  const log = new StableLog<string>(journal as unknown as StableStorage, (entry) => entry);
  for (const index of [1, 2, 3, 4, 5]) log.append(`entry ${index}`);
  journal.flush();
  let at = 0;
  log.corrupt(() => damaged.includes(++at));
  return { journal, log };
}

describe('a damaged record stays damaged until something else is on the disk in its place', () => {
  const replacements: Readonly<Record<string, (map: StableMap<string>) => void>> = {
    'written over': (map) => map.set(2, 'new'),
    deleted: (map) => map.delete(2),
    'deleted with all before it': (map) => map.deleteBelow(3),
  };
  for (const [what, replace] of Object.entries(replacements)) {
    it(`in a map, ${what}`, () => {
      const { journal, map } = damagedMap();
      replace(map);
      assert.equal(map.isCorrupt(2), false, 'as the process sees it');
      journal.crash();
      assert.equal(map.isCorrupt(2), true, 'a crash brings it back');
      assert.equal(map.get(2), undefined);
      assert.equal(map.get(3), 'value 3');
      replace(map);
      journal.flush();
      journal.crash();
      assert.equal(map.isCorrupt(2), false, 'once it is flushed it is gone');
    });
  }

  it('in a map, not where there was no record before', () => {
    const { journal, map } = damagedMap();
    map.set(4, 'new');
    map.corrupt(() => true);
    journal.crash();
    assert.equal(map.isCorrupt(4), false);
  });

  it('in a log, cut off with all after it by recovery', () => {
    const { journal, log } = damagedLog(3);
    assert.equal(log.discardDamaged(), 3);
    journal.crash();
    assert.equal(log.lastIndex, 5);
    assert.equal(log.discardDamaged(), 3);
    journal.flush();
    journal.crash();
    assert.equal(log.lastIndex, 2);
    assert.equal(log.discardDamaged(), 0);
  });

  it('in a log, dropped with all before it', () => {
    const { journal, log } = damagedLog(2);
    log.dropBefore(4);
    journal.crash();
    assert.equal(log.discardDamaged(), 4);
  });

  it('in a log, behind another that is dropped', () => {
    const { journal, log } = damagedLog(1, 4);
    log.dropBefore(3);
    journal.flush();
    assert.equal(log.discardDamaged(), 2);
    assert.equal(log.lastIndex, 3);
  });

  it('in a log, not where another entry has come instead', () => {
    const { journal, log } = damagedLog(5);
    log.truncateFrom(5);
    log.append('new');
    journal.flush();
    assert.equal(log.discardDamaged(), 0);
    assert.equal(log.get(5), 'new');
  });
});
