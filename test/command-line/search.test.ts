import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import type { SarifLog } from '../../server/src/report/sarif';
import { Workplace } from './ftm';
import { FAILS, HOLDS } from './models';

/** Holds only while the one copy is up. */
const FRAGILE = HOLDS.replace('availability >= 99%', 'availability >= 95%');

describe('ftm search', () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace({
      'fragile.ftm': FRAGILE,
      'bad.ftm': FAILS,
      'idle.ftm': HOLDS.replace('expect availability >= 99%', ''),
    });
  });
  afterEach(() => place.remove());

  it('ends with 1 and prints a scenario that fails when it is pasted', async () => {
    const { status, out } = await place.ftm(['search', 'fragile.ftm', '--faults', '1', '--tries', '40']);
    assert.match(out, /^FOUND {2}Quiet .*fragile\.ftm:17\n/);
    assert.match(out, /✗ availability >= 95%/);
    assert.equal(status, 1);
    const pasted = out.slice(out.indexOf('scenario QuietBroken'));
    writeFileSync(place.path('pasted.ftm'), `${FRAGILE}\n${pasted}`);
    const again = await place.ftm(['run', 'pasted.ftm', '--scenario', 'QuietBroken', '--no-explain']);
    assert.match(again.out, /✗ availability >= 95%/);
    assert.equal(again.status, 1);
    assert.equal((await place.ftm(['format', 'pasted.ftm', '--check'])).status, 0);
  });

  it('ends with 0 where nothing is found, and says what that proves', async () => {
    const { status, out } = await place.ftm(['search', 'idle.ftm', '--tries', '30']);
    assert.match(out, /^NONE FOUND {2}Quiet/);
    assert.match(out, /0 of \d+ obvious faults and 0 of \d+ sets drawn at random .* at most [\d.]+ % of the sets/);
    assert.equal(status, 0);
  });

  it('says of a scenario that fails as it is that no fault need be added', async () => {
    const { status, out } = await place.ftm(['search', 'bad.ftm', '--scenario', 'Down']);
    assert.match(out, /^FAILS {2}Down/);
    assert.equal(status, 1);
  });

  it('refuses numbers that make no sense', async () => {
    for (const option of [
      ['--faults', '0'],
      ['--faults', '99'],
      ['--tries', 'many'],
    ])
      assert.equal((await place.ftm(['search', 'idle.ftm', ...option])).status, 2);
  });
});

describe('ftm run, explained', () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace({ 'bad.ftm': FAILS, 'good.ftm': HOLDS });
  });
  afterEach(() => place.remove());

  it('says which fault it takes and at which line, unless it is told not to', async () => {
    const { out } = await place.ftm(['run', 'bad.ftm']);
    assert.match(out, /- Without crash n1 \(line 30\) it holds: 100 % instead of [\d.]+ %\./);
    assert.match(out, /how it came to that:\n +1\.000 s {2}crash n1/);
    assert.doesNotMatch((await place.ftm(['run', 'bad.ftm', '--no-explain'])).out, /how it came to that|it holds\b/);
  });

  it('explains the run that broke it, of many', async () => {
    const { out } = await place.ftm(['run', 'bad.ftm', '--scenario', 'Down', '--runs', '3', '--json']);
    const { scenarios } = JSON.parse(out) as { scenarios: { expectations: { why: { seed: number } | null }[] }[] };
    assert.equal(scenarios[0]?.expectations[0]?.why?.seed, 1);
  });

  it('writes SARIF and Markdown of the same results', async () => {
    const { status } = await place.ftm(['run', 'bad.ftm', '--sarif', 'out.sarif', '--markdown', 'out.md']);
    assert.equal(status, 1);
    const log = JSON.parse(readFileSync(place.path('out.sarif'), 'utf8')) as SarifLog;
    const [result] = log.runs[0]?.results ?? [];
    assert.equal(result?.locations[0]?.physicalLocation?.region.startLine, 31);
    assert.match(result.message.text, /Without crash n1 \(line 30\) it holds: 100 % instead of [\d.]+ %\./);
    assert.match(
      readFileSync(place.path('out.md'), 'utf8'),
      /- Without crash n1 \(line 30\) it holds: 100 % instead of [\d.]+ %\./,
    );
  });

  it('stops at a stated width, at the same run each time', async () => {
    const runsOf = async (width: string): Promise<number> => {
      const { out } = await place.ftm(['run', 'good.ftm', '--runs', '400', '--width', width, '--json', '--no-explain']);
      return (JSON.parse(out) as { scenarios: { runs: number }[] }).scenarios[0]?.runs ?? 0;
    };
    // Wilson's interval of n of n is z^2 / (n + z^2) wide: 16 % of 20 runs, 8.8 % of 40, 6 % of 60.
    assert.deepEqual([await runsOf('20%'), await runsOf('10%'), await runsOf('0.07')], [20, 40, 60]);
  });
});
