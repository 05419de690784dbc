import type { BoundPlace } from '../bind/bound';
import { toNanos, type DomainModel, type FailureData, type GroupModel, type PlaceModel } from '../model';
import { nodeBlock } from '../schema/topology-schemas';
import { Settings } from '../settings/settings';
import { valueOfKind } from '../values/value';
import { given } from './given';
import type { ScenarioEnv } from './scenario-env';

/** A client has what a node has by default. */
const clientHardware = new Settings(nodeBlock);

export function compileDomains(env: ScenarioEnv): readonly DomainModel[] {
  return env.topology.domains.map((domain) => ({
    name: domain.name,
    kind: domain.kind,
    parent: domain.parent?.index ?? -1,
    ...failureData(env.overrides.settingsOf(domain)),
    origin: env.origins.of(domain.uri, domain.symbol.nameRange),
  }));
}

export function compilePlaces(env: ScenarioEnv): readonly PlaceModel[] {
  return env.topology.places.map((place) => compilePlace(place, env));
}

export function compileGroups(env: ScenarioEnv): readonly GroupModel[] {
  return env.topology.groups.map((group) => ({
    name: group.name,
    members: group.members.map((place) => place.id),
    ...failureData(env.overrides.settingsOf(group)),
    origin: env.origins.of(group.uri, group.symbol.nameRange),
  }));
}

function compilePlace(place: BoundPlace, env: ScenarioEnv): PlaceModel {
  const own = env.overrides.settingsOf(place);
  const settings = place.kind === 'node' ? own : clientHardware;
  const clock = settings.section('clock');
  const disk = settings.section('disk');
  return {
    kind: place.kind,
    name: place.name,
    domain: place.domain?.index ?? -1,
    clock: { skewNs: clock.ns('skew'), driftPpm: clock.share('drift') * 1e6 },
    disk: {
      latency: disk.distribution('latency') ?? { kind: 'constant', value: toNanos(0) },
      capacityBytes: valueOfKind('size', disk.value('capacity'))?.bytes ?? 0,
    },
    ...given('cores', settings.optionalCount('cores')),
    ...failureData(own),
    origin: env.origins.of(place.uri, place.symbol.nameRange),
  };
}

function failureData(settings: Settings): FailureData {
  return { ...given('mtbfNs', settings.longNs('mtbf')), ...given('mttrNs', settings.longNs('mttr')) };
}
