import assert from 'node:assert/strict';
import path from 'node:path';
import { pageWith, table } from './fidelity-page';
import { cellsOf, isReproduced, type Measured, type PublishedValue } from './published-value';

export interface Publication {
  readonly title: string;
  /** Authors, title, venue and sections. */
  readonly source: string;
  /** `__filename` of the test; each file is one part of the page. */
  readonly file: string;
  /** What is assumed, beyond what the rows say. */
  readonly setUp?: string;
}

/** A test that measures some published values at once, in their order. */
export type Reproduces = (does: string, values: readonly PublishedValue[], measure: () => readonly Measured[]) => void;

/**
 * Tests of published values. Each compares what it measures with what was published; the last one compares the page with
 * what all have measured, to the digit, since seeds are fixed. `UPDATE_DOCS=1` writes the file's part of the page anew.
 */
export function reproduction(publication: Publication, tests: (reproduces: Reproduces) => void): void {
  describe(publication.title, function () {
    this.timeout(120_000);
    const rows: { value: PublishedValue; measured: Measured | undefined }[] = [];

    tests((does, values, measure) => {
      const own = values.map((value) => ({ value, measured: undefined as Measured | undefined }));
      rows.push(...own);
      it(does, () => {
        const measured = measure();
        assert.equal(measured.length, values.length);
        const wrong = values.flatMap((value, i) => {
          const found = measured[i] ?? NaN;
          return isReproduced(value, found) ? [] : [cellsOf(value, found).slice(0, 3).join(' | ')];
        });
        assert.deepEqual(wrong, []);
        own.forEach((row, i) => (row.measured = measured[i]));
      });
    });

    it('is on the fidelity page as measured', async function () {
      // Where a test failed, or was not chosen, there is nothing to compare with.
      if (rows.some(({ measured }) => measured === undefined)) return this.skip();
      const file = path.basename(publication.file);
      const cells = rows.map(({ value, measured }) => cellsOf(value, measured ?? NaN));
      const { actual, expected } = await pageWith(file, render(publication, file, cells));
      assert.equal(actual, expected, 'docs/fidelity.md is stale: UPDATE_DOCS=1 writes it anew');
    });
  });
}

function render(publication: Publication, file: string, cells: readonly (readonly string[])[]): string {
  const { title, source, setUp } = publication;
  return [
    `## ${title[0]?.toUpperCase() ?? ''}${title.slice(1)}`,
    `Source: ${source}`,
    ...(setUp === undefined ? [] : [setUp]),
    table(['What', 'Published', 'Measured', 'Difference', 'Allowed'], cells),
    `Run again: \`npx mocha test/fidelity/${file}\``,
  ].join('\n\n');
}
