import { durationOf } from '../../compile/compile-faults';
import { faultsOf, type WrittenFault } from '../../compile/compile-scenario';
import type { ActionModel, FaultModel, PolicyModel } from '../../model';
import type { RelatedPlace } from '../../problem';
import type { ProblemCode } from '../../problem-codes';
import type { CheckedScenario } from '../check-scenario';
import { counted, durationText } from '../check-store';
import { earliestNs, latestNs } from './fault-times';
import { areWorkloadsKnown, writes } from './workload-effects';

/** Reports faults of a scenario that cannot happen, hit nothing, or are not seen to their end. */
export function checkFaultDesign(checked: CheckedScenario): void {
  new FaultDesign(checked).run();
}

class FaultDesign {
  private readonly durationNs: number;

  constructor(private readonly checked: CheckedScenario) {
    this.durationNs = checked.scenario.settings.longNs('duration') ?? 0;
  }

  run(): void {
    faultsOf(this.checked.scenario).forEach((fault, index) => {
      const model = this.checked.faults[index];
      if (model !== undefined) this.checkFault(fault, model);
    });
  }

  private checkFault(fault: WrittenFault, model: FaultModel): void {
    const first = earliestNs(model.trigger);
    const range = fault.node.trigger?.range ?? fault.node.range;
    if (first !== undefined && first >= this.durationNs) {
      const message = `this happens at ${durationText(first)}, and scenario '${this.checked.scenario.name}' ends at ${durationText(this.durationNs)}`;
      this.reportFault('FTM421', fault, range, message);
      return;
    }
    const last = latestNs(model.trigger);
    const lasts = durationOf(model.action);
    if (last !== undefined && lasts !== undefined && model.trigger.kind === 'at' && last + lasts > this.durationNs) {
      const message = `this lasts until ${durationText(last + lasts)}, and scenario '${this.checked.scenario.name}' ends at ${durationText(this.durationNs)}`;
      this.reportFault('FTM426', fault, fault.node.action?.duration?.range ?? range, message);
    }
    this.checkReachable(fault, model);
    this.checkSides(fault, model);
    this.checkSpares(fault, model);
    if (model.action.kind === 'heal' && last !== undefined && !this.anyBefore(last, isSplit)) {
      this.reportFault('FTM422', fault, fault.node.range, 'no partition, isolation or cut has begun when this heals');
    }
    if (model.action.kind === 'restart' && last !== undefined && !this.anyBefore(last, stopsNodes)) {
      this.reportFault('FTM422', fault, fault.node.range, 'no crash has begun when this restarts anything');
    }
  }

  /** Leaders where none are, writes where nobody writes, targets that are empty, a surge of nothing. */
  private checkReachable(fault: WrittenFault, model: FaultModel): void {
    const { trigger, action } = model;
    const range = fault.node.trigger?.range ?? fault.node.range;
    if (model.probability === 0) {
      this.reportFault(
        'FTM423',
        fault,
        fault.node.probability?.range ?? range,
        'with a probability of zero this never happens',
      );
      return;
    }
    if (trigger.kind === 'leader-changes') {
      const leaderless = this.leaderless(trigger.store);
      if (leaderless !== undefined) this.reportFault('FTM423', fault, range, `${leaderless}, so this never happens`);
    } else if (trigger.kind === 'write-acknowledged' && !this.hasWrites(trigger.store)) {
      const name = this.checked.env.topology.stores[trigger.store]?.name ?? '';
      this.reportFault(
        'FTM423',
        fault,
        range,
        `no workload of this scenario writes to '${name}', so this never happens`,
      );
    }
    if (!('targets' in action)) return;
    for (const target of action.targets) {
      const message =
        target.kind === 'leader' || target.kind === 'followers'
          ? this.leaderless(target.store)
          : target.kind === 'places' && target.places.length === 0
            ? `'${target.text}' is empty`
            : undefined;
      const excess = target.kind === 'random' ? this.tooMany(target.count, target.store) : undefined;
      if (excess !== undefined) this.reportFault('FTM423', fault, fault.node.action?.range ?? range, excess);
      if (message === undefined) continue;
      this.reportFault('FTM423', fault, fault.node.action?.range ?? range, `${message}, so this hits nothing`);
    }
  }

  /** Who stands on two sides of a partition would be on the first, whatever was meant. */
  private checkSides(fault: WrittenFault, { action }: FaultModel): void {
    if (action.kind !== 'partition') return;
    const side = new Map<number, number>();
    action.groups.forEach((targets, index) => {
      const places = targets.flatMap((target) => (target.kind === 'places' ? target.places : []));
      const twice = places.find((place) => (side.get(place) ?? index) !== index);
      for (const place of places) if (!side.has(place)) side.set(place, index);
      if (twice === undefined) return;
      const name = this.checked.env.topology.places[twice]?.name ?? '';
      const message = `'${name}' stands on two sides of this partition; take it out of one`;
      this.reportFault('FTM207', fault, fault.node.action?.range ?? fault.node.range, message);
    });
  }

  /** A fragment of an erasure-coded store stays where it is until a spare can take it. */
  private checkSpares(fault: WrittenFault, { action, trigger }: FaultModel): void {
    const first = earliestNs(trigger);
    if (action.kind !== 'remove' || first === undefined || this.checked.faults.includes(undefined)) return;
    const bound = this.checked.stores.find(({ store }) => store.index === action.store);
    if (bound?.policy.family !== 'erasure') return;
    const { store, replicas } = bound;
    let spares = store.on.length - replicas;
    for (const other of this.checked.faults) {
      if (other?.action.kind !== 'add' && other?.action.kind !== 'remove') continue;
      if (other.action.store !== action.store || (earliestNs(other.trigger) ?? 0) >= first) continue;
      spares += (other.action.kind === 'add' ? 1 : -1) * other.action.targets.length;
    }
    if (spares > 0) return;
    const message = `all nodes of '${store.name}' hold one of its ${String(replicas)} fragments when this happens, so none is removed; add a spare to '${store.name}' before`;
    this.reportFault('FTM454', fault, fault.node.action?.range ?? fault.node.range, message);
  }

  /** More than there are can only mean all of them. */
  private tooMany(count: number, store: number): string | undefined {
    const bound = this.checked.stores.find((each) => each.store.index === store);
    if (bound === undefined || count <= bound.store.on.length) return undefined;
    const { name, on } = bound.store;
    return `'${name}' has ${counted(on.length, 'node')}, so there are no ${String(count)} to hit`;
  }

  private leaderless(store: number): string | undefined {
    const bound = this.checked.stores.find((each) => each.store.index === store);
    if (bound === undefined || hasLeader(bound.policy)) return undefined;
    return `'${bound.store.name}' replicates with '${bound.policy.family}' and has no leader`;
  }

  private hasWrites(store: number): boolean {
    if (!areWorkloadsKnown(this.checked)) return true;
    return this.checked.workloads.some(
      (workload) => workload.target.kind !== 'store' || (workload.target.store === store && writes(workload)),
    );
  }

  private anyBefore(timeNs: number, begins: (action: ActionModel) => boolean): boolean {
    return this.checked.faults.some((fault) => {
      // One with a mistake in it may be what is meant.
      if (fault === undefined) return true;
      if (!begins(fault.action)) return false;
      const first = earliestNs(fault.trigger);
      return first === undefined || first < timeNs;
    });
  }

  private reportFault(
    code: ProblemCode,
    fault: WrittenFault,
    range: { start: number; end: number },
    message: string,
  ): void {
    const { scenario, env } = this.checked;
    const related: RelatedPlace[] = [
      { uri: scenario.uri, range: scenario.symbol.nameRange, message: `scenario '${scenario.name}'` },
    ];
    env.contextOf(fault.uri).report(code, range, message, { related });
  }
}

function isSplit(action: ActionModel): boolean {
  return action.kind === 'partition' || action.kind === 'isolate' || action.kind === 'cut';
}

/** What `restart` ends; a node that goes wrong by itself may have crashed too. */
function stopsNodes(action: ActionModel): boolean {
  return action.kind === 'crash' || action.kind === 'wipe' || action.kind === 'leak' || action.kind === 'deploy';
}

function hasLeader(policy: PolicyModel): boolean {
  return (
    policy.family !== 'quorum' &&
    policy.family !== 'gossip' &&
    policy.family !== 'voting' &&
    policy.family !== 'erasure'
  );
}
