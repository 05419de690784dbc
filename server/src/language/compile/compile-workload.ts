import type { BoundBalancer, BoundHandler, BoundPlace, BoundService, BoundStore, BoundWorkload } from '../bind/bound';
import { chooseHandler } from '../bind/choose-handler';
import { wanted, wantedPlace } from '../bind/find-thing';
import type { DataType, KeyDistribution, OperationKind, OperationMix, WorkloadModel, WorkloadTarget } from '../model';
import { toNanos } from '../model';
import type { Settings } from '../settings/settings';
import { expandNames } from '../syntax/name-patterns';
import type { NameNode, PathNode } from '../syntax/syntax-tree';
import { valueOfKind } from '../values/value';
import { backoffOf } from './compile-components';
import { given } from './given';
import { defaultOperations, operationsOf, refusedOperation, whyNot } from './operations';
import { findIn, type ScenarioEnv } from './scenario-env';
import { writtenAt } from './written-at';

/** How long a closed-loop operation is taken to last, for the number of keys when none is given. */
const ASSUMED_OPERATION_NS = 10e6;
/** Operations a second that one key is made for, so that the history of a key stays one that can be checked. */
const OPERATIONS_PER_KEY = 10;

const wantedTarget = wanted<BoundStore | BoundService | BoundBalancer>('a store, service or balancer', [
  'store',
  'service',
  'balancer',
]);

/** What load goes to, once it is known. */
type Destination =
  | { readonly kind: 'store'; readonly store: BoundStore }
  | { readonly kind: 'service' | 'balancer'; readonly index: number; readonly handler: BoundHandler };

/** A workload in a topology; undefined where it does not fit, which `env` has been told. */
export function compileWorkload(workload: BoundWorkload, env: ScenarioEnv): WorkloadModel | undefined {
  const settings = env.overrides.settingsOf(workload);
  const from = sourcesOf(workload, env);
  const destination = destinationOf(workload.route?.to, workload.uri, env);
  checkLoad(settings, workload, env);
  const store = destination?.kind === 'store' ? destination.store : undefined;
  const operations = destination && mixOf(settings, store, workload, env);
  if (destination === undefined || operations === undefined || from.length === 0) return undefined;
  const load = loadOf(settings);
  return {
    name: workload.name,
    from: from.map((place) => place.id),
    target: targetOf(destination),
    load,
    operations,
    keys: keysOf(settings, load),
    timeoutNs: settings.ns('timeout'),
    retries: settings.count('retries'),
    ...given('backoff', backoffOf(settings.call('backoff'))),
    origin: env.origins.of(workload.uri, workload.symbol.nameRange),
    writtenAt: writtenAt(settings, env.origins),
  };
}

function sourcesOf(workload: BoundWorkload, env: ScenarioEnv): readonly BoundPlace[] {
  const found = new Set<BoundPlace>();
  for (const pattern of workload.route?.from ?? []) {
    for (const name of expandNames(pattern)) {
      const place = findIn(env, wantedPlace, name, workload.uri);
      if (place !== undefined) found.add(place);
    }
  }
  return [...found];
}

function destinationOf(path: PathNode | undefined, uri: string, env: ScenarioEnv): Destination | undefined {
  const [first, second, third] = path?.segments ?? [];
  if (first === undefined) return undefined;
  const thing = findIn(env, wantedTarget, first, uri);
  if (thing === undefined) return undefined;
  const surplus = thing.kind === 'store' ? second : third;
  if (surplus !== undefined) {
    const message = `load goes to a store, or to a handler of a service or balancer, such as front.checkout`;
    env.contextOf(uri).report('FTM208', surplus.range, message);
    return undefined;
  }
  if (thing.kind === 'store') return { kind: 'store', store: thing };
  const service = thing.kind === 'balancer' ? thing.to : thing;
  const handler = service && handlerOf(service, second, first, uri, env);
  return handler && { kind: thing.kind, index: thing.index, handler };
}

function handlerOf(
  service: BoundService,
  name: NameNode | undefined,
  place: NameNode,
  uri: string,
  env: ScenarioEnv,
): BoundHandler | undefined {
  const chosen = chooseHandler(service, name, place);
  if (chosen.kind === 'found') {
    if (name !== undefined) env.sink.found(chosen.handler.symbol, uri, name.range);
    return chosen.handler;
  }
  if (!env.topology.names.isIncomplete) {
    env.contextOf(uri).report('FTM209', chosen.at.range, chosen.message, chosen.extras);
  }
  return undefined;
}

function checkLoad(settings: Settings, workload: BoundWorkload, env: ScenarioEnv): void {
  const sessions = settings.written('sessions');
  const rate = settings.written('rate');
  const think = settings.written('think');
  if (sessions !== undefined && rate !== undefined) {
    const message = "a workload has a 'rate', or 'sessions' that wait for answers; remove one of them";
    const related = [{ uri: sessions.uri, range: sessions.range, message: 'the sessions' }];
    env.contextOf(rate.uri).report('FTM327', rate.range, message, { related });
  } else if (think !== undefined && sessions === undefined) {
    const message = "'think' is a pause of sessions; add 'sessions: 20', or remove it";
    env.contextOf(workload.uri).report('FTM328', think.range, message);
  }
}

function mixOf(
  settings: Settings,
  store: BoundStore | undefined,
  workload: BoundWorkload,
  env: ScenarioEnv,
): OperationMix | undefined {
  if (store === undefined) {
    const written = settings.written('operations');
    if (written !== undefined) {
      const message = "'operations' is of stores; what a request to a service does is in its handler";
      env.contextOf(written.uri).report('FTM328', written.range, message);
    }
    return { kind: 'shares', shares: [] };
  }
  const data = (env.overrides.settingsOf(store).word('data') as DataType | undefined) ?? 'register';
  const written = settings.written('operations');
  const value = valueOfKind('operations', written?.value);
  if (value === undefined) return defaultOperations(data);
  const allowed: readonly string[] = operationsOf(data);
  const choice = env.overrides.policyOf(store)?.choice;
  const policy = choice && env.overrides.effective(choice);
  let sound = true;
  for (const { word, range } of value.operations) {
    const context = env.contextOf(written?.uri ?? workload.uri);
    if (!allowed.includes(word)) {
      sound = false;
      const { message, extras } = refusedOperation(word, range, store.name, data);
      context.report('FTM326', range, message, extras);
      continue;
    }
    const reason = policy && whyNot(word as OperationKind, policy);
    if (reason === undefined) continue;
    sound = false;
    context.report('FTM333', range, `'${store.name}' cannot do '${word}': ${reason}`);
  }
  if (!sound) return undefined;
  if (value.inOrder) return { kind: 'sequence', sequence: value.operations.map((each) => each.word as OperationKind) };
  return {
    kind: 'shares',
    shares: value.operations.map(({ word, share }) => ({ operation: word as OperationKind, share })),
  };
}

function targetOf(destination: Destination): WorkloadTarget {
  switch (destination.kind) {
    case 'store':
      return { kind: 'store', store: destination.store.index };
    case 'service':
      return { kind: 'service', service: destination.index, handler: destination.handler.name };
    case 'balancer':
      return { kind: 'balancer', balancer: destination.index, handler: destination.handler.name };
  }
}

function loadOf(settings: Settings): WorkloadModel['load'] {
  const sessions = settings.optionalCount('sessions');
  if (sessions === undefined) return { kind: 'open', ratePerS: settings.perS('rate') };
  return { kind: 'closed', sessions, thinkNs: settings.ns('think') };
}

function keysOf(settings: Settings, load: WorkloadModel['load']): KeyDistribution {
  const call = settings.call('keys');
  const count = valueOfKind('count', call?.args.get('count'))?.count;
  if (call !== undefined && count !== undefined) {
    const skew = valueOfKind('count', call.args.get('skew'))?.count ?? 0;
    return call.name === 'zipf' ? { kind: 'zipf', count, skew } : { kind: 'uniform', count };
  }
  const perS =
    load.kind === 'open' ? load.ratePerS : (load.sessions * 1e9) / (toNanos(load.thinkNs) + ASSUMED_OPERATION_NS);
  return { kind: 'uniform', count: Math.max(1, Math.round(perS / OPERATIONS_PER_KEY)) };
}
