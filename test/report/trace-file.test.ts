import { strict as assert } from 'node:assert';
import { projectRun } from '../../server/src/report';
import { decodeTraceFile, encodeTraceFile } from '../../server/src/report/trace-file';
import { judged } from './made-up-run';

const report = projectRun(judged);

describe('a .ftmrun file', () => {
  it('gives back what was put in', () => {
    const decoded = decodeTraceFile(encodeTraceFile('0.1.0', [report]));
    assert(decoded.ok);
    assert.deepEqual(decoded.file.reports, [report]);
    assert.equal(decoded.file.product, '0.1.0');
  });

  it('says what is wrong with one that cannot be used', () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['', /not JSON/],
      ['[]', /not an object/],
      ['{"format":"har"}', /format is not one of ftmrun/],
      ['{"format":"ftmrun","version":9}', /version is not one of 1/],
      ['{"format":"ftmrun","version":1,"product":"0","reports":[{"version":2}]}', /reports\[0\]\.file is not a text/],
    ];
    for (const [text, expected] of cases) {
      const decoded = decodeTraceFile(text);
      assert.match(decoded.ok ? 'fine' : decoded.problem, expected);
    }
  });
});
