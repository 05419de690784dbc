import type { ScenarioModel } from '../../language/model';

/**
 * What the places on one side are called: by the largest domains that lie on it whole, and by their own names where they
 * lie in none. `region eu, zone us-a, n7`.
 */
export function sideName(scenario: ScenarioModel, side: readonly number[]): string {
  const left = new Set(side);
  const names: string[] = [];
  const held = placesByDomain(scenario);
  const coarsestFirst = [...held.keys()].sort(
    (a, b) => depthOf(scenario.domains, a) - depthOf(scenario.domains, b) || a - b,
  );
  for (const domain of coarsestFirst) {
    const places = held.get(domain) ?? [];
    // A place that is alone in its domain is known better by its own name.
    if (places.length < 2 || !places.every((place) => left.has(place))) continue;
    for (const place of places) left.delete(place);
    const { kind = '', name = '?' } = scenario.domains[domain] ?? {};
    names.push(`${kind} ${name}`);
  }
  return [...names, ...side.flatMap((place) => (left.has(place) ? (scenario.places[place]?.name ?? '?') : []))].join(
    ', ',
  );
}

/** The places of each domain and of those within it. */
function placesByDomain({ places, domains }: ScenarioModel): ReadonlyMap<number, readonly number[]> {
  const held = new Map<number, number[]>();
  places.forEach(({ domain }, place) => {
    for (let at = domain; at >= 0; at = domains[at]?.parent ?? -1) {
      const list = held.get(at);
      if (list === undefined) held.set(at, [place]);
      else list.push(place);
    }
  });
  return held;
}

function depthOf(domains: ScenarioModel['domains'], domain: number): number {
  const parent = domains[domain]?.parent ?? -1;
  return parent < 0 ? 0 : 1 + depthOf(domains, parent);
}
