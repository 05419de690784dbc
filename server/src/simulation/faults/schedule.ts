import type { ActionModel, FaultModel, PlaceModel, TargetModel } from '../../language/model';
import type { Components } from '../components';
import type { Environment } from '../environment/environment';
import { ln } from '../kernel/portable-math';
import type { Group } from '../protocols/group';
import type { FaultOccurrence, Role } from '../run';
import type { Clients } from '../workload/clients';
import { Effects, type Effect } from './effects';
import { changeOf, mends, takesPlace, type FaultIntervention } from './intervention';
import { Occurrences, type Occurrence } from './occurrences';
import { TargetResolver } from './targets';

interface InForce {
  readonly occurrence: Occurrence;
  readonly effect: Effect;
  /** Instant at which it is due to end; -Infinity without one. */
  readonly until: number;
  ended: boolean;
}

/**
 * Turns the schedule into actions at their time. Each fault draws from streams named after itself, so that another fault
 * in the schedule does not change when or whom this one hits.
 */
export class FaultSchedule {
  private readonly occurrences: Occurrences;
  private readonly resolver: TargetResolver;
  private readonly effects: Effects;
  private inForce: InForce[] = [];
  private closed = false;
  private readonly streams: number[] = [];
  /** Writes acknowledged by each store. */
  private readonly acknowledgedWrites: number[];
  /** Leaders announced by each group: the first is no change. */
  private readonly leaders: number[] = [];
  /** How often each fault has fired. */
  private readonly firings: number[] = [];

  constructor(
    private readonly environment: Environment,
    clients: Clients,
    private readonly components: Components,
    private readonly intervention: FaultIntervention | undefined,
  ) {
    this.occurrences = new Occurrences(environment);
    this.resolver = new TargetResolver(environment);
    this.effects = new Effects(environment, this.resolver, clients, components);
    this.acknowledgedWrites = environment.scenario.stores.map(() => 0);
    const seen = new Map<string, number>();
    for (const fault of environment.scenario.faults) {
      // Two entries with the same text are told apart by their order.
      const text = fault.name === '' ? fault.text : fault.name;
      const nth = seen.get(text) ?? 0;
      seen.set(text, nth + 1);
      this.streams.push(environment.kernel.streams.create(`${text}#${nth}`, 'fault'));
    }
  }

  start(): void {
    this.environment.scenario.faults.forEach((fault, index) => this.arm(fault, index));
    const overAtNs = this.intervention?.overAtNs;
    if (overAtNs !== undefined)
      this.environment.kernel.at(overAtNs, () => this.inForce.forEach((each) => this.end(each)));
  }

  /** `store`: whose replicas suspect it; -1 for a component. */
  suspected(peer: number, store: number): void {
    this.occurrences.suspected(peer, store);
  }

  damageFound(place: number, store: number): void {
    this.occurrences.damageFound(place, store);
  }

  roleTaken(group: Group, place: number, role: Role, newLeader: boolean): void {
    const before = this.leaders[group.id] ?? 0;
    // Who stands for leader when there has been none yet has noticed nothing.
    if (before > 0) this.occurrences.roleTaken(group, place, role);
    if (!newLeader) return;
    this.leaders[group.id] = before + 1;
    if (before === 0) return;
    this.environment.scenario.faults.forEach(({ trigger, action }, index) => {
      if (trigger.kind !== 'leader-changes' || trigger.store !== group.storeIndex) return;
      this.environment.kernel.after(trigger.afterNs, () => this.fire(index, action));
    });
  }

  acknowledged(group: Group): void {
    const store = group.storeIndex;
    const count = (this.acknowledgedWrites[store] as number) + 1;
    this.acknowledgedWrites[store] = count;
    const { faults } = this.environment.scenario;
    for (let index = 0; index < faults.length; index++) {
      const { trigger, action } = faults[index] as FaultModel;
      if (trigger.kind !== 'write-acknowledged' || trigger.store !== store || trigger.count !== count) continue;
      this.environment.kernel.after(trigger.afterNs, () => this.fire(index, action));
    }
  }

  /** No fault begins from now on. Returns the instant at which the last one that has an end will be over. */
  close(): number {
    this.closed = true;
    return this.inForce.reduce((last, { until }) => Math.max(last, until), this.environment.kernel.now);
  }

  finish(): FaultOccurrence[] {
    return this.occurrences.finish();
  }

  private arm(fault: FaultModel, index: number): void {
    const { kernel } = this.environment;
    const stream = this.streams[index] as number;
    const { trigger, action } = fault;
    switch (trigger.kind) {
      case 'at':
        return kernel.at(trigger.atNs, () => this.fire(index, action));
      case 'between': {
        const width = trigger.toNs - trigger.fromNs;
        const at = trigger.fromNs + Math.round(width * kernel.streams.uniform(stream));
        return kernel.at(at, () => this.fire(index, action));
      }
      case 'every':
        return this.armNext(index, action, trigger, trigger.fromNs ?? trigger.periodNs);
      case 'randomly':
        return this.armRandomly(index, action, trigger);
      case 'leader-changes':
      case 'write-acknowledged':
        return;
    }
  }

  private armNext(
    index: number,
    action: ActionModel,
    trigger: FaultModel['trigger'] & { readonly kind: 'every' },
    plannedNs: number,
  ): void {
    const { kernel, scenario } = this.environment;
    if (plannedNs > (trigger.toNs ?? scenario.durationNs) || trigger.periodNs <= 0) return;
    const stream = this.streams[index] as number;
    const jitter = trigger.jitterNs > 0 ? Math.round((2 * kernel.streams.uniform(stream) - 1) * trigger.jitterNs) : 0;
    // Nothing happens before `from` and after `to`: the first one can only be late.
    const at = plannedNs + (plannedNs === trigger.fromNs ? Math.abs(jitter) : jitter);
    kernel.at(at, () => {
      this.armNext(index, action, trigger, plannedNs + trigger.periodNs);
      if (at <= (trigger.toNs ?? Infinity)) this.fire(index, action);
    });
  }

  /** Each target fails and is repaired by itself, with exponential times from its own stream. */
  private armRandomly(
    index: number,
    action: ActionModel,
    trigger: FaultModel['trigger'] & { readonly kind: 'randomly' },
  ): void {
    const { kernel, scenario } = this.environment;
    const stream = this.streams[index] as number;
    const parts: readonly { readonly action: ActionModel; readonly name: string }[] =
      'targets' in action
        ? action.targets.flatMap((target) => {
            const each = partsOf(target, this.resolver.places([target], stream), scenario.places);
            return each.map((part) => ({ action: { ...action, targets: [part] } as ActionModel, name: nameOf(part) }));
          })
        : [{ action, name: '' }];
    const fault = scenario.faults[index] as FaultModel;
    for (const part of parts) {
      const own = kernel.streams.create(`${fault.name === '' ? fault.text : fault.name} ${part.name}`, 'fault');
      const draw = (meanNs: number): number => Math.round(-meanNs * ln(kernel.streams.uniform(own)));
      const again = (): void =>
        kernel.after(draw(trigger.mtbfNs), () => {
          const repairNs = draw(trigger.mttrNs);
          const { cause } = kernel.trace;
          this.fire(index, part.action, repairNs);
          // It fails again by itself, and not because it has failed before.
          kernel.trace.cause = cause;
          kernel.after(repairNs, again);
        });
      again();
    }
  }

  private fire(index: number, action: ActionModel, lastsNs?: number): void {
    if (this.closed) return;
    const { kernel, scenario } = this.environment;
    const fault = scenario.faults[index] as FaultModel;
    const stream = this.streams[index] as number;
    if (fault.probability < 1 && kernel.streams.uniform(stream) >= fault.probability) return;
    const firing = this.firings[index] ?? 0;
    this.firings[index] = firing + 1;
    if (this.intervention === undefined || mends(action)) return this.inflict(index, action, lastsNs);
    const { lasting, delayed } = this.intervention;
    const delay = changeOf(delayed, index, firing);
    const inflict = (): void => {
      if (this.intervention !== undefined && !takesPlace(this.intervention, index, firing, kernel.now))
        return this.effects.choose(action, stream);
      this.inflict(index, action, changeOf(lasting, index, firing)?.forNs ?? lastsNs);
    };
    if (delay === undefined) inflict();
    else kernel.after(delay.byNs, inflict);
  }

  private inflict(index: number, action: ActionModel, lastsNs?: number): void {
    const { kernel } = this.environment;
    const stream = this.streams[index] as number;
    const occurrence = this.occurrences.begin(index);
    if (action.kind === 'restart') return this.restart(occurrence, this.resolver.places(action.targets, stream));
    if (action.kind === 'heal') return this.heal(occurrence);
    const effect = this.effects.begin(action, stream);
    occurrence.groups = effect.groups ?? [];
    occurrence.links = effect.links;
    this.occurrences.hit(occurrence, effect.places);
    if (effect.end === undefined) return this.occurrences.end(occurrence);
    const forNs = lastsNs ?? ('forNs' in action ? action.forNs : undefined);
    const until = forNs === undefined ? -Infinity : kernel.now + forNs;
    const entry: InForce = { occurrence, effect, until, ended: false };
    this.inForce.push(entry);
    effect.endsItself?.(() => this.end(entry));
    if (forNs !== undefined) kernel.after(forNs, () => this.end(entry));
  }

  private end(entry: InForce): void {
    if (entry.ended) return;
    entry.ended = true;
    this.occurrences.end(entry.occurrence);
    entry.effect.end?.();
    this.inForce = this.inForce.filter((other) => other !== entry);
  }

  /** Starts places however many crashes hold them down; a crash with nothing left down has ended. */
  private restart(occurrence: Occurrence, places: readonly number[]): void {
    const down = places.filter((place) => !this.environment.processes.isUp(place));
    const revived = places.filter((place) => !down.includes(place) && this.components.revive(place));
    this.occurrences.hit(occurrence, [...down, ...revived]);
    for (const place of down) this.effects.restartPlace(place);
    for (const entry of [...this.inForce]) {
      const { down: held } = entry.effect;
      if (held === undefined) continue;
      for (const place of down) held.delete(place);
      if (held.size === 0) this.end(entry);
    }
    this.occurrences.end(occurrence);
  }

  /** Ends every split of the network: partitions, isolations and cuts. */
  private heal(occurrence: Occurrence): void {
    const splits = this.inForce.filter(({ effect }) => effect.split === true);
    this.occurrences.hit(occurrence, [...new Set(splits.flatMap(({ effect }) => effect.places))]);
    for (const entry of splits) this.end(entry);
    this.occurrences.end(occurrence);
  }
}

/**
 * What fails by itself of a target: each of its places; where it depends on the moment who is meant (the leader, one at
 * random), whoever it is then.
 */
function partsOf(target: TargetModel, places: readonly number[], all: readonly PlaceModel[]): readonly TargetModel[] {
  switch (target.kind) {
    case 'places':
    case 'all':
      return places.map((place) => ({ kind: 'places', places: [place], text: all[place]?.name ?? '' }));
    case 'leader':
    case 'followers':
    case 'random':
      return [target];
  }
}

function nameOf(target: TargetModel): string {
  return target.kind === 'places' ? target.text : target.kind;
}
