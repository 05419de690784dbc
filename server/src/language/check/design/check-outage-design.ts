import { durationOf } from '../../compile/compile-faults';
import { faultsOf, type WrittenFault } from '../../compile/compile-scenario';
import type { ActionModel, FaultModel, TargetModel } from '../../model';
import type { CheckedScenario } from '../check-scenario';
import { durationText, type StorePolicy } from '../check-store';
import { checkLease } from './check-store-timing';
import { reportInterval } from './check-component-design';
import { networkOf } from './network';
import { writeFix } from './report-property';

/** Reports outages of a schedule that the design has not been made for, and outages that say nothing. */
export function checkOutageDesign(checked: CheckedScenario): void {
  new OutageDesign(checked).run();
}

interface Outage {
  readonly written: WrittenFault;
  readonly model: FaultModel;
}

class OutageDesign {
  private readonly outages: readonly Outage[];

  constructor(private readonly checked: CheckedScenario) {
    this.outages = faultsOf(checked.scenario).flatMap((written, index) => {
      const model = checked.faults[index];
      return model === undefined ? [] : [{ written, model }];
    });
  }

  run(): void {
    const { env, stores } = this.checked;
    const faults = this.outages.map(({ model }) => model);
    const drifts = faults.some(({ action }) => action.kind === 'drift');
    for (const bound of stores) {
      this.checkHintWindow(bound);
      // Without faults of clocks the stores' own check has said it.
      if (drifts && bound.replicas > 1 && bound.replicas <= bound.store.on.length) {
        checkLease(bound, env, networkOf(env.topology, env.origins), faults);
      }
    }
    this.checkCheckpoints();
    this.checkWarmUp();
    this.checkDownAlready();
  }

  /** Hints are dropped when a replica is away for longer than the window. */
  private checkHintWindow(bound: StorePolicy): void {
    const { policy, store } = bound;
    if (policy.family !== 'quorum' || !policy.hintedHandoff) return;
    for (const { written, model } of this.outages) {
      const lasts = durationOf(model.action);
      if (lasts === undefined || lasts <= policy.hintWindowNs || !takesAway(model.action, bound)) continue;
      const place = bound.settings.written('hint-window');
      const message =
        `hints for a replica of '${store.name}' are kept for ${durationText(policy.hintWindowNs)}, and it is away for ` +
        `${durationText(lasts)}: what is written after that it gets by read repair or anti-entropy only`;
      const range = written.node.action?.duration?.range ?? written.node.range;
      const related = [{ uri: written.uri, range, message: 'the outage is scheduled here' }];
      if (place === undefined) this.checked.env.contextOf(written.uri).report('FTM415', range, message);
      else {
        const fixes = [writeFix('hint-window', durationText(lasts), place.range)];
        this.checked.env.contextOf(place.uri).report('FTM415', place.range, message, { related, fixes });
      }
      return;
    }
  }

  /** Periodic and random crashes of a job's nodes say how often it fails, whatever its nodes are made for. */
  private checkCheckpoints(): void {
    for (const job of this.checked.env.topology.jobs) {
      let failuresPerNs = 0;
      for (const { action, trigger } of this.outages.map(({ model }) => model)) {
        if (action.kind !== 'crash') continue;
        const hit = job.on.filter((node) => action.targets.some((target) => isPlace(target, node.id))).length;
        if (hit === 0) continue;
        if (trigger.kind === 'every') failuresPerNs += 1 / trigger.periodNs;
        if (trigger.kind === 'randomly') failuresPerNs += hit / trigger.mtbfNs;
      }
      if (failuresPerNs > 0) reportInterval(job, this.checked.env, 1 / failuresPerNs, 'as this schedule has it');
    }
  }

  /** What is over before the warm-up is, is not counted. */
  private checkWarmUp(): void {
    const warmUp = this.checked.scenario.settings.longNs('warm-up') ?? 0;
    for (const { written, model } of this.outages) {
      const lasts = durationOf(model.action);
      const latest =
        model.trigger.kind === 'at'
          ? model.trigger.atNs
          : model.trigger.kind === 'between'
            ? model.trigger.toNs
            : undefined;
      if (latest === undefined || lasts === undefined || latest + lasts > warmUp) continue;
      const { scenario, env } = this.checked;
      const message = `this is over at ${durationText(latest + lasts)}, and nothing is counted before ${durationText(warmUp)}`;
      const related = [{ uri: scenario.uri, range: scenario.symbol.nameRange, message: `scenario '${scenario.name}'` }];
      env
        .contextOf(written.uri)
        .report('FTM443', written.node.trigger?.range ?? written.node.range, message, { related });
    }
  }

  /** A crash of a node that another fault has crashed already, and for certain. */
  private checkDownAlready(): void {
    const crashes = this.outages.flatMap(({ written, model }) => {
      const { action, trigger, probability } = model;
      if (action.kind !== 'crash' || trigger.kind !== 'at' || probability < 1) return [];
      const places = action.targets.flatMap((target) => (target.kind === 'places' ? target.places : []));
      // With other targets it may hit others as well.
      return places.length === 0 || action.targets.some(({ kind }) => kind !== 'places')
        ? []
        : [
            {
              written,
              from: trigger.atNs,
              to: action.forNs === undefined ? Infinity : trigger.atNs + action.forNs,
              places,
            },
          ];
    });
    const isEnded = this.outages.some(({ model }) => model.action.kind === 'restart');
    for (const crash of crashes) {
      const earlier = crashes.find(
        (each) =>
          each !== crash &&
          each.from < crash.from &&
          each.to >= crash.to &&
          crash.from < each.to &&
          crash.places.every((place) => each.places.includes(place)),
      );
      if (earlier === undefined || isEnded) continue;
      const until = earlier.to === Infinity ? '' : ` to ${durationText(earlier.to)}`;
      const message = `another fault keeps this down from ${durationText(earlier.from)}${until}, so this changes nothing`;
      const related = [{ uri: earlier.written.uri, range: earlier.written.node.range, message: 'it is crashed here' }];
      this.checked.env
        .contextOf(crash.written.uri)
        .report('FTM442', crash.written.node.action?.range ?? crash.written.node.range, message, { related });
    }
  }
}

/** Whether an action keeps replicas of a store from the others. */
function takesAway(action: ActionModel, bound: StorePolicy): boolean {
  if (action.kind === 'partition') {
    return action.groups.some((group) => group.some((target) => isOfStore(target, bound)));
  }
  if (action.kind !== 'crash' && action.kind !== 'pause' && action.kind !== 'isolate') return false;
  return action.targets.some((target) => isOfStore(target, bound));
}

function isOfStore(target: TargetModel, { store }: StorePolicy): boolean {
  return target.kind === 'places'
    ? store.on.some((node) => target.places.includes(node.id))
    : target.store === store.index;
}

function isPlace(target: TargetModel, id: number): boolean {
  return target.kind === 'places' && target.places.includes(id);
}
