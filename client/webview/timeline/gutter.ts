import type { LaneSpan, NodeLane } from '../../../server/src/report/run-report';
import { html, icon, setText } from '../dom/elements';
import { MARK_SIGNS, ROLE_SIGNS } from '../look/vocabulary';
import { MARKS, type DrawnMark } from '../run/operation-index';
import { clientStateAt, clientStateText, nodeStateAt } from '../run/place-state';
import type { RunIndex } from '../run/run-index';
import { lowerBound } from '../run/search';
import type { Actions } from '../state/actions';
import { formatValue } from './chart-value';
import { toneOf, valueAt } from './draw-chart';
import { TWO_LINES_PX, type ClientRow, type Row, type RowLayout } from './rows';

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
  const isLow = row.kind === 'client' && row.height < TWO_LINES_PX;
  const kinds = `gutter-cell gutter-${row.kind}${isLow ? ' gutter-low' : ''}`;
  const element = html('div', { class: kinds, role: 'listitem', 'data-row': row.id });
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
    case 'client': {
      const { bad, letters } = badOf(row, measuredFrom);
      const name = placeButton(row.label, row.client.place, actions);
      // A long name has its line for itself: two clients are often told apart by how their names end.
      const lines = row.label.length + letters > MOST_LETTERS ? [[name], [nowText(), bad]] : [[name, bad], [nowText()]];
      element.append(...lines.map((line) => html('span', { class: 'gutter-line' }, ...line)));
      break;
    }
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
const MOST_LETTERS = 10;

/**
 * What went wrong for a client, the gravest first. Of increments it is not known which were lost; whether an answer failed or never came is the same to
 * whoever waits.
 */
const HARM = [['corrupt'], ['lost'], ['stale'], ['failed', 'unknown']] as const;

/** How often the gravest went wrong for a client, in all that is measured and wherever the cursor is. */
function badOf({ client }: ClientRow, measuredFrom: number): { readonly bad: HTMLElement; readonly letters: number } {
  const countOf = (mark: DrawnMark): number => {
    const starts = client.startsByMark[MARKS.indexOf(mark)] ?? [];
    // A write that is lost is lost whenever it was made; what else befell the warm-up is not measured.
    return starts.length - (mark === 'lost' ? 0 : lowerBound(starts, measuredFrom));
  };
  const harm = HARM.flatMap((marks) => {
    const count = marks.reduce((sum, mark) => sum + countOf(mark), 0);
    return count === 0 ? [] : [{ count, sign: MARK_SIGNS[marks[0]], words: marks.join(' or ') }];
  });
  const lettersOf = (shown: typeof harm): number => shown.map(({ count }) => String(count)).join('').length;
  const shown = harm.slice(0, client.label.length + lettersOf(harm.slice(0, 2)) > MOST_LETTERS ? 1 : 2);
  const title = `in the whole run: ${harm.map(({ count, words }) => `${String(count)} ${words}`).join(', ')}`;
  const signs = shown.flatMap(({ count, sign }) => [icon(sign.glyph, sign.tone), String(count)]);
  return { bad: html('span', { class: 'gutter-bad', title }, ...signs), letters: lettersOf(shown) };
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

/** All words that may stand beside the name of a node. */
export function wordsOf({ roles, conditions }: NodeLane): readonly string[] {
  return [...new Set([...roles.map(roleWord), ...conditions.map(({ state }) => ROLE_SIGNS[state].word)])];
}

/** A node without a replica, such as a controller or a spare, is called what its label says. */
function roleWord({ state, label }: LaneSpan): string {
  const { word } = ROLE_SIGNS[state];
  return state === 'replica' && label !== '' && !label.startsWith(word) ? label.replace(/ of .*$/, '') : word;
}
