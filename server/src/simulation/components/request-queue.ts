/** A request that waits for a worker. */
export interface Waiting {
  readonly from: number;
  readonly call: number;
  readonly key: number;
  readonly handler: number;
}

/** First in, first out, and bounded. */
export class RequestQueue {
  private items: Waiting[] = [];
  private head = 0;

  constructor(private readonly capacity: number) {}

  get length(): number {
    return this.items.length - this.head;
  }

  get isHalfEmpty(): boolean {
    return 2 * this.length <= this.capacity;
  }

  /** False when it is full. */
  push(request: Waiting): boolean {
    if (this.length >= this.capacity) return false;
    this.items.push(request);
    return true;
  }

  shift(): Waiting | undefined {
    const first = this.items[this.head];
    if (first === undefined) return undefined;
    this.head++;
    if (this.head > 64 && 2 * this.head > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return first;
  }

  all(): readonly Waiting[] {
    return this.items.slice(this.head);
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }
}
