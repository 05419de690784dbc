import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../server/src/analysis';
import { fileLoader } from '../../server/src/campaigns';
import { openProgram, type Program, type ScenarioModel } from '../../server/src/language';
import { simulate } from '../../server/src/simulation';

export const SAMPLES = join(__dirname, '..', '..', 'samples');

/** Paths of all samples, relative to their folder. */
export const sampleFiles: readonly string[] = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ftm'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();

export interface Sample {
  readonly text: string;
  readonly program: Program;
}

export function openSample(file: string): Sample {
  const path = join(SAMPLES, file);
  const text = readFileSync(path, 'utf8');
  return { text, program: openProgram(path, text, fileLoader()) };
}

/** What a scenario expects in vain, with the seeds that it names and with `more` that follow. */
export function brokenExpectations(scenario: ScenarioModel, more: number): readonly string[] {
  return Array.from({ length: scenario.runs + more }, (_, index) => scenario.seed + index).flatMap((seed) =>
    judge(scenario, simulate(scenario, { seed, trace: false }))
      .expectations.filter(({ decision }) => decision !== 'pass')
      .map(
        ({ expectation, measuredText, explanation }) =>
          `seed ${seed}: ${expectation.text}: ${measuredText}. ${explanation}`,
      ),
  );
}
