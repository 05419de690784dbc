/**
 * A running digest of every dispatched event: two 32-bit lanes with different multipliers. It is kept whether or not
 * the trace is, so a campaign and a single run of the same seed show the same hash.
 */
export class TraceHash {
  private first = 0x9e3779b9 | 0;
  private second = 0x7f4a7c15;

  /** `time` is an instant in whole nanoseconds; `word` says what happened there. */
  add(time: number, word: number): void {
    const low = time | 0;
    const high = (time * 2.3283064365386963e-10) | 0;
    let a = Math.imul(this.first ^ low, 0x85ebca6b);
    a = Math.imul(a ^ (a >>> 15) ^ word, 0xc2b2ae35);
    this.first = a ^ (a >>> 13);
    let b = Math.imul(this.second ^ word, 0x27d4eb2f);
    b = Math.imul(b ^ (b >>> 16) ^ (low + high), 0x165667b1);
    this.second = b ^ (b >>> 14);
  }

  /** Any finite number, by its sign, whole and fractional part. */
  addNumber(value: number): void {
    if (value !== value) this.add(0x7ff8, 1);
    else if (value === Infinity || value === -Infinity) this.add(0x7ff0, value > 0 ? 1 : 2);
    else this.add(Math.floor(Math.abs(value)), value < 0 ? -1 : ((value % 1) * 65536) | 0);
  }

  /** 16 hexadecimal digits. */
  digest(): string {
    return [this.first, this.second].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
