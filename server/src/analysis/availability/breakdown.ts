import type { ScenarioModel } from '../../language/model';
import type { FaultOccurrence, Run } from '../../simulation';
import { sideName } from './side-name';
import { yieldOf, type Yield } from './yield';

/** How one group of clients fared. */
export interface Share extends Yield {
  readonly kind: 'client' | 'domain' | 'side';
  /** Of the client, the domain, or the domains and places on a side of a partition. */
  readonly name: string;
  /** Of a side: index into `Run.occurrences`. */
  readonly occurrence: number | null;
}

/**
 * Yield and harvest of each client, of each failure domain (by where the client is) and of each side of each partition
 * while it held. What nobody asked for has no row; nor has a division that divides nothing.
 */
export function breakdown(scenario: ScenarioModel, run: Run, operations: Int32Array): readonly Share[] {
  return [
    ...byClient(scenario, run, operations),
    ...byDomain(scenario, run, operations),
    ...bySide(scenario, run, operations),
  ];
}

function byClient(scenario: ScenarioModel, run: Run, operations: Int32Array): readonly Share[] {
  const clients = [...new Set([...operations].map((id) => run.history.client[id] as number))].sort((a, b) => a - b);
  if (clients.length < 2) return [];
  return clients.map((client) => ({
    kind: 'client',
    name: scenario.places[client]?.name ?? '?',
    occurrence: null,
    ...yieldOf(
      run.history,
      operations.filter((id) => run.history.client[id] === client),
    ),
  }));
}

function byDomain(scenario: ScenarioModel, run: Run, operations: Int32Array): readonly Share[] {
  const clients = new Set([...operations].map((id) => run.history.client[id] as number));
  const rows = scenario.domains.flatMap((domain, index): Share[] => {
    // A domain of one client says what that client says.
    const of = [...clients].filter((client) => isWithin(scenario, client, index));
    if (of.length < 2 || of.length === clients.size) return [];
    const inside = operations.filter((id) => isWithin(scenario, run.history.client[id] as number, index));
    return [
      { kind: 'domain', name: `${domain.kind} ${domain.name}`, occurrence: null, ...yieldOf(run.history, inside) },
    ];
  });
  return rows.filter(({ issued }) => issued > 0);
}

function isWithin(scenario: ScenarioModel, place: number, domain: number): boolean {
  for (let at = scenario.places[place]?.domain ?? -1; at >= 0; at = scenario.domains[at]?.parent ?? -1)
    if (at === domain) return true;
  return false;
}

function bySide(scenario: ScenarioModel, run: Run, operations: Int32Array): readonly Share[] {
  return run.occurrences.flatMap((occurrence, index): Share[] => {
    if (occurrence.vacuous) return [];
    return sidesOf(scenario, occurrence).flatMap((side): Share[] => {
      const asked = operations.filter((id) => {
        const at = run.history.invokedAt[id] as number;
        return at >= occurrence.beganAt && at < occurrence.endedAt && side.includes(run.history.client[id] as number);
      });
      const name = sideName(scenario, side);
      return asked.length === 0 ? [] : [{ kind: 'side', name, occurrence: index, ...yieldOf(run.history, asked) }];
    });
  });
}

/** Clients go with the group that they are in; those in none are on no side. */
function sidesOf(scenario: ScenarioModel, { fault, groups, places }: FaultOccurrence): readonly (readonly number[])[] {
  const action = scenario.faults[fault]?.action.kind;
  if (action === 'partition') return groups;
  if (action !== 'isolate') return [];
  const others = scenario.places.map((_, place) => place).filter((place) => !places.includes(place));
  return [places, others];
}
