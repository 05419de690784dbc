import { placesIn } from '../bind/bind-topology';
import type { BoundPlace, BoundStore, BoundThing } from '../bind/bound';
import { wanted, wantedStore } from '../bind/find-thing';
import type { LinkSetModel, TargetModel } from '../model';
import { expandNames } from '../syntax/name-patterns';
import type { LinkSetNode, NamedTargetNode, NameNode, TargetNode } from '../syntax/syntax-tree';
import { count } from '../schema/value-type';
import { readQuantity } from '../values/read-quantity';
import { valueOfKind } from '../values/value';
import { findIn, type ScenarioEnv } from './scenario-env';

/**
 * Whether clients in a domain or group are meant too: what cuts links takes them along, what stops machines does not,
 * for a client stands for users, who do not die with a zone.
 */
export type Reach = 'nodes' | 'places';

const wantedAnything = wanted<BoundThing>(
  'a node, domain, group or component',
  [
    ...(['node', 'client', 'group', 'region', 'datacenter', 'zone', 'rack', 'host'] as const),
    ...(['store', 'service', 'balancer', 'job'] as const),
  ],
  ['leader of STORE', 'followers of STORE', 'random 1 of STORE', 'all of STORE'],
);

/** What a fault hits; targets with mistakes in them are left out, which `env` has been told. */
export function compileTargets(
  nodes: readonly TargetNode[],
  reach: Reach,
  uri: string,
  env: ScenarioEnv,
): readonly TargetModel[] {
  return nodes.flatMap((node) => compileTarget(node, reach, uri, env) ?? []);
}

export function compileLinkSet(node: LinkSetNode | undefined, uri: string, env: ScenarioEnv): LinkSetModel | undefined {
  const targets = (nodes: readonly TargetNode[]) => compileTargets(nodes, 'places', uri, env);
  switch (node?.kind) {
    case undefined:
      return undefined;
    case 'links-everywhere':
      return { kind: 'everywhere' };
    case 'links-of':
      return { kind: 'of', of: targets(node.targets) };
    case 'links-from-to':
      return { kind: 'from', from: targets(node.from), to: targets(node.to) };
    case 'links-between':
      return { kind: 'between', a: targets(node.left), b: targets(node.right) };
  }
}

/** The store of `leader of S` and the like. */
export function findStore(name: NameNode | undefined, uri: string, env: ScenarioEnv): BoundStore | undefined {
  return name && findIn(env, wantedStore, name, uri);
}

function compileTarget(node: TargetNode, reach: Reach, uri: string, env: ScenarioEnv): TargetModel | undefined {
  switch (node.kind) {
    case 'named-target':
      return compileNamed(node, reach, uri, env);
    case 'role-target': {
      if (node.role === 'all') return node.of && compileNamed(node.of, reach, uri, env);
      const store = findStore(node.of?.name?.name, uri, env);
      return store && { kind: node.role, store: store.index };
    }
    case 'random-target': {
      const store = findStore(node.of?.name?.name, uri, env);
      const number = node.count && readQuantity(count(1), node.count, "'random'", env.contextOf(uri));
      const size = valueOfKind('count', number)?.count;
      return store && size !== undefined ? { kind: 'random', count: size, store: store.index } : undefined;
    }
  }
}

function compileNamed(node: NamedTargetNode, reach: Reach, uri: string, env: ScenarioEnv): TargetModel | undefined {
  if (node.name === undefined) return undefined;
  const places = new Set<number>();
  let found = false;
  for (const name of expandNames(node.name)) {
    const thing = findIn(env, wantedAnything, name, uri, node.level?.text);
    if (thing === undefined) continue;
    found = true;
    for (const place of placesOf(thing, reach, env)) places.add(place.id);
  }
  return found ? { kind: 'places', places: [...places], text: env.origins.text(uri, node.range) } : undefined;
}

function placesOf(thing: BoundThing, reach: Reach, env: ScenarioEnv): readonly BoundPlace[] {
  switch (thing.kind) {
    case 'node':
    case 'client':
      return [thing];
    case 'store':
    case 'service':
    case 'balancer':
    case 'job':
      return thing.on;
    case 'group':
    case 'region':
    case 'datacenter':
    case 'zone':
    case 'rack':
    case 'host': {
      const all = placesIn(thing, env.topology.places);
      return reach === 'places' ? all : all.filter((place) => place.kind === 'node');
    }
  }
}
