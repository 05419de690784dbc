import type { ScenarioModel } from '../language/model';
import { EventKind, ungarbled, type Run } from '../simulation';
import type { LaneSpan } from './run-report';

/**
 * A node whose records went bad has damaged data for as long as that showed: until it last read a record whose checksum did
 * not match, or where there are none last answered a client with damage. A wiped disk holds no damage.
 */
export function collectDamage(scenario: ScenarioModel, run: Run, spans: LaneSpan[][]): void {
  const { trace, endedAt } = run;
  const open = new Map<number, LaneSpan>();
  let shownUntil: readonly number[] | undefined;
  const close = (place: number, at: number): void => {
    const span = open.get(place);
    open.delete(place);
    if (span !== undefined && span.to > span.from) spans[place]?.push({ ...span, to: Math.min(span.to, at) });
  };
  for (let event = 0; event < trace.length; event += 1) {
    const [place, at] = [trace.place[event] ?? -1, trace.time[event] ?? 0];
    const kind = trace.kind[event];
    const span = open.get(place);
    if (kind === EventKind.Wipe) close(place, at);
    else if (kind === EventKind.CorruptionDetected && span !== undefined) {
      open.set(place, { ...span, to: Math.max(at, span.to) });
    } else if (kind === EventKind.DiskCorrupt && span === undefined && (trace.a[event] ?? 0) > 0) {
      shownUntil ??= damageAnsweredUntil(scenario, run);
      const to = Math.max(at, shownUntil[place] ?? 0);
      open.set(place, { from: at, to, state: 'disk-trouble', label: 'damaged data', event });
    }
  }
  for (const place of [...open.keys()]) close(place, endedAt);
}

/** By place, until when it answered reads with values that were damaged. */
function damageAnsweredUntil({ places }: ScenarioModel, { history }: Run): readonly number[] {
  const until = places.map(() => 0);
  for (let row = 0; row < history.length; row += 1) {
    const place = history.answeredBy[row] ?? -1;
    const completedAt = history.completedAt[row] ?? 0;
    if (place < 0 || completedAt <= (until[place] ?? Infinity)) continue;
    const observed = history.observations[history.observed[row] ?? -1];
    if ((observed ?? [history.output[row] ?? NaN]).some((value) => ungarbled(value) !== undefined))
      until[place] = completedAt;
  }
  return until;
}
