import type { ScenarioModel } from '../../language/model';

/**
 * What handling one message costs a node, in nanoseconds: decoding, a few map accesses, encoding; 5 us is what a well
 * written RPC server needs. Handling is serial (one event loop a node), so a slowed or flooded node queues its work.
 * Clients cost nothing. `SimulationOptions.messageCostNs` sets it to another value.
 */
export const DEFAULT_MESSAGE_COST_NS = 5_000;

/** The machine of one place, as far as each message that arrives there needs to know it. */
export class Process {
  /** 0: running normally; anything else needs a look. */
  disturbed = 0;
  /** Incremented by each crash: work accepted by an earlier incarnation is gone. */
  incarnation = 0;
  /** Cost of the next message in nanoseconds. */
  cost: number;
  busyUntil = 0;
  crashes = 0;
  pauses = 0;
  readonly slowness: number[] = [];

  constructor(readonly baseCost: number) {
    this.cost = baseCost;
  }

  get isUp(): boolean {
    return this.crashes === 0;
  }
}

/** Whether places run, and how fast. Overlapping faults count: a place runs again when the last of them has ended. */
export class Processes {
  private readonly all: readonly Process[];

  constructor(scenario: ScenarioModel, messageCostNs: number) {
    this.all = scenario.places.map((place) => new Process(place.kind === 'node' ? messageCostNs : 0));
  }

  of(place: number): Process {
    return this.all[place] as Process;
  }

  isUp(place: number): boolean {
    return this.of(place).isUp;
  }

  isPaused(place: number): boolean {
    return this.of(place).pauses > 0;
  }

  /** True when this crash is the one that stopped it. */
  crash(place: number): boolean {
    const process = this.of(place);
    process.crashes++;
    process.incarnation++;
    process.busyUntil = 0;
    update(process);
    return process.crashes === 1;
  }

  /** One crash ends, or all of them; true when the place runs again by it. */
  restart(place: number, endsAll: boolean): boolean {
    const process = this.of(place);
    if (process.crashes === 0) return false;
    process.crashes = endsAll ? 0 : process.crashes - 1;
    update(process);
    return process.crashes === 0;
  }

  pause(place: number): boolean {
    const process = this.of(place);
    process.pauses++;
    update(process);
    return process.pauses === 1;
  }

  resume(place: number): boolean {
    const process = this.of(place);
    if (process.pauses === 0) return false;
    process.pauses--;
    update(process);
    return process.pauses === 0;
  }

  addSlowness(place: number, factor: number): void {
    this.of(place).slowness.push(factor);
    this.updateCost(place);
  }

  removeSlowness(place: number, factor: number): void {
    const list = this.of(place).slowness;
    list.splice(list.indexOf(factor), 1);
    this.updateCost(place);
  }

  /** How many times slower than normal everything on this place runs. */
  slowFactor(place: number): number {
    let product = 1;
    for (const factor of this.of(place).slowness) product *= factor;
    return product;
  }

  private updateCost(place: number): void {
    const process = this.of(place);
    process.cost = Math.round(process.baseCost * this.slowFactor(place));
  }
}

function update(process: Process): void {
  process.disturbed = (process.crashes === 0 ? 0 : 1) | (process.pauses === 0 ? 0 : 2);
}
