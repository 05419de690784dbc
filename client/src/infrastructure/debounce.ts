/** Calls once things have been quiet for a while; a call that waits is replaced by the next one. */
export class Debounce<T> {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly quietMs: number,
    private readonly act: (last: T) => void,
  ) {}

  call(value: T): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.act(value);
    }, this.quietMs);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}
