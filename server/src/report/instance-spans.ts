import type { ScenarioModel } from '../language/model';
import { EventKind, initialPlaces, InstanceState, type Run } from '../simulation';

export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Event that began it; -1 where it is so from the start. */
  readonly event: number;
}

/**
 * When a node had an instance of a service, running or dead: the other nodes of an autoscaled service are spares. Of each
 * service the stretches of each node, by place id.
 */
export function instanceSpans(
  { services, places }: ScenarioModel,
  { trace, endedAt }: Pick<Run, 'trace' | 'endedAt'>,
): readonly (readonly (readonly Stretch[])[])[] {
  const stretches = services.map(() => places.map((): Stretch[] => []));
  const here = services.map(() => places.map(() => new Set<number>()));
  const begun = services.map(() => places.map(() => ({ from: 0, event: -1 })));
  services.forEach((service, index) => {
    initialPlaces(service).forEach((place, instance) => here[index]?.[place]?.add(instance));
  });
  for (let event = 0; event < trace.length; event += 1) {
    if (trace.kind[event] !== EventKind.Instance) continue;
    const [service, place, at] = [trace.a[event] ?? -1, trace.place[event] ?? -1, trace.time[event] ?? 0];
    const instances = here[service]?.[place];
    const beginning = begun[service]?.[place];
    if (instances === undefined || beginning === undefined) continue;
    const had = instances.size > 0;
    if (trace.b[event] === InstanceState.Stopped) instances.delete(trace.c[event] ?? 0);
    else instances.add(trace.c[event] ?? 0);
    const has = instances.size > 0;
    if (has && !had) Object.assign(beginning, { from: at, event });
    if (had && !has) stretches[service]?.[place]?.push({ ...beginning, to: at });
  }
  here.forEach((byPlace, service) => {
    byPlace.forEach((instances, place) => {
      const beginning = begun[service]?.[place];
      if (instances.size > 0 && beginning !== undefined)
        stretches[service]?.[place]?.push({ ...beginning, to: endedAt });
    });
  });
  return stretches;
}
