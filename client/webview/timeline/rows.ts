import type { ChartSeries, FaultBand, NodeLane } from '../../../server/src/report/run-report';
import { shadesOf, type Shade } from './fault-shades';
import { brokenExpectations, type Broken } from '../run/broken-expectations';
import { leadership, type Leadership } from '../run/leaders';
import type { ClientOperations } from '../run/operation-index';
import type { RunIndex } from '../run/run-index';

interface Placed {
  readonly id: string;
  readonly label: string;
  /** From the top of the whole timeline, in CSS pixels. */
  readonly top: number;
  readonly height: number;
}

export interface FaultsRow extends Placed {
  readonly kind: 'faults';
  /** The line of each fault, aligned with the report's faults. */
  readonly tracks: readonly number[];
  /** How high a line is: lower where there are so many that nothing else would be seen. */
  readonly trackPx: number;
  readonly shades: readonly Shade[];
}
/** The expectations that do not hold or that ask for harm and got it, each on a line of its own. */
export interface BrokenRow extends Placed {
  readonly kind: 'broken';
  readonly broken: readonly Broken[];
  readonly trackPx: number;
}
export interface LeaderRow extends Placed {
  readonly kind: 'leader';
  readonly leadership: Leadership;
}
export interface NodeRow extends Placed {
  readonly kind: 'node';
  readonly lane: NodeLane;
  /** Rows of the report's events that happened here, in order of time. */
  readonly events: readonly number[];
  /** Entries of the longest log of each store, which is as high as the lane. */
  readonly longestLogs: ReadonlyMap<string, number>;
}
export interface ClientRow extends Placed {
  readonly kind: 'client';
  readonly client: ClientOperations;
}
export interface ChartRow extends Placed {
  readonly kind: 'chart';
  readonly unit: ChartSeries['unit'];
  readonly series: readonly ChartSeries[];
  /** The value at the upper edge. */
  readonly most: number;
}
export type Row = FaultsRow | BrokenRow | LeaderRow | NodeRow | ClientRow | ChartRow;

export interface RowLayout {
  readonly rows: readonly Row[];
  readonly height: number;
  /** What began before is not counted. */
  readonly measuredFrom: number;
  /** Where messages of a place leave and arrive. */
  readonly middleOf: ReadonlyMap<number, number>;
}

export const FAULT_TRACK = 21;
/** The lines of faults take this much at most, and this share of a low room, as long as each can be seen and clicked. */
const FAULTS_PX = 170;
const FAULTS_SHARE = 0.25;
/** Three lines with their labels, however low the room. */
const LABELLED_PX = 42;
const LEAST_TRACK_PX = 8;
/** Two lines, of a name and of what its client just felt; in a low room both share one. */
export const TWO_LINES_PX = 33;
const ONE_LINE_PX = 25;
/** All clients may take this share of a room that is too low for all rows, and one of them that share. */
const CLIENTS_SHARE = 0.24;
const CLIENT_SHARE = 0.12;
/** Lines of broken expectations take this share of a low room; their words need so much height. */
const BROKEN_SHARE = 0.2;
const LEAST_BROKEN_PX = 16;
/** What the label of a fault takes when the whole run is shown. */
const FAULT_LABEL_PX = 160;
const STRETCH = { least: 0.76, most: 1.7 } as const;
const ROW_GAP = 1;
/** What the names of the series take beside a chart that has several. */
const CHART_TITLE_PX = 24;
const SERIES_NAME_PX = 21;
const CHART_TITLES = { share: 'share', ms: 'latency', 'per-s': 'rate', count: 'count' } as const;

type Unplaced<R> = R extends Row ? Omit<R, 'top'> : never;

/** All rows: what failed, who was hurt, who led, who noticed. They shrink and grow with the room, within limits. */
export function layOutRows(run: RunIndex, width: number, room: number): RowLayout {
  const wanted = wantedRows(run, width, room);
  const gaps = wanted.length * ROW_GAP;
  const stretchable = wanted.filter(({ kind }) => !hasTracks(kind)).reduce((sum, { height }) => sum + height, 0);
  const fixed = wanted.reduce((sum, { height }) => sum + height, 0) - stretchable + gaps;
  const factor = Math.min(STRETCH.most, Math.max(STRETCH.least, (room - fixed) / Math.max(stretchable, 1)));
  const clientPx = clientLimits(run.operations.clients.length, room, factor);
  let top = 0;
  const rows = wanted.map((row): Row => {
    const stretched = Math.floor(row.height * factor);
    const height = hasTracks(row.kind)
      ? row.height
      : row.kind === 'client'
        ? Math.max(Math.min(stretched, clientPx.most), clientPx.least)
        : stretched;
    const placed = { ...row, top, height } as Row;
    top += height + ROW_GAP;
    return placed;
  });
  const middleOf = new Map(
    rows.flatMap((row): readonly [number, number][] => {
      const middle = row.top + row.height / 2;
      return row.kind === 'node'
        ? [[row.lane.place, middle]]
        : row.kind === 'client'
          ? [[row.client.place, middle]]
          : [];
    }),
  );
  return { rows, height: top, measuredFrom: run.report.warmUpNs, middleOf };
}

/** Who was hurt matters most, and must neither lie below the fold nor leave nothing to see but itself. */
function clientLimits(count: number, room: number, factor: number): { readonly least: number; readonly most: number } {
  if (factor >= 1) {
    return { least: TWO_LINES_PX, most: Infinity };
  }
  const share = Math.floor((room * CLIENTS_SHARE) / Math.max(count, 1));
  const least = Math.min(TWO_LINES_PX, Math.max(ONE_LINE_PX, share));
  return { least, most: Math.max(least, Math.floor(room * CLIENT_SHARE)) };
}

function hasTracks(kind: Row['kind']): boolean {
  return kind === 'faults' || kind === 'broken';
}

function wantedRows(run: RunIndex, width: number, room: number): readonly Unplaced<Row>[] {
  const { report } = run;
  const eventsOf = new Map<number, number[]>();
  report.events.forEach(({ place }, row) => {
    const rows = eventsOf.get(place) ?? [];
    rows.push(row);
    eventsOf.set(place, rows);
  });
  const tracks = assignTracks(report.faults, (run.durationNs * FAULT_LABEL_PX) / Math.max(width, 2 * FAULT_LABEL_PX));
  const trackCount = Math.max(0, ...tracks) + 1;
  const trackPx = Math.max(
    LEAST_TRACK_PX,
    Math.min(FAULT_TRACK, Math.floor(Math.min(FAULTS_PX, Math.max(LABELLED_PX, room * FAULTS_SHARE)) / trackCount)),
  );
  const longestLogs = longestLogsOf(report.lanes);
  const broken = brokenExpectations(run);
  const nodes = report.lanes.map((lane) => ({
    ...{ kind: 'node' as const, id: `node ${String(lane.place)}`, label: lane.label, height: 28, lane },
    events: eventsOf.get(lane.place) ?? [],
    longestLogs,
  }));
  const clients = run.operations.clients.map((client) => ({
    ...{ kind: 'client' as const, id: `client ${String(client.place)}`, label: client.label, client },
    height: Math.min(64, 34 + client.slotCount * 4),
  }));
  return [
    ...(report.faults.length === 0
      ? []
      : [
          {
            ...{ kind: 'faults' as const, id: 'faults', label: 'faults', height: trackCount * trackPx + 5 },
            ...{ tracks, trackPx, shades: shadesOf(report.faults) },
          },
        ]),
    ...brokenRow(broken, room),
    ...clients,
    ...leadership(run).map((one) => ({
      ...{ kind: 'leader' as const, id: `leader ${one.store}`, height: 26, leadership: one },
      label: one.store === '' ? 'leader' : `leader of ${one.store}`,
    })),
    ...nodes,
    ...chartRows(report.charts),
  ];
}

function longestLogsOf(lanes: readonly NodeLane[]): ReadonlyMap<string, number> {
  const longest = new Map<string, number>();
  for (const { store, entries } of lanes.flatMap(({ logs = [] }) => logs)) {
    longest.set(
      store,
      entries.reduce((most, count) => Math.max(most, count), longest.get(store) ?? 1),
    );
  }
  return longest;
}

/** More lines than this push the nodes off the screen; the verdict has them all. */
const MOST_BROKEN = 3;

function brokenRow(all: readonly Broken[], room: number): readonly Omit<BrokenRow, 'top'>[] {
  const broken = all.slice(0, MOST_BROKEN);
  const word = all.every(({ isShown }) => isShown) ? 'harm' : 'broken';
  const label = all.length > broken.length ? `${word} (${String(broken.length)} of ${String(all.length)})` : word;
  const share = Math.floor((room * BROKEN_SHARE) / Math.max(broken.length, 1));
  const trackPx = Math.min(FAULT_TRACK, Math.max(LEAST_BROKEN_PX, share));
  return broken.length === 0
    ? []
    : [{ kind: 'broken', id: 'broken', label, height: broken.length * trackPx + 5, broken, trackPx }];
}

/** Series of one unit share a chart, because they share its axis. */
function chartRows(charts: readonly ChartSeries[]): readonly Omit<ChartRow, 'top'>[] {
  const units = [...new Set(charts.map(({ unit }) => unit))];
  return units.map((unit) => {
    const series = charts.filter((chart) => chart.unit === unit);
    const [first] = series;
    return {
      ...{ kind: 'chart' as const, id: `chart ${unit}`, unit, series },
      height: Math.max(62, CHART_TITLE_PX + series.length * SERIES_NAME_PX),
      label: series.length === 1 && first !== undefined ? first.name : CHART_TITLES[unit],
      most: unit === 'share' ? 1 : roundUp(Math.max(largest(series), ...nearObjectives(series))),
    };
  });
}

function largest(series: readonly ChartSeries[]): number {
  return series.reduce((most, { values }) => values.reduce<number>((max, value) => Math.max(max, value ?? 0), most), 0);
}

/** An objective far above all values would press them flat: it is not drawn. */
const FAR = 4;

function nearObjectives(series: readonly ChartSeries[]): readonly number[] {
  const most = largest(series);
  return series
    .flatMap(({ objectives }) => objectives ?? [])
    .map(({ value }) => value)
    .filter((value) => value <= most * FAR);
}

/** The next of 1, 1.5, 2, 3, 5, 8, 10 ... : a round number to write at the edge. */
function roundUp(value: number): number {
  if (value <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 5, 8, 10].find((factor) => factor * power >= value) ?? 10) * power;
}

/** Labels that would lie over each other take lines of their own up to here, faults that are there at once up to there. */
const MOST_TRACKS = { forLabels: 6, atOnce: 20 } as const;

/** The line of each fault, so that none hides another. */
function assignTracks(faults: readonly FaultBand[], labelNs: number): readonly number[] {
  const ends: { fault: number; label: number }[] = [];
  const order = faults.map((_, row) => row).sort((a, b) => (faults[a]?.from ?? 0) - (faults[b]?.from ?? 0));
  const tracks = faults.map(() => 0);
  for (const row of order) {
    const { from = 0, to = 0 } = faults[row] ?? {};
    const clear = ends.findIndex(({ fault, label }) => Math.max(fault, label) <= from);
    const free =
      clear < 0 && ends.length >= MOST_TRACKS.forLabels ? ends.findIndex(({ fault }) => fault <= from) : clear;
    const track = free < 0 ? Math.min(ends.length, MOST_TRACKS.atOnce - 1) : free;
    tracks[row] = track;
    ends[track] = { fault: Math.max(to, ends[track]?.fault ?? 0), label: from + labelNs };
  }
  return tracks;
}
