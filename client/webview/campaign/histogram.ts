import type { CampaignMeasure, CampaignReport } from '../../../server/src/report/campaign-report';

/** Runs whose values lie between two bounds. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  /** Positions in the campaign, the worst run first. */
  readonly runs: readonly number[];
}

export interface Range {
  readonly least: number;
  readonly most: number;
}

export function rangeOf(measures: readonly CampaignMeasure[]): Range {
  const values = measures.flatMap((measure) => measure.values.filter((value) => value !== null));
  return {
    least: values.reduce((a, b) => Math.min(a, b), Infinity),
    most: values.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}

/** Bars of equal width over a range, the same for all that is compared. Where all values are equal there is one bar. */
export function barsOf(
  campaign: CampaignReport,
  measure: CampaignMeasure,
  range: Range,
  count: number,
): readonly Bar[] {
  const { least, most } = range;
  const bars = most > least ? count : 1;
  const width = (most - least) / bars;
  const runs: number[][] = Array.from({ length: bars }, () => []);
  measure.values.forEach((value, run) => {
    if (value !== null) {
      const bar = width === 0 ? 0 : Math.min(bars - 1, Math.floor((value - least) / width));
      runs[bar]?.push(run);
    }
  });
  return runs.map((list, bar) => ({
    ...{ from: least + bar * width, to: least + (bar + 1) * width },
    runs: list.sort((a, b) => worseFirst(campaign, measure, a, b)),
  }));
}

/** The worst run of a campaign by one measure; -1 where it was never measured. */
export function worstRun(campaign: CampaignReport, measure: CampaignMeasure): number {
  const measured = measure.values.flatMap((value, run) => (value === null ? [] : [run]));
  return measured.sort((a, b) => worseFirst(campaign, measure, a, b))[0] ?? -1;
}

const GRAVITY = { fail: 0, undecided: 1, pass: 2 } as const;

function worseFirst({ decisions }: CampaignReport, { values, worse }: CampaignMeasure, a: number, b: number): number {
  const difference = (values[b] ?? 0) - (values[a] ?? 0);
  const gravity = (run: number): number => GRAVITY[decisions[run] ?? 'pass'];
  return (worse === 'more' ? difference : -difference) || gravity(a) - gravity(b) || a - b;
}
