import type { Origin, ScenarioModel } from '../language/model';
import type { SourcePlace } from './run-report';

/** Where a thing of the model was said, for a reader that has the file's name but not the model. */
export function sourcePlace(scenario: ScenarioModel, origin: Origin | undefined): SourcePlace | null {
  const file = origin && scenario.files[origin.file];
  if (origin === undefined || file === undefined) return null;
  return {
    file,
    line: origin.line,
    column: origin.column,
    endColumn: origin.column + Math.max(1, origin.end - origin.start),
  };
}

/** `shop.ftm:12`, counted from 1 as editors and compilers print it. */
export function placeText(place: SourcePlace): string {
  return `${place.file}:${place.line + 1}`;
}

/** ` (line 12)`; with the file, where it is another one than the scenario's. */
export function lineText(file: string | undefined, place: SourcePlace | null): string {
  if (place === null) return '';
  return place.file === file ? ` (line ${place.line + 1})` : ` (${placeText(place)})`;
}
