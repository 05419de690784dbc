import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { Workplace } from './ftm';
import { FAILS, HOLDS } from './models';

const EXPERIMENT = `${FAILS}
experiment Copies {
  scenario: Down
  vary Shopping.rate: [20/s, 40/s]
  runs: 2
  measure availability, latency p99, recovery
}
`;

describe('ftm compare', () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace({ 'experiment.ftm': EXPERIMENT });
  });
  afterEach(() => place.remove());

  it('prints a row for each cell', async () => {
    const { status, out, err } = await place.ftm(['compare', 'experiment.ftm']);
    assert.match(out, /^Copies: 2 cells, 2 runs each on the same randomness\n/);
    assert.match(out, /^Shopping\.rate {2}availability +latency p99 +recovery +consistency +CAP +expectations$/m);
    assert.match(out, /^20\/s +3\d\.\d+ %/m);
    assert.match(out, /^40\/s +3\d\.\d+ %/m);
    assert.deepEqual({ status, err }, { status: 0, err: '' });
  });

  it('does not warn of a share of one run where an experiment or an option makes it several', async () => {
    const shared = new Workplace({ 'share.ftm': EXPERIMENT.replace('availability >= 99%', '$& in 50% of runs') });
    const warned = async (...args: readonly string[]): Promise<boolean> =>
      /share of runs is asked for/.test(JSON.stringify(await shared.ftm([...args, 'share.ftm'])));
    const run = ['run', '--no-explain', '--scenario', 'Down'];
    assert.deepEqual(
      [await warned('check'), await warned(...run), await warned(...run, '--runs', '2'), await warned('compare')],
      [true, true, false, false],
    );
    shared.remove();
  });

  it('writes JSON, CSV and a page', async () => {
    const { out } = await place.ftm(['compare', 'experiment.ftm', '--json', '--csv', 't.csv', '--html', 't.html']);
    const { experiments } = JSON.parse(out) as {
      experiments: { cells: { values: unknown; measured: { availability: { value: number } } }[] }[];
    };
    assert.deepEqual(
      experiments[0]?.cells.map(({ values }) => values),
      [{ 'Shopping.rate': '20/s' }, { 'Shopping.rate': '40/s' }],
    );
    const share = experiments[0]?.cells[0]?.measured.availability.value ?? 0;
    assert(share > 0.3 && share < 0.5, String(share));
    const csv = readFileSync(place.path('t.csv'), 'utf8').split('\r\n');
    assert.match(csv[0] ?? '', /^experiment,Shopping\.rate,availability,availability low,availability high,/);
    assert.equal(csv.length, 4);
    const page = readFileSync(place.path('t.html'), 'utf8');
    const carried = /<script type="application\/json" id="ftm-comparison">(.*?)<\/script>/s.exec(page)?.[1];
    const { cells } = JSON.parse(carried ?? '{}') as { cells: { values: string[]; campaign: { seeds: number[] } }[] };
    assert.deepEqual(
      cells.map(({ values, campaign }) => [values, campaign.seeds.length]),
      [
        [['20/s'], 2],
        [['40/s'], 2],
      ],
    );
  });
});

describe('ftm diff', () => {
  let place: Workplace;
  beforeEach(() => {
    const longer = FAILS.replace('for 3s', 'for 4s').replace('availability >= 99%', 'availability >= 1%');
    place = new Workplace({ 'before.ftm': FAILS, 'after.ftm': longer, 'other.ftm': HOLDS.replace('Quiet', 'Other') });
  });
  afterEach(() => place.remove());

  it('says what changed and what did not', async () => {
    const { status, out } = await place.ftm(['diff', 'before.ftm', 'after.ftm']);
    assert.match(out, /^Down {2}FAIL/m);
    assert.match(out, /availability +36\.29 % -> \d/);
    assert.equal(status, 1);
    const same = await place.ftm(['diff', 'before.ftm', 'before.ftm', '--scenario', 'Quiet']);
    assert.match(same.out, /^Quiet {2}PASS\n {2}the same run, event for event\n$/);
    assert.equal(same.status, 0);
  });

  it('needs a scenario that both have', async () => {
    const { status, err } = await place.ftm(['diff', 'before.ftm', 'other.ftm', '--scenario', 'Down']);
    assert.match(err, /no scenario is named Down; there are: Other/);
    assert.equal(status, 2);
    assert.match((await place.ftm(['diff', 'other.ftm', 'before.ftm'])).err, /no scenario of before\.ftm has the name/);
  });
});
