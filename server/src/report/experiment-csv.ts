import { csvText } from './csv-text';
import { measuresOf, type ExperimentResult } from './experiment-result';
import { metExpectations, storeCells, storeHeadings } from './experiment-table';
import { finite, scaledInterval } from './json-result';
import { jsonUnitOf } from './metric-unit';
import { NOT_MEASURED } from './quantity-text';

/** One row a cell of every experiment; numbers are bare, in the units of `--json`, each followed by its bounds. */
export function experimentCsv(results: readonly ExperimentResult[]): string {
  return csvText(
    results.flatMap((result, index) => {
      const { experiment, cells } = result;
      const measures = measuresOf(experiment);
      const headings = [
        'experiment',
        ...experiment.factors,
        ...measures.flatMap(({ text }) => [text, `${text} low`, `${text} high`]),
        ...storeHeadings(result),
        'expectations met',
        'expectations',
        'runs',
      ];
      const rows = cells.map((cell) => [
        experiment.name,
        ...cell.values,
        ...measures.flatMap(({ metric }, column) => {
          const { value, interval } = cell.measured[column] ?? { value: null, interval: null };
          const [low, high] = scaledInterval(interval, jsonUnitOf(metric)) ?? [null, null];
          return [finite(value, jsonUnitOf(metric)), low, high];
        }),
        ...storeCells(cell).map((text) => (text === NOT_MEASURED ? null : text)),
        metExpectations(cell),
        cell.result.expectations.length,
        experiment.runs,
      ]);
      return [...(index === 0 ? [] : [[]]), headings, ...rows];
    }),
  );
}
