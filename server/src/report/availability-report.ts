import { steadyState, type SteadyState } from '../analysis';
import { NANOS_PER_SECOND, type ScenarioModel, type SubjectModel } from '../language/model';
import type { Ink } from './ink';
import { countText, durationText, NOT_MEASURED, shareText } from './quantity-text';
import { placeText, sourcePlace } from './source-place';

/** Long-run availability of one thing that users ask for; null where there is no failure data to compute it from. */
export interface AvailabilityRow {
  readonly subject: string;
  readonly figures: SteadyState | null;
  /** Why there are no figures. */
  readonly why: string;
}

export interface ScenarioAvailability {
  readonly scenario: ScenarioModel;
  readonly rows: readonly AvailabilityRow[];
}

const NANOS_PER_YEAR = 365.25 * 86_400 * NANOS_PER_SECOND;

/** Failure combinations listed: the ones after these add next to nothing. */
const LISTED_CUTS = 5;

/** Computes, without a run, how often everything together, each store and each service is there. */
export function scenarioAvailability(scenario: ScenarioModel): ScenarioAvailability {
  const subjects: readonly (readonly [string, SubjectModel | undefined])[] = [
    ['everything', undefined],
    ...scenario.stores.map(({ name }, store) => [name, { kind: 'store', store }] as const),
    ...scenario.services.map(({ name }, service) => [name, { kind: 'service', service }] as const),
    ...scenario.balancers.map(({ name }, balancer) => [name, { kind: 'balancer', balancer }] as const),
  ];
  const rows = subjects.map(([subject, model]): AvailabilityRow => {
    const answer = steadyState(scenario, model);
    return answer.kind === 'known'
      ? { subject, figures: answer.figures, why: '' }
      : { subject, figures: null, why: answer.why };
  });
  return { scenario, rows };
}

export function availabilityText({ scenario, rows }: ScenarioAvailability, ink: Ink): string {
  const place = sourcePlace(scenario, scenario.origin);
  const width = Math.max(...rows.map(({ subject }) => subject.length));
  const [whole] = rows;
  return `${[
    `${ink.strong(scenario.name)}  ${place === null ? '' : ink.dim(placeText(place))}`.trimEnd(),
    ...rows.map((row) => `  ${row.subject.padEnd(width)}  ${rowText(row)}`),
    ...cutLines(whole?.figures ?? null, ink),
  ].join('\n')}\n`;
}

export interface JsonAvailability {
  readonly name: string;
  readonly subjects: readonly {
    readonly subject: string;
    readonly availability: number | null;
    readonly outages_per_year: number | null;
    readonly outage_s: number | null;
    readonly cuts: readonly { readonly down: readonly string[]; readonly share: number }[];
  }[];
}

export function jsonAvailability({ scenario, rows }: ScenarioAvailability): JsonAvailability {
  return {
    name: scenario.name,
    subjects: rows.map(({ subject, figures }) => ({
      subject,
      availability: figures?.availability ?? null,
      outages_per_year: figures === null ? null : NANOS_PER_YEAR / figures.timeBetweenOutages,
      outage_s: figures === null ? null : figures.meanOutage / NANOS_PER_SECOND,
      cuts: (figures?.cuts ?? []).map(({ names, probability }) => ({ down: names, share: probability })),
    })),
  };
}

function rowText({ figures, why }: AvailabilityRow): string {
  if (figures === null) return `${NOT_MEASURED}  ${why}`;
  const { availability, unavailability, timeBetweenOutages, meanOutage } = figures;
  if (unavailability === 0) return `${shareText(availability)}  nothing that has failure data brings it down`;
  const perYear = NANOS_PER_YEAR / timeBetweenOutages;
  const nines = `${(-Math.log10(unavailability)).toFixed(1)} nines`;
  const down = `down ${durationText(unavailability * NANOS_PER_YEAR)} a year`;
  return `${shareText(availability)}  ${nines}, ${down}: ${outagesText(perYear)} of ${durationText(meanOutage)} on average`;
}

function outagesText(perYear: number): string {
  if (perYear >= 10) return `${countText(Math.round(perYear))} outages a year`;
  return perYear >= 1 ? `${perYear.toFixed(1)} outages a year` : `one outage in ${(1 / perYear).toPrecision(2)} years`;
}

function cutLines(figures: SteadyState | null, ink: Ink): readonly string[] {
  if (figures === null || figures.cuts.length === 0) return [];
  return [
    '',
    `  ${ink.strong('What brings it down')}`,
    ...figures.cuts
      .slice(0, LISTED_CUTS)
      .map(({ names, probability }) => `  ${names.join(' and ')}: ${shareText(probability)} of the time`),
  ];
}
