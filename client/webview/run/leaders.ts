import type { RunIndex } from './run-index';

/** Who led over a stretch: nobody, one, or several at once, which is a split brain. */
export interface LeaderSpan {
  readonly from: number;
  readonly to: number;
  readonly places: readonly number[];
}

export interface Leadership {
  /** What is led ("orders"), or empty where the report does not say. */
  readonly of: string;
  readonly spans: readonly LeaderSpan[];
}

/**
 * Who led what and when, from the lanes. Empty where nobody ever leads: a leaderless run has no such row. A node that
 * is crashed or removed leads nothing, whatever role it will resume.
 */
export function leadership(run: RunIndex): readonly Leadership[] {
  const reigns = run.report.lanes.flatMap((lane) =>
    lane.roles
      .filter(({ state }) => state === 'leader')
      .flatMap((span) => withoutCrashes(span, lane.conditions))
      .map(({ from, to, of }) => ({ from, to, of: of ?? '', place: lane.place })),
  );
  return [...new Set(reigns.map(({ of }) => of))].map((of) => ({
    of,
    spans: sweep(
      reigns.filter((reign) => reign.of === of),
      run.durationNs,
    ),
  }));
}

interface Reign {
  readonly from: number;
  readonly to: number;
  readonly place: number;
}

function withoutCrashes<T extends { readonly from: number; readonly to: number }>(
  span: T,
  conditions: readonly { readonly from: number; readonly to: number; readonly state: string }[],
): readonly T[] {
  let parts: T[] = [span];
  for (const crash of conditions.filter(({ state }) => state === 'crashed')) {
    parts = parts.flatMap((part) =>
      [
        { ...part, to: Math.min(part.to, crash.from) },
        { ...part, from: Math.max(part.from, crash.to) },
      ].filter(({ from, to }) => from < to),
    );
  }
  return parts;
}

function sweep(reigns: readonly Reign[], durationNs: number): readonly LeaderSpan[] {
  const instants = [...new Set([0, durationNs, ...reigns.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  const changes = reigns
    .flatMap((reign) => [
      { at: reign.from, place: reign.place, begins: true },
      { at: reign.to, place: reign.place, begins: false },
    ])
    .sort((a, b) => a.at - b.at || Number(a.begins) - Number(b.begins));
  const leading: number[] = [];
  const spans: LeaderSpan[] = [];
  let next = 0;
  instants.forEach((from, position) => {
    for (let change = changes[next]; change !== undefined && change.at <= from; change = changes[++next]) {
      if (change.begins) {
        leading.push(change.place);
      } else {
        leading.splice(leading.indexOf(change.place), 1);
      }
    }
    const to = instants[position + 1];
    if (to !== undefined) {
      spans.push({ from, to, places: [...new Set(leading)].sort((a, b) => a - b) });
    }
  });
  return merged(spans);
}

function merged(spans: readonly LeaderSpan[]): readonly LeaderSpan[] {
  const result: LeaderSpan[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last !== undefined && last.places.join() === span.places.join()) {
      result[result.length - 1] = { ...last, to: span.to };
    } else {
      result.push(span);
    }
  }
  return result;
}
