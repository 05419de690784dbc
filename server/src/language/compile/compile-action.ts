import type { BoundService, BoundStore } from '../bind/bound';
import { wantedService } from '../bind/find-thing';
import type { ActionModel, TargetModel } from '../model';
import { toNanos } from '../model';
import { familyByName } from '../schema/policy-schemas';
import { deployBlock } from '../schema/run-schemas';
import { positiveDuration, type ValueType } from '../schema/value-type';
import { readSettings } from '../settings/read-settings';
import type { TextRange } from '../source-text';
import type * as tree from '../syntax/syntax-tree';
import { nearestWord } from '../nearest-word';
import { listed } from '../values/describe-type';
import { readValue } from '../values/read-value';
import { valueOfKind, type Value } from '../values/value';
import { compilePolicy } from './compile-policy';
import { compileLinkSet, compileTargets, findStore, type Reach } from './compile-targets';
import { given } from './given';
import { refusalOf, type OperatorOrderKind } from './refused-orders';
import { findIn, type ScenarioEnv } from './scenario-env';

/** Share of a disk's blocks that `corrupt disk` hits when nothing is said. */
const CORRUPT_DISK_SHARE = 0.01;

/** What a fault does; undefined where it cannot be said, which has been told. */
export function compileAction(
  fault: tree.FaultNode,
  action: tree.ActionNode,
  uri: string,
  env: ScenarioEnv,
): ActionModel | undefined {
  return new ActionCompilation(fault, uri, env).compile(action);
}

class ActionCompilation {
  constructor(
    private readonly fault: tree.FaultNode,
    private readonly uri: string,
    private readonly env: ScenarioEnv,
  ) {}

  compile(node: tree.ActionNode): ActionModel | undefined {
    const lasting = this.lasting(node);
    switch (node.kind) {
      case 'crash':
      case 'pause':
      case 'isolate':
      case 'fill-disk':
      case 'lose-fsync': {
        const targets = this.targets(node.targets, node.kind === 'isolate' ? 'places' : 'nodes');
        if (node.kind === 'fill-disk' || node.kind === 'lose-fsync') this.checkDisks(node.range, targets);
        return targets && { kind: node.kind, targets, ...lasting };
      }
      case 'restart':
      case 'wipe': {
        const targets = this.targets(node.targets, 'nodes');
        if (node.kind === 'wipe') this.checkDisks(node.range, targets);
        return targets && { kind: node.kind, targets };
      }
      case 'slow':
      case 'slow-disk': {
        const targets = this.targets(node.targets, 'nodes');
        if (node.kind === 'slow-disk') this.checkDisks(node.range, targets);
        const factor = valueOfKind('factor', this.read({ kind: 'factor' }, node.by, "'by'"))?.factor;
        return targets && factor !== undefined ? { kind: node.kind, targets, factor, ...lasting } : undefined;
      }
      case 'skew': {
        const targets = this.targets(node.targets, 'nodes');
        const by = this.read({ kind: 'duration', signed: true }, node.by, "'by'");
        const byNs = valueOfKind('duration', by)?.ns;
        return targets && byNs !== undefined ? { kind: 'skew', targets, byNs: toNanos(byNs), ...lasting } : undefined;
      }
      case 'drift': {
        const targets = this.targets(node.targets, 'nodes');
        const share = valueOfKind('ratio', this.read({ kind: 'ratio', signed: true }, node.by, "'by'"))?.share;
        return targets && share !== undefined ? { kind: 'drift', targets, ppm: share * 1e6, ...lasting } : undefined;
      }
      case 'corrupt-disk': {
        const targets = this.targets(node.targets, 'nodes');
        this.checkDisks(node.range, targets);
        const share = node.share === undefined ? CORRUPT_DISK_SHARE : this.share(node.share);
        return targets && share !== undefined ? { kind: 'corrupt-disk', targets, share } : undefined;
      }
      case 'delay':
      case 'reorder': {
        const links = compileLinkSet(node.links, this.uri, this.env);
        const ns = this.ns(node.by, node.kind === 'delay' ? "'by'" : "'within'");
        if (links === undefined || ns === undefined) return undefined;
        return node.kind === 'delay'
          ? { kind: 'delay', links, byNs: toNanos(ns), ...lasting }
          : { kind: 'reorder', links, withinNs: toNanos(ns), ...lasting };
      }
      case 'drop':
      case 'duplicate':
      case 'corrupt': {
        const links = compileLinkSet(node.links, this.uri, this.env);
        const share = this.share(node.share);
        if (links === undefined || share === undefined) return undefined;
        return { kind: node.kind === 'corrupt' ? 'corrupt-links' : node.kind, links, share, ...lasting };
      }
      case 'partition':
        return {
          kind: 'partition',
          groups: node.groups.map((group) => compileTargets(group, 'places', this.uri, this.env)),
          ...lasting,
        };
      case 'cut': {
        const from = this.targets(node.from, 'places');
        const to = this.targets(node.to, 'places');
        return from && to && { kind: 'cut', from, to, ...lasting };
      }
      case 'heal':
        return { kind: 'heal' };
      case 'byzantine': {
        const targets = this.targets(node.targets, 'nodes');
        const behaviour = this.behaviour(node.behaviour);
        this.checkByzantine(node.range, targets);
        return targets && behaviour && { kind: 'byzantine', targets, behaviour, ...lasting };
      }
      case 'bug': {
        const service = this.service(node.service);
        const share = this.share(node.failing);
        return service && share !== undefined ? { kind: 'bug', service: service.index, share, ...lasting } : undefined;
      }
      case 'leak': {
        const service = this.service(node.service);
        const ns = this.ns(node.crashingAfter, "'after'");
        return service && ns !== undefined
          ? { kind: 'leak', service: service.index, crashAfterNs: toNanos(ns), ...lasting }
          : undefined;
      }
      case 'deploy':
        return this.deploy(node);
      case 'reconfigure':
        return this.reconfigure(node);
      case 'add':
      case 'remove':
      case 'promote': {
        const store = findStore(node.store, this.uri, this.env);
        const targets = this.targets(node.targets, 'nodes');
        if (store === undefined) return undefined;
        this.checkOrder(node.kind, node.range, store);
        if (targets === undefined) return undefined;
        this.checkMembership(node, store, targets);
        return { kind: node.kind, targets, store: store.index };
      }
      case 'surge':
        return this.surge(node, lasting);
    }
  }

  private lasting(node: tree.ActionNode): { readonly forNs?: ReturnType<typeof toNanos> } {
    const changed = this.env.overrides.timesOf(this.fault).forNs;
    const ns = changed ?? this.ns(node.duration, "'for'");
    return given('forNs', ns === undefined ? undefined : toNanos(ns));
  }

  private read(type: ValueType, value: tree.ValueNode | undefined, label: string): Value | undefined {
    return value && readValue(type, value, label, this.env.contextOf(this.uri));
  }

  private ns(value: tree.ValueNode | undefined, label: string): number | undefined {
    return valueOfKind('duration', this.read(positiveDuration, value, label))?.ns;
  }

  private share(value: tree.ValueNode | undefined): number | undefined {
    return valueOfKind('ratio', this.read({ kind: 'ratio', positive: true }, value, 'the share'))?.share;
  }

  /** Undefined where there are none, so that a fault which lost its targets to mistakes is not half done. */
  private targets(nodes: readonly tree.TargetNode[], reach: Reach): readonly TargetModel[] | undefined {
    const targets = compileTargets(nodes, reach, this.uri, this.env);
    return targets.length === 0 ? undefined : targets;
  }

  private service(name: tree.NameNode | undefined): BoundService | undefined {
    return name && findIn(this.env, wantedService, name, this.uri);
  }

  private behaviour(name: tree.NameNode | undefined): 'equivocate' | 'lie' | 'silent' | 'replay' | undefined {
    if (name === undefined) return undefined;
    switch (name.text) {
      case 'equivocate':
      case 'lie':
      case 'silent':
      case 'replay':
        return name.text;
      default: {
        const meant = nearestWord(name.text, behaviours);
        const choice = `it can ${listed(behaviours)}`;
        const advice = meant === undefined ? choice : `${choice}; did you mean '${meant}'?`;
        const fixes =
          meant === undefined ? [] : [{ title: `Write '${meant}'`, edits: [{ range: name.range, newText: meant }] }];
        const message = `a Byzantine node cannot '${name.text}'; ${advice}`;
        this.env.contextOf(this.uri).report('FTM305', name.range, message, { fixes });
        return undefined;
      }
    }
  }

  private deploy(node: tree.ChangeActionNode): ActionModel | undefined {
    const service = this.service(node.component);
    const settings = readSettings(node.body?.items ?? [], deployBlock, this.env.contextOf(this.uri));
    return (
      service && {
        kind: 'deploy',
        service: service.index,
        errorShare: settings.share('errors'),
        batch: settings.count('batch'),
        intervalNs: settings.ns('interval'),
        ...given('rollbackAfterNs', settings.optionalNs('rollback-after')),
      }
    );
  }

  private reconfigure(node: tree.ChangeActionNode): ActionModel | undefined {
    const store = findStore(node.component, this.uri, this.env);
    const chosen = store && this.env.overrides.policyOf(store);
    const effective = chosen && this.env.overrides.effective(chosen.choice);
    const schema = effective && familyByName.get(effective.family)?.block;
    if (store === undefined || chosen === undefined || effective === undefined || schema === undefined)
      return undefined;
    this.checkOrder('reconfigure', node.range, store);
    const changes = readSettings(node.body?.items ?? [], schema, this.env.contextOf(this.uri));
    const settings = changes.derivedFrom(effective.settings);
    return {
      kind: 'reconfigure',
      store: store.index,
      policy: compilePolicy({ ...effective, settings }, chosen, store, this.env),
    };
  }

  private checkOrder(order: OperatorOrderKind, range: TextRange, store: BoundStore): void {
    const chosen = this.env.overrides.policyOf(store);
    const family = chosen && this.env.overrides.effective(chosen.choice)?.family;
    const why = family && refusalOf(family, order);
    if (why === undefined) return;
    const message = `${family} cannot carry out '${order}': ${why}; remove it`;
    this.env.contextOf(this.uri).report('FTM335', range, message);
  }

  /** Clients keep nothing on disks. */
  private checkDisks(range: TextRange, targets: readonly TargetModel[] | undefined): void {
    const isClient = (place: number): boolean => this.env.topology.places[place]?.kind === 'client';
    for (const target of targets ?? []) {
      if (target.kind !== 'places' || !target.places.every(isClient)) continue;
      const message = `'${target.text}' has no disk: clients keep nothing, data lies on nodes`;
      this.env.contextOf(this.uri).report('FTM210', range, message);
    }
  }

  private checkByzantine(range: TextRange, targets: readonly TargetModel[] | undefined): void {
    const replicas = new Set(this.env.topology.stores.flatMap(({ on }) => on.map(({ id }) => id)));
    for (const target of targets ?? []) {
      if (target.kind !== 'places' || target.places.some((place) => replicas.has(place))) continue;
      const message = `'${target.text}' holds no replica of a store: it says nothing that could be false`;
      this.env.contextOf(this.uri).report('FTM210', range, message);
    }
  }

  private checkMembership(node: tree.MembershipActionNode, store: BoundStore, targets: readonly TargetModel[]): void {
    if (node.kind === 'add') return;
    const replicas = new Set(store.on.map((place) => place.id));
    for (const target of targets) {
      if (target.kind !== 'places' || target.places.some((place) => replicas.has(place))) continue;
      // A node that an earlier entry may have added is no mistake.
      if (target.places.some((place) => (this.env.topology.places[place]?.kind ?? 'client') === 'node')) continue;
      const message = `'${target.text}' cannot be a replica of '${store.name}': load comes from clients, data lies on nodes`;
      this.env.contextOf(this.uri).report('FTM210', node.range, message);
    }
  }

  private surge(
    node: tree.SurgeActionNode,
    lasting: { readonly forNs?: ReturnType<typeof toNanos> },
  ): ActionModel | undefined {
    const factor = valueOfKind('factor', this.read({ kind: 'factor' }, node.by, "'by'"))?.factor;
    const name = node.workload?.segments[0];
    if (name === undefined || factor === undefined) return undefined;
    const workload = this.env.findWorkload(name, this.uri);
    return workload === undefined ? undefined : { kind: 'surge', workload, factor, ...lasting };
  }
}

const behaviours = ['equivocate', 'lie', 'silent', 'replay'] as const;
