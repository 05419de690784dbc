import type { Environment } from './environment/environment';
import type { FaultSchedule } from './faults/schedule';
import type { Clients } from './workload/clients';

/** Stores get this long in any case: hints, acknowledgements and retransmissions of the last writes are under way. */
const LEAST_NS = 5_000_000_000;

/** A replica may need two of its family's periodic repairs: one may have begun just before the last write. */
const REPAIRS = 2;

/** A store that repairs itself every few hours is not waited for. */
const MOST_NS = 3_600_000_000_000;

/** Background traffic of a large store for an hour would take longer than the run itself. */
const MOST_EVENTS = 20_000_000;

/**
 * Lets the stores come to rest after the end of a run: no client invokes anything more, no fault begins, those in force
 * end when they are due. Whether replicas become equal once writes have ended can be seen only then, and what a store
 * still loses or still delivers of acknowledged writes is seen then too. Ends as soon as all running replicas are equal,
 * after `LEAST_NS`; at the latest when the families' own repairs have had their time.
 *
 * @returns the instant at which it ended; undefined where `goOn` said to stop
 */
export function settle(
  environment: Environment,
  clients: Clients,
  schedule: FaultSchedule,
  goOn: () => boolean,
): number | undefined {
  const { kernel, contents, dispatcher } = environment;
  clients.stop();
  const calmAt = Math.min(schedule.close(), kernel.now + MOST_NS);
  const latest = Math.min(calmAt + LEAST_NS + REPAIRS * longestRepairNs(environment), calmAt + MOST_NS);
  const mostEvents = kernel.events + MOST_EVENTS;
  let wanted = true;
  const check = (): boolean => (wanted &&= goOn()) && kernel.events < mostEvents;
  let until = calmAt + LEAST_NS;
  while (kernel.limit === undefined) {
    kernel.run(until, dispatcher, check);
    if (contents.allEqual || until >= latest) break;
    until = Math.min(until + LEAST_NS, latest);
  }
  return wanted ? kernel.now : undefined;
}

function longestRepairNs({ groups }: Environment): number {
  return groups.reduce((longest, { family, policy }) => Math.max(longest, family.repairsEveryNs?.(policy) ?? 0), 0);
}
