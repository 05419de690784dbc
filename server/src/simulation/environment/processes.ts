import type { ScenarioModel } from '../../language/model';

/**
 * What handling one message costs a node, in nanoseconds: decoding, a few map accesses, encoding; 5 us is what a well
 * written RPC server needs. Handling is serial (one event loop a node), so a slowed or flooded node queues its work.
 * Clients cost nothing. `SimulationOptions.messageCostNs` sets it to another value.
 */
export const DEFAULT_MESSAGE_COST_NS = 5_000;

/** Whether places run, and how fast. Overlapping faults count: a place runs again when the last of them has ended. */
export class Processes {
  /** 0: running normally; anything else needs a look. */
  readonly disturbed: Uint8Array;
  /** Incremented by each crash: work accepted by an earlier incarnation is gone. */
  readonly incarnation: Int32Array;
  /** Cost of the next message in nanoseconds. */
  readonly cost: Float64Array;
  readonly busyUntil: Float64Array;
  private readonly crashes: Int32Array;
  private readonly pauses: Int32Array;
  private readonly slowness: number[][];
  private readonly baseCost: Float64Array;

  constructor(scenario: ScenarioModel, messageCostNs: number) {
    const n = scenario.places.length;
    this.disturbed = new Uint8Array(n);
    this.incarnation = new Int32Array(n);
    this.busyUntil = new Float64Array(n);
    this.crashes = new Int32Array(n);
    this.pauses = new Int32Array(n);
    this.slowness = Array.from({ length: n }, () => []);
    this.baseCost = Float64Array.from(scenario.places, (place) => (place.kind === 'node' ? messageCostNs : 0));
    this.cost = this.baseCost.slice();
  }

  isUp(place: number): boolean {
    return this.crashes[place] === 0;
  }

  isPaused(place: number): boolean {
    return (this.pauses[place] as number) > 0;
  }

  /** True when this crash is the one that stopped it. */
  crash(place: number): boolean {
    this.crashes[place] = (this.crashes[place] as number) + 1;
    this.incarnation[place] = (this.incarnation[place] as number) + 1;
    this.busyUntil[place] = 0;
    this.update(place);
    return this.crashes[place] === 1;
  }

  /** One crash ends, or all of them; true when the place runs again by it. */
  restart(place: number, endsAll: boolean): boolean {
    const before = this.crashes[place] as number;
    if (before === 0) return false;
    this.crashes[place] = endsAll ? 0 : before - 1;
    this.update(place);
    return this.crashes[place] === 0;
  }

  pause(place: number): boolean {
    this.pauses[place] = (this.pauses[place] as number) + 1;
    this.update(place);
    return this.pauses[place] === 1;
  }

  resume(place: number): boolean {
    if (this.pauses[place] === 0) return false;
    this.pauses[place] = (this.pauses[place] as number) - 1;
    this.update(place);
    return this.pauses[place] === 0;
  }

  addSlowness(place: number, factor: number): void {
    (this.slowness[place] as number[]).push(factor);
    this.updateCost(place);
  }

  removeSlowness(place: number, factor: number): void {
    const list = this.slowness[place] as number[];
    list.splice(list.indexOf(factor), 1);
    this.updateCost(place);
  }

  /** How many times slower than normal everything on this place runs. */
  slowFactor(place: number): number {
    return (this.slowness[place] as number[]).reduce((product, factor) => product * factor, 1);
  }

  private updateCost(place: number): void {
    this.cost[place] = Math.round((this.baseCost[place] as number) * this.slowFactor(place));
  }

  private update(place: number): void {
    this.disturbed[place] = (this.crashes[place] === 0 ? 0 : 1) | (this.pauses[place] === 0 ? 0 : 2);
  }
}
