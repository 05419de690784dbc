import type { PlaceModel } from '../../language/model';

/** The slowest that a clock runs, however much its drifts add up to: oscillators stop, and do not turn round. */
const SLOWEST_RATE = 1e-6;

function rateOf(driftPpm: number): number {
  return Math.max(SLOWEST_RATE, 1 + driftPpm / 1e6);
}

/**
 * The clocks of places. A clock shows `base + (now - since) * rate + offset`: it drifts by its rate, and a skew sets it
 * off at once. Local timers run by the rate, never by the offset (they are monotonic).
 */
export class Clocks {
  private readonly since: Float64Array;
  private readonly base: Float64Array;
  private readonly rate: Float64Array;
  /** What the stopwatch of a place showed at `since`: as the clock, but never set. */
  private readonly elapsed: Float64Array;
  private readonly driftPpm: Float64Array;

  constructor(places: readonly PlaceModel[]) {
    this.since = new Float64Array(places.length);
    this.elapsed = new Float64Array(places.length);
    this.base = Float64Array.from(places, (place) => place.clock.skewNs);
    this.driftPpm = Float64Array.from(places, (place) => place.clock.driftPpm);
    this.rate = this.driftPpm.map(rateOf);
  }

  /** What the clock of a place shows, in whole nanoseconds; may go backwards when it is set. */
  read(place: number, now: number): number {
    return Math.round(
      (this.base[place] as number) + (now - (this.since[place] as number)) * (this.rate[place] as number),
    );
  }

  /** Local time since the start of the run, in nanoseconds: drifts with the clock, is never set and never goes back. */
  monotonic(place: number, now: number): number {
    return (this.elapsed[place] as number) + (now - (this.since[place] as number)) * (this.rate[place] as number);
  }

  /**
   * True time that passes while a local timer counts `localNs`: rounded up, since whoever finds at its end that it came too early
   * would set another, of nothing, for ever.
   */
  trueDelay(place: number, localNs: number): number {
    const rate = this.rate[place] as number;
    return Math.ceil(rate === 1 ? localNs : localNs / rate);
  }

  skew(place: number, byNs: number, now: number): void {
    this.settle(place, now);
    this.base[place] = (this.base[place] as number) + byNs;
  }

  drift(place: number, byPpm: number, now: number): void {
    this.settle(place, now);
    this.driftPpm[place] = (this.driftPpm[place] as number) + byPpm;
    this.rate[place] = rateOf(this.driftPpm[place] as number);
  }

  driftOf(place: number): number {
    return this.driftPpm[place] as number;
  }

  private settle(place: number, now: number): void {
    this.base[place] = this.read(place, now);
    this.elapsed[place] = this.monotonic(place, now);
    this.since[place] = now;
  }
}
