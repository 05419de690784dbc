import type { ComparisonCell, ComparisonReport } from './campaign-report';
import { measuresOf, type CellResult, type ExperimentResult } from './experiment-result';
import { metExpectations, storeCells, storeHeadings, tableOf } from './experiment-table';
import { campaignMeasure } from './project-campaign';

/** An experiment as the picture shows it: every cell with the values of all of its seeds. */
export function comparisonReport(result: ExperimentResult, file: string): ComparisonReport {
  const { experiment, cells } = result;
  const { title, note } = tableOf(result);
  return {
    version: 1,
    file,
    name: experiment.name,
    title,
    factors: experiment.factors,
    cells: cells.map((cell) => comparisonCell(result, cell)),
    note,
  };
}

/** First what the experiment asks for, then what every campaign is looked at by. */
function comparisonCell(result: ExperimentResult, cell: CellResult): ComparisonCell {
  const names = storeHeadings(result);
  const asked = measuresOf(result.experiment).map(({ metric, text }, column) =>
    campaignMeasure(metric, text, cell.measured[column]?.each ?? []),
  );
  const known = new Set(asked.map(({ name }) => name));
  return {
    values: cell.values,
    facts: storeCells(cell).map((value, column) => ({ name: names[column] ?? '', value })),
    met: metExpectations(cell),
    expectations: cell.result.expectations.length,
    campaign: {
      ...cell.campaign,
      measures: [...asked, ...cell.campaign.measures.filter(({ name }) => !known.has(name))],
    },
  };
}
