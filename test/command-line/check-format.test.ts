import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { Workplace } from './ftm';
import { BROKEN, FAILS, HOLDS } from './models';

const UGLY = HOLDS.replaceAll('  ', '     ');

describe('ftm check', () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace({ 'good.ftm': HOLDS, 'more.ftm': FAILS, 'parts/main.ftm': 'import "../good.ftm"\n' });
  });
  afterEach(() => place.remove());

  it('says of each file what is in it', async () => {
    const { status, out } = await place.ftm(['check', 'good.ftm', 'more.ftm', 'parts/main.ftm']);
    assert.equal(
      out,
      'good.ftm: no problems, 1 scenario, 0 experiments\n' +
        'more.ftm: no problems, 2 scenarios, 0 experiments\n' +
        'parts/main.ftm: no problems, 0 scenarios, 0 experiments\n',
    );
    assert.equal(status, 0);
  });

  it('reads standard input', async () => {
    assert.match((await place.ftm(['check', '-'], { input: HOLDS })).out, /^<stdin>: no problems/);
    const { status, err } = await place.ftm(['check', '-'], { input: BROKEN });
    assert.match(err, /^<stdin>:19:13: error/m);
    assert.equal(status, 2);
  });
});

describe('ftm format', () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace({ 'good.ftm': HOLDS, 'ugly.ftm': UGLY, 'bad.ftm': 'topology {{{', 'unknown.ftm': BROKEN });
  });
  afterEach(() => place.remove());

  const textOf = (name: string): string => readFileSync(place.path(name), 'utf8');

  it('rewrites a file in place and leaves nothing else behind', async () => {
    const before = readdirSync(place.folder);
    const { status, out, err } = await place.ftm(['format', 'ugly.ftm', 'good.ftm']);
    assert.deepEqual({ status, out, err }, { status: 0, out: '', err: '' });
    assert.equal(textOf('ugly.ftm'), HOLDS);
    assert.equal(textOf('good.ftm'), HOLDS);
    assert.deepEqual(readdirSync(place.folder), before);
  });

  it('with --check changes nothing and names what it would change', async () => {
    const { status, out } = await place.ftm(['format', '--check', 'ugly.ftm', 'good.ftm']);
    assert.deepEqual({ status, out }, { status: 1, out: 'ugly.ftm is not formatted\n' });
    assert.equal(textOf('ugly.ftm'), UGLY);
    assert.equal((await place.ftm(['format', '--check', 'good.ftm'])).status, 0);
  });

  it('writes standard input to standard output', async () => {
    assert.equal((await place.ftm(['format', '-'], { input: UGLY })).out, HOLDS);
  });

  it('refuses a text whose structure it does not understand, and then changes no file', async () => {
    const { status, out, err } = await place.ftm(['format', 'ugly.ftm', 'bad.ftm']);
    assert.match(err, /^bad\.ftm:1:\d+: error FTM1/);
    assert.deepEqual({ status, out }, { status: 2, out: '' });
    assert.equal(textOf('ugly.ftm'), UGLY);
  });

  it('does not mind names that nothing has', async () => {
    assert.equal((await place.ftm(['format', 'unknown.ftm'])).status, 0);
  });
});
