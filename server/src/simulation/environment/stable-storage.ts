import type { StorageModel } from '../../language/model';
import type { Kernel } from '../kernel/kernel';
import { Sampler } from '../kernel/sampler';
import type { Disk } from './disk';
import { VALUE_BYTES } from './message';
import { StableCell, StableLog, StableMap, type StableObject } from './stable-objects';
import { UndoLog } from './undo-log';

const weighsNothing = (): number => 0;

/** What a storage tells its replica's host. */
export interface StorageEvents {
  /** A flush was asked of a disk without room: the process cannot go on (PostgreSQL panics, etcd too). */
  diskFull(): void;
  corruptionDetected(key: number): void;
}

/**
 * The stable state of one replica: named objects behind one write-ahead log. A crash keeps the longest prefix of the
 * writes that has really reached the disk, and takes back the rest: the torn tail of a log.
 *
 * `fsync`: a write is durable once a flush that began after it has ended; flushes of one replica are grouped (writes
 * that come while one is under way share the next). `batch`: writes count as done at once, and a flush every so often
 * makes them durable. `off`: nothing is ever durable, and nothing waits.
 */
export class StableStorage {
  /** True where writes must be recorded so that a crash can take them back. */
  readonly journals: boolean;
  readonly checksums: boolean;
  /** Log records written since the last checkpoint: what recovery has to replay. */
  recordsSinceCheckpoint = 0;
  private readonly objects = new Map<string, StableObject>();
  /** The same objects: every flush looks at each. */
  private readonly all: StableObject[] = [];
  /** Writes not yet durable. */
  private readonly undos = new UndoLog();
  /** Position in the log of writes: of all, and of those that survive a crash. */
  private written = 0;
  private durable = 0;
  /** A lying disk left a hole at `durable`: nothing after it counts until a checkpoint covers it. */
  private holed = false;
  private waiting: (() => void)[] = [];
  private flushing = false;
  /** Incremented by a crash: what was under way for an earlier life is void. */
  private life = 0;
  private batchScheduled = false;
  private reportedBytes = 0;
  private readonly fsync: Sampler | undefined;

  constructor(
    private readonly model: StorageModel,
    private readonly disk: Disk,
    private readonly kernel: Kernel,
    private readonly events: StorageEvents,
  ) {
    this.journals = model.log !== 'off';
    this.checksums = model.checksums;
    this.fsync = model.fsync === undefined ? undefined : new Sampler(model.fsync);
  }

  /**
   * The cell of that name; `initial` is what an empty disk means. `weigh`: how many client values it holds, none where it is
   * about the protocol alone.
   */
  cell<T>(name: string, initial: T, weigh: (value: T) => number = weighsNothing): StableCell<T> {
    return this.object(name, () => new StableCell<T>(this, initial, weigh));
  }

  /**
   * The table of that name. `garbled` damages a value where the store has no checksums; `recordsEach` is what one entry
   * weighs, in client values.
   */
  map<V>(name: string, garbled: (value: V) => V, recordsEach: number | ((value: V) => number) = 1): StableMap<V> {
    return this.object(name, () => new StableMap<V>(this, garbled, recordsEach));
  }

  /** The log of that name. */
  log<E>(name: string, garbled: (entry: E) => E): StableLog<E> {
    return this.object(name, () => new StableLog<E>(this, garbled));
  }

  /** False when a write would find no room. A replica that can refuse a client asks this first. */
  get hasRoom(): boolean {
    return this.disk.hasRoom;
  }

  /** False where `sync` calls back at once, always: a busy handler may then do without the callback. */
  get waits(): boolean {
    return this.journals;
  }

  /**
   * Calls `then` once all that was written so far counts as stored: after a flush with `fsync`, at once otherwise (then
   * before this returns, so make it the last thing a handler does). Never calls it when the process crashes first.
   */
  sync(then: () => void): void {
    if (!this.journals) return then();
    if (!this.disk.hasRoom) return this.events.diskFull();
    if (this.model.log === 'batch') {
      this.scheduleBatch();
      return then();
    }
    if (this.durable === this.written && !this.flushing && this.waiting.length === 0) return then();
    this.waiting.push(then);
    if (!this.flushing) this.flush();
  }

  wrote(object: StableObject, key: number, old: unknown): void {
    this.recordsSinceCheckpoint++;
    if (!this.journals) return;
    this.written++;
    this.undos.add(object, key, old);
  }

  countWrite(): void {
    this.recordsSinceCheckpoint++;
  }

  corruptionDetected(key: number): void {
    this.events.corruptionDetected(key);
  }

  /** A flush that also makes the whole state durable by itself; `then` is called when it is on disk. */
  checkpoint(then: () => void): void {
    const life = this.life;
    const position = this.written;
    const records = this.recordsSinceCheckpoint;
    this.kernel.at(this.disk.access(this.fsync), () => {
      if (life !== this.life || !this.disk.hasRoom) return;
      if (this.disk.lyingFaults === 0) {
        this.holed = false;
        this.settle(position);
        this.recordsSinceCheckpoint -= records;
      }
      this.reportUse();
      then();
    });
  }

  /** Whether a crash may take back what was acknowledged. */
  get forgetsInCrash(): boolean {
    return this.model.log !== 'fsync' || this.holed || this.disk.lyingFaults > 0;
  }

  /** Takes back what had not reached the disk. */
  crash(): void {
    this.life++;
    this.flushing = false;
    this.batchScheduled = false;
    this.waiting = [];
    this.disk.forgetQueue();
    if (!this.journals) this.reset();
    this.undos.undoAll();
    this.recordsSinceCheckpoint = Math.max(0, this.recordsSinceCheckpoint - (this.written - this.durable));
    this.written = this.durable;
    this.holed = false;
  }

  /** The disk was replaced by an empty one. */
  wipe(): void {
    this.undos.clear();
    this.durable = this.written;
    this.reset();
  }

  /** Nanoseconds from the start of a process until its state is back: load the checkpoint, replay the log after it. */
  recoveryTime(slowFactor: number): number {
    if (!this.journals) return 0;
    const load = this.disk.access(this.fsync) - this.kernel.now;
    return Math.round(load + ((this.recordsSinceCheckpoint * 1e9) / this.model.replayPerS) * slowFactor);
  }

  corrupt(hit: () => boolean): number {
    let count = 0;
    for (const object of this.all) count += object.corrupt(hit);
    return count;
  }

  get bytes(): number {
    let records = 0;
    for (const object of this.all) records += object.records;
    return records * VALUE_BYTES;
  }

  private reset(): void {
    for (const object of this.all) object.reset();
    this.recordsSinceCheckpoint = 0;
  }

  private object<T extends StableObject>(name: string, create: () => T): T {
    let found = this.objects.get(name);
    if (found === undefined) {
      found = create();
      this.objects.set(name, found);
      this.all.push(found);
    }
    return found as T;
  }

  private flush(): void {
    this.flushing = true;
    const life = this.life;
    const position = this.written;
    const served = this.waiting;
    this.waiting = [];
    this.kernel.at(this.disk.access(this.fsync), () => {
      if (life !== this.life) return;
      this.flushed(position);
      this.flushing = false;
      for (const then of served) {
        then();
        if (life !== this.life) return;
      }
      if (!this.flushing && this.waiting.length > 0) this.flush();
    });
  }

  private scheduleBatch(): void {
    if (this.batchScheduled) return;
    this.batchScheduled = true;
    const life = this.life;
    this.kernel.after(this.model.batchNs, () => {
      if (life !== this.life) return;
      const position = this.written;
      this.kernel.at(this.disk.access(this.fsync), () => {
        if (life !== this.life) return;
        this.flushed(position);
        this.batchScheduled = false;
        if (this.durable < this.written && !this.holed) this.scheduleBatch();
      });
    });
  }

  private flushed(position: number): void {
    this.reportUse();
    if (this.disk.lyingFaults > 0) this.holed = true;
    if (!this.holed) this.settle(position);
  }

  private reportUse(): void {
    const bytes = this.bytes;
    this.disk.usedBytes += bytes - this.reportedBytes;
    this.reportedBytes = bytes;
  }

  /** Writes up to `position` survive from now on. */
  private settle(position: number): void {
    if (position <= this.durable) return;
    this.undos.forget(position - this.durable);
    this.durable = position;
  }
}
