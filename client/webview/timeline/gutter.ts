import type { LaneSpan } from '../../../server/src/report/run-report';
import { html, icon, setText } from '../dom/elements';
import { MARK_SIGNS, ROLE_SIGNS } from '../look/vocabulary';
import { isBad, MARKS } from '../run/operation-index';
import { clientStateAt, clientStateText, nodeStateAt } from '../run/place-state';
import type { RunIndex } from '../run/run-index';
import { lowerBound } from '../run/search';
import type { Actions } from '../state/actions';
import { formatValue } from './chart-value';
import { toneOf, valueAt } from './draw-chart';
import type { ClientRow, Row, RowLayout } from './rows';

export interface Gutter {
  readonly element: HTMLElement;
  arrange(layout: RowLayout): void;
  showInstant(run: RunIndex, at: number): void;
}

interface Cell {
  readonly row: Row;
  readonly element: HTMLElement;
  readonly now: readonly HTMLElement[];
}

/** The names of the rows, as text that can be read and reached, with what holds at the cursor. */
export function createGutter(actions: Actions): Gutter {
  const element = html('div', { class: 'gutter', role: 'list', 'aria-label': 'Rows of the timeline' });
  let cells: readonly Cell[] = [];
  return {
    element,
    arrange: (layout) => {
      cells = layout.rows.map((row) => cellOf(row, layout.measuredFrom, actions));
      element.replaceChildren(...cells.map((cell) => cell.element));
      element.style.height = `${String(layout.height)}px`;
    },
    showInstant: (run, at) => {
      for (const { row, now } of cells) {
        textsAt(run, row, at).forEach((text, number) => {
          const target = now[number];
          if (target !== undefined) {
            setText(target, text);
          }
        });
      }
    },
  };
}

function cellOf(row: Row, measuredFrom: number, actions: Actions): Cell {
  const now: HTMLElement[] = [];
  const nowText = (): HTMLElement => {
    const text = html('span', { class: 'gutter-now' });
    now.push(text);
    return text;
  };
  const element = html('div', { class: `gutter-cell gutter-${row.kind}`, role: 'listitem', 'data-row': row.id });
  element.style.top = `${String(row.top)}px`;
  element.style.height = `${String(row.height)}px`;
  switch (row.kind) {
    case 'faults':
    case 'broken':
      element.append(html('span', { class: 'gutter-name' }, row.label));
      break;
    case 'leader': {
      const { shardCount } = row.leadership;
      const title = shardCount > 1 ? `${row.label} (${String(shardCount)} shards)` : row.label;
      element.append(html('span', { class: 'gutter-name', title }, row.label));
      break;
    }
    case 'node':
      element.append(placeButton(row.label, row.lane.place, actions), nowText());
      break;
    case 'client':
      element.append(
        html(
          'span',
          { class: 'gutter-line' },
          placeButton(row.label, row.client.place, actions),
          badOf(row, measuredFrom),
        ),
        nowText(),
      );
      break;
    case 'chart':
      element.append(
        ...(row.series.length > 1 ? [html('span', { class: 'gutter-title' }, row.label)] : []),
        ...row.series.map((series, number) =>
          html(
            'span',
            { class: 'gutter-series', title: series.name },
            icon('dash', toneOf(number)),
            html('span', { class: 'gutter-name' }, shortName(series.name, row)),
            nowText(),
          ),
        ),
      );
  }
  return { row, element, now };
}

function placeButton(label: string, place: number, actions: Actions): HTMLElement {
  const name = html('button', { type: 'button', class: 'gutter-name', title: label }, label);
  name.addEventListener('click', () => {
    actions.select({ kind: 'place', place });
  });
  return name;
}

/** As many as the width of the names has room for beside two signs. */
const MOST_LETTERS = 11;

/** The gravest of what went wrong for a client, how often in all that is measured, wherever the cursor is. */
function badOf({ client }: ClientRow, measuredFrom: number): HTMLElement {
  const counts = client.startsByMark.map((starts) => starts.length - lowerBound(starts, measuredFrom));
  const told = counts.flatMap((count, mark) => (count > 0 ? [`${String(count)} ${MARKS[mark] ?? ''}`] : [])).reverse();
  const bad = counts.flatMap((count, mark) => (count > 0 && isBad(mark) ? [{ count, mark: MARKS[mark] ?? 'ok' }] : []));
  const shown = bad.reverse().slice(0, 2);
  const letters = [client.label, ...shown.map(({ count }) => String(count))].join('').length;
  const fitting = letters > MOST_LETTERS ? shown.slice(0, 1) : shown;
  const title = `in the whole run: ${told.join(', ')}`;
  return html(
    'span',
    { class: 'gutter-bad', title },
    ...fitting.flatMap(({ count, mark }) => [icon(MARK_SIGNS[mark].glyph, MARK_SIGNS[mark].tone), String(count)]),
  );
}

/** Under the title "latency", the series "latency p50" is called "p50". */
function shortName(name: string, row: Row): string {
  return row.kind === 'chart' && row.series.length > 1 && name.startsWith(`${row.label} `)
    ? name.slice(row.label.length + 1)
    : name;
}

/** What holds at an instant in a row: a text for each series of a chart, one for a node or a client. */
export function textsAt(run: RunIndex, row: Row, at: number): readonly string[] {
  switch (row.kind) {
    case 'faults':
    case 'broken':
    case 'leader':
      return [];
    case 'node': {
      const { role, conditions } = nodeStateAt(row.lane, at);
      const [gravest] = conditions;
      return [gravest !== undefined ? ROLE_SIGNS[gravest.state].word : role === null ? '' : roleWord(role)];
    }
    case 'client': {
      const state = clientStateAt(run, row.client.place, at);
      return [state === null ? '' : clientStateText(state)];
    }
    case 'chart':
      return row.series.map((series) => formatValue(valueAt(series, at), series.unit));
  }
}

/** A node without a replica, such as a controller or a spare, is called what its label says. */
function roleWord({ state, label }: LaneSpan): string {
  const { word } = ROLE_SIGNS[state];
  return state === 'replica' && label !== '' && !label.startsWith(word) ? label.replace(/ of .*$/, '') : word;
}
