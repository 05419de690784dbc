import type { CampaignMeasure, ComparisonReport } from '../../../server/src/report/campaign-report';
import { html, icon } from '../dom/elements';
import type { HostBridge } from '../host/host-bridge';
import { DECISION_SIGNS } from '../look/vocabulary';
import type { Store } from '../state/store';
import type { ViewState } from '../state/view-state';
import { distribution } from './distribution';
import { rangeOf } from './histogram';
import { cellSign, scatter, type Axes, type OpenCell } from './scatter';

/** An experiment: the trade-off between two measures, and a table with every cell's values over its seeds. */
export function createComparison(store: Store<ViewState>, host: HostBridge): HTMLElement {
  const element = html('main', { class: 'comparison', 'aria-label': 'Experiment', tabindex: -1 });
  store.listen((state, previous) => {
    if (state.picture !== previous.picture) {
      const { picture } = state;
      element.replaceChildren(...(picture.kind === 'comparison' ? contents(picture.comparison, host) : []));
    }
  });
  return element;
}

function contents(comparison: ComparisonReport, host: HostBridge): readonly HTMLElement[] {
  const open: OpenCell = host.canAct
    ? (cell, run) => {
        const seed = comparison.cells[cell]?.campaign.seeds[run];
        if (seed !== undefined) {
          host.send({ kind: 'openRun', cell, seed });
        }
      }
    : null;
  return [
    tradeOff(comparison, open),
    table(comparison, open),
    ...(comparison.note === '' ? [] : [html('p', { class: 'comparison-note' }, comparison.note)]),
  ];
}

function measureNames({ cells }: ComparisonReport): readonly string[] {
  return [...new Set(cells.flatMap(({ campaign }) => campaign.measures.map(({ name }) => name)))];
}

/** Availability against latency at first; failing that, against whatever was measured. */
function tradeOff(comparison: ComparisonReport, open: OpenCell): HTMLElement {
  const names = measureNames(comparison);
  const prefer = (...wanted: readonly string[]): string =>
    wanted.find((name) => names.includes(name)) ?? names.find((name) => !wanted.includes(name)) ?? '';
  let axes: Axes = { x: prefer('latency p99', 'stale reads', 'lost writes'), y: prefer('availability') };
  const place = html('div', {});
  const draw = (): void => {
    place.replaceChildren(scatter(comparison, axes, open));
  };
  const choice = (axis: keyof Axes, label: string): HTMLElement => {
    const select = html(
      'select',
      { 'aria-label': label },
      ...names.map((name) => html('option', { value: name, selected: name === axes[axis] }, name)),
    );
    select.addEventListener('change', () => {
      axes = { ...axes, [axis]: select.value };
      draw();
    });
    return select;
  };
  draw();
  return html(
    'div',
    { class: 'trade-off' },
    html('div', { class: 'search-row' }, choice('y', 'Up'), html('span', {}, 'against'), choice('x', 'Across')),
    place,
  );
}

function table(comparison: ComparisonReport, open: OpenCell): HTMLElement {
  const { cells, factors } = comparison;
  const names = measureNames(comparison);
  const facts = cells[0]?.facts.map(({ name }) => name) ?? [];
  const ofName = (name: string): readonly CampaignMeasure[] =>
    cells.flatMap(({ campaign }) => campaign.measures.filter((measure) => measure.name === name));
  const ranges = new Map(names.map((name) => [name, rangeOf(ofName(name))]));
  const heading = (text: string): HTMLElement => html('th', { scope: 'col' }, text);
  return html(
    'div',
    { class: 'comparison-table', role: 'region', 'aria-label': 'Cells of the experiment', tabindex: 0 },
    html(
      'table',
      {},
      html('thead', {}, html('tr', {}, ...[...factors, 'expectations', ...facts, ...names].map(heading))),
      html(
        'tbody',
        {},
        ...cells.map((cell, number) =>
          html(
            'tr',
            {},
            ...cell.values.map((value, factor) =>
              html('th', { scope: 'row' }, ...(factor === 0 ? [cellSign(number)] : []), value),
            ),
            metCell(cell.met, cell.expectations),
            ...cell.facts.map(({ value }) => html('td', {}, value)),
            ...names.map((name) => {
              const measure = cell.campaign.measures.find((one) => one.name === name);
              const range = ranges.get(name);
              return measure === undefined || range === undefined
                ? html('td', {}, '–')
                : html(
                    'td',
                    {},
                    html('div', { class: 'comparison-mean' }, measure.text),
                    distribution(
                      cell.campaign,
                      measure,
                      range,
                      open &&
                        ((run) => {
                          open(number, run);
                        }),
                    ),
                  );
            }),
          ),
        ),
      ),
    ),
  );
}

function metCell(met: number, all: number): HTMLElement {
  const { glyph, tone } = DECISION_SIGNS[met === all ? 'pass' : 'fail'];
  return html('td', {}, icon(glyph, tone), ` ${String(met)} of ${String(all)}`);
}
