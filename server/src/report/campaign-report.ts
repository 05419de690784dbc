import { isList, isNumber, isNumberOrNull, isOneOf, isText, shape, type Check } from './webview-check';

/**
 * What many runs of one scenario measured, seed by seed: plain data for the picture. Of each measure there are as many
 * values as there are seeds; null where a thing was not measured.
 */
export interface CampaignReport {
  readonly seeds: readonly number[];
  readonly decisions: readonly ('pass' | 'fail' | 'undecided')[];
  readonly measures: readonly CampaignMeasure[];
}

export interface CampaignMeasure {
  readonly name: string;
  readonly unit: 'share' | 's' | 'count' | 'per-s' | 'number';
  /** Which end of the scale nobody wants. */
  readonly worse: 'less' | 'more';
  /** Mean, and what is to be known of how sure it is, as a person reads it. */
  readonly text: string;
  readonly values: readonly (number | null)[];
}

/** An experiment: what its cells measured, on the same seeds. */
export interface ComparisonReport {
  readonly version: 1;
  readonly file: string;
  readonly name: string;
  readonly title: string;
  readonly factors: readonly string[];
  readonly cells: readonly ComparisonCell[];
  /** What is to be known of the figures; empty where they speak for themselves. */
  readonly note: string;
}

export interface ComparisonCell {
  /** Chosen value of each factor. */
  readonly values: readonly string[];
  /** What the history shows of each store, such as its consistency. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly met: number;
  readonly expectations: number;
  readonly campaign: CampaignReport;
}

export const isCampaign: Check = shape<CampaignReport>({
  seeds: isList(isNumber),
  decisions: isList(isOneOf('pass', 'fail', 'undecided')),
  measures: isList(
    shape<CampaignMeasure>({
      name: isText,
      unit: isOneOf('share', 's', 'count', 'per-s', 'number'),
      worse: isOneOf('less', 'more'),
      text: isText,
      values: isList(isNumberOrNull),
    }),
  ),
});

export const isComparison: Check = shape<ComparisonReport>({
  version: isOneOf(1),
  file: isText,
  name: isText,
  title: isText,
  factors: isList(isText),
  cells: isList(
    shape<ComparisonCell>({
      values: isList(isText),
      facts: isList(shape<ComparisonCell['facts'][number]>({ name: isText, value: isText })),
      met: isNumber,
      expectations: isNumber,
      campaign: isCampaign,
    }),
  ),
  note: isText,
});
