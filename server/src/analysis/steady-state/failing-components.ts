import type { FailureData, ScenarioModel } from '../../language/model';
import { all, component, type Formula } from './availability-formula';
import type { Component } from './long-run';

/** What can fail in a topology, and what each place needs in order to work. */
export interface FailingComponents {
  readonly components: readonly Component[];
  /** The place itself, every domain around it and every group it belongs to. */
  placeWorks(place: number): Formula;
}

/** Nodes, domains and groups with both `mtbf` and `mttr`; those without never fail. Times in nanoseconds. */
export function failingComponents(scenario: ScenarioModel): FailingComponents {
  const components: Component[] = [];
  const numbers = new Map<string, number>();
  const add = (key: string, name: string, { mtbfNs, mttrNs }: FailureData): void => {
    if (mtbfNs === undefined || mttrNs === undefined) return;
    numbers.set(key, components.length);
    components.push({ name, mtbf: mtbfNs, mttr: mttrNs });
  };
  scenario.places.forEach((place, id) => {
    add(`place ${id}`, place.name, place);
  });
  scenario.domains.forEach((domain, id) => {
    add(`domain ${id}`, `${domain.kind} ${domain.name}`, domain);
  });
  scenario.groups.forEach((group, id) => {
    add(`group ${id}`, `group ${group.name}`, group);
  });
  return {
    components,
    placeWorks(place) {
      const needed = [`place ${place}`];
      for (let at = scenario.places[place]?.domain ?? -1; at >= 0; at = scenario.domains[at]?.parent ?? -1)
        needed.push(`domain ${at}`);
      scenario.groups.forEach((group, id) => {
        if (group.members.includes(place)) needed.push(`group ${id}`);
      });
      return all(
        needed.flatMap((key) => {
          const number = numbers.get(key);
          return number === undefined ? [] : [component(number)];
        }),
      );
    },
  };
}
