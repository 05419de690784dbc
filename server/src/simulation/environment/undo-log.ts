import type { StableObject } from './stable-objects';

/**
 * What a crash has to take back: the writes that are not durable yet, oldest first, in columns, since every write of every
 * replica passes through here.
 */
export class UndoLog {
  private objects: (StableObject | undefined)[] = [];
  private keys: number[] = [];
  private olds: unknown[] = [];
  /** The writes are those from `head` up to `end` of each column. */
  private head = 0;
  private end = 0;

  add(object: StableObject, key: number, old: unknown): void {
    const { end } = this;
    this.objects[end] = object;
    this.keys[end] = key;
    this.olds[end] = old;
    this.end = end + 1;
  }

  /** The oldest writes need no undoing any more. */
  forget(count: number): void {
    const to = Math.min(this.head + count, this.end);
    for (let i = this.head; i < to; i++) this.olds[i] = undefined;
    this.head = to;
    if (this.head === this.end) {
      this.head = 0;
      this.end = 0;
    } else if (this.head > 64 && this.head * 2 > this.end) this.moveToFront();
  }

  /** Takes back all of them, the newest first. */
  undoAll(): void {
    for (let i = this.end - 1; i >= this.head; i--) this.objects[i]?.undo(this.keys[i] as number, this.olds[i]);
    this.clear();
  }

  clear(): void {
    this.objects = [];
    this.keys = [];
    this.olds = [];
    this.head = 0;
    this.end = 0;
  }

  private moveToFront(): void {
    const { head, end } = this;
    this.objects = this.objects.slice(head, end);
    this.keys = this.keys.slice(head, end);
    this.olds = this.olds.slice(head, end);
    this.head = 0;
    this.end = end - head;
  }
}
