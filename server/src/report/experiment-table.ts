import {
  idleFactorsText,
  measuresOf,
  strongestModel,
  type CellResult,
  type ExperimentResult,
} from './experiment-result';
import type { Ink } from './ink';
import { metricText } from './metric-unit';
import { NOT_MEASURED, plural } from './quantity-text';
import { zeroText } from './zero-text';

/** An experiment as a table: a row a cell, its factors first, then what was measured, then what the history shows. */
export interface Table {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is to be known of the figures; empty where they speak for themselves. */
  readonly note: string;
}

export function terminalTable(result: ExperimentResult, ink: Ink): string {
  const { title, headings, rows, note } = tableOf(result);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[ink.strong(title), '', ink.strong(line(headings)), ink.dim(line(widths.map((width) => '-'.repeat(width)))), ...rows.map(line), ...(note === '' ? [] : ['', ink.dim(note)])].join('\n')}\n`;
}

export function markdownTable(result: ExperimentResult): string {
  const { title, headings, rows, note } = tableOf(result);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `# ${title}\n\n${[line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')}\n${note === '' ? '' : `\n${note}\n`}`;
}

/** The table as texts; every form but the CSV is written from it. */
export function tableOf(result: ExperimentResult): Table {
  const { experiment, cells } = result;
  const measures = measuresOf(experiment);
  return {
    title: `${experiment.name}: ${plural(cells.length, 'cell')}, ${plural(experiment.runs, 'run')} each on the same randomness`,
    headings: [...experiment.factors, ...measures.map(({ text }) => text), ...storeHeadings(result), 'expectations'],
    rows: cells.map((cell) => [
      ...cell.values,
      ...measures.map(({ metric }, column) => {
        const { value, interval } = cell.measured[column] ?? { value: null, interval: null };
        const bounds = interval?.map((bound) => metricText(metric, bound)) ?? [];
        const [low, high] = bounds;
        const text = metricText(metric, value);
        return low === undefined || high === undefined || low === high ? text : `${text} (${low} to ${high})`;
      }),
      ...storeCells(cell),
      `${metExpectations(cell)} of ${cell.result.expectations.length}`,
    ]),
    note: [zeroText(experiment.runs) ?? '', idleFactorsText(result)].filter((text) => text !== '').join('\n'),
  };
}

export function storeHeadings({ cells }: ExperimentResult): readonly string[] {
  const result = cells[0]?.result;
  if (result === undefined) return [];
  const { stores, scenario } = result;
  const of = (store: number): string => (stores.length === 1 ? '' : ` of ${scenario.stores[store]?.name ?? '?'}`);
  return stores.flatMap(({ store }) => [`consistency${of(store)}`, `CAP${of(store)}`]);
}

export function storeCells({ result }: CellResult): readonly string[] {
  return result.stores.flatMap((store) => [strongestModel(store) ?? NOT_MEASURED, store.cap ?? NOT_MEASURED]);
}

export function metExpectations({ result }: CellResult): number {
  return result.expectations.filter(({ decision }) => decision === 'pass').length;
}
