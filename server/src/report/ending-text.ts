import type { PathStep } from '../analysis';
import { EventKind } from '../simulation';
import { placeName, type JudgedRun } from './judged-run';
import { instantText } from './quantity-text';

/**
 * `n2 suspects n1 at 12 s and leads orders from 12.4 s: web is answered again at 12.5 s`: how a failover ended it; null where
 * none did.
 */
export function endingText({ scenario, run }: JudgedRun, path: readonly PathStep[]): string | null {
  const { trace } = run;
  const served = path.find(({ serves }) => serves === true);
  if (served === undefined) return null;
  const before = path.filter(({ event }) => event < served.event);
  const leader = before.findLast(({ event }) => trace.kind[event] === EventKind.Role);
  const suspicion = before.findLast(
    ({ event }) => trace.kind[event] === EventKind.Suspect && (leader === undefined || event < leader.event),
  );
  const nameOf = (step: PathStep): string => placeName(scenario, trace.place[step.event] ?? -1);
  const timeOf = ({ event }: PathStep): string => instantText(trace.time[event] ?? 0);
  const parts = [
    ...(suspicion === undefined
      ? []
      : [
          `${nameOf(suspicion)} suspects ${placeName(scenario, trace.peer[suspicion.event] ?? -1)} at ${timeOf(suspicion)}`,
        ]),
    ...(leader === undefined
      ? []
      : [
          `${suspicion !== undefined && nameOf(suspicion) === nameOf(leader) ? '' : `${nameOf(leader)} `}leads ${scenario.stores[trace.a[leader.event] ?? -1]?.name ?? '?'} from ${timeOf(leader)}`,
        ]),
  ];
  return `${parts.length === 0 ? '' : `${parts.join(' and ')}: `}${nameOf(served)} is answered again at ${timeOf(served)}`;
}
