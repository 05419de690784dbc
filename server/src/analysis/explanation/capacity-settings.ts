import type { ScenarioModel, ServiceModel } from '../../language/model';
import type { ComponentSetting } from './component-settings';
import { settingOrigin } from './setting-origin';

/** A queue that holds a rush until it is over, at the price of waiting. */
const LONGER_QUEUE = 10;

/** What gives services that turned requests away more room: more instances, more cores, a longer queue. */
export function capacitySettings(
  scenario: ScenarioModel,
  overloaded: ReadonlySet<number>,
): readonly ComponentSetting[] {
  return [...overloaded].flatMap((index) => {
    const service = scenario.services[index];
    return service === undefined
      ? []
      : [...moreInstances(scenario, service), ...moreCores(scenario, service), longerQueue(scenario, service)];
  });
}

function moreInstances(scenario: ScenarioModel, service: ServiceModel): readonly ComponentSetting[] {
  const { autoscale, nodes } = service;
  const max = Math.min(2 * (autoscale?.max ?? 0), nodes.length);
  if (autoscale === undefined || max <= autoscale.max) return [];
  const changed = { ...service, autoscale: { ...autoscale, max } };
  return [offer(scenario, service, `autoscale { max: ${max} }`, `autoscale { max: ${autoscale.max} }`, changed)];
}

/** Of the machines that it runs on. */
function moreCores(scenario: ScenarioModel, service: ServiceModel): readonly ComponentSetting[] {
  const bounded = service.nodes.filter((node) => scenario.places[node]?.cores !== undefined);
  const [first] = bounded;
  const place = first === undefined ? undefined : scenario.places[first];
  if (place?.cores === undefined) return [];
  const now = place.cores;
  // Where machines differ, no one number says what is there.
  if (bounded.some((node) => scenario.places[node]?.cores !== now)) return [];
  const names = bounded.map((node) => scenario.places[node]?.name ?? '?');
  const places = scenario.places.map((each, id) => (bounded.includes(id) ? { ...each, cores: 2 * now } : each));
  return [
    {
      ...{ setting: `cores: ${2 * now}`, insteadOf: `cores: ${now}`, of: names.join(', '), origin: place.origin },
      scenario: { ...scenario, places },
    },
  ];
}

function longerQueue(scenario: ScenarioModel, service: ServiceModel): ComponentSetting {
  const queue = LONGER_QUEUE * Math.max(1, service.queue);
  return offer(scenario, service, `queue: ${queue}`, `queue: ${service.queue}`, { ...service, queue });
}

function offer(
  scenario: ScenarioModel,
  service: ServiceModel,
  setting: string,
  insteadOf: string,
  changed: ServiceModel,
): ComponentSetting {
  const services = scenario.services.map((each) => (each === service ? changed : each));
  const origin = settingOrigin(setting, service.writtenAt, service.origin);
  return { setting, insteadOf, of: service.name, origin, scenario: { ...scenario, services } };
}
