import type { NodeLane } from '../../../server/src/report/run-report';
import { ROLE_SIGNS } from '../look/vocabulary';
import { nodeStateAt } from '../run/place-state';
import type { RunIndex } from '../run/run-index';

type Field = readonly [name: string, value: string];

/** What was so of a node just before an instant and what is so from then on, where the two differ. */
export function changesAt(run: RunIndex, place: number, at: number): readonly Field[] {
  const lane = run.report.lanes.find((one) => one.place === place);
  if (lane === undefined) {
    return [];
  }
  const before = facts(lane, Math.max(at - 1, 0));
  const after = facts(lane, at);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name): readonly Field[] => {
    const [was, is] = [before.get(name) ?? 'none', after.get(name) ?? 'none'];
    return was === is ? [] : [[name, `${was} \u2192 ${is}`]];
  });
}

function facts(lane: NodeLane, at: number): ReadonlyMap<string, string> {
  const { role, conditions } = nodeStateAt(lane, at);
  return new Map([
    ['Role', role === null ? 'none' : role.label || ROLE_SIGNS[role.state].word],
    ['Suffers', conditions.map(({ label, state }) => label || ROLE_SIGNS[state].word).join(', ') || 'nothing'],
  ]);
}

/** "orders: 812 entries, 810 committed": what the node has in its logs. */
export function logsText({ logs = [] }: NodeLane, at: number): string {
  return logs
    .map(({ store, bucketNs, entries, committed }) => {
      const bucket = Math.min(Math.floor(at / bucketNs), entries.length - 1);
      const done = committed[bucket] ?? 0;
      return `${store}: ${String(entries[bucket] ?? 0)} entries${done > 0 ? `, ${String(done)} committed` : ''}`;
    })
    .join('; ');
}
