import { strict as assert } from 'node:assert';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { Workplace } from './ftm';
import { BROKEN, HOLDS } from './models';

describe('input that cannot be used', () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace({
      'good.ftm': HOLDS,
      'broken.ftm': BROKEN,
      'empty.ftm': '',
      'binary.ftm': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]),
      'latin1.ftm': new Uint8Array([0x2f, 0x2f, 0xe9, 0x0a]),
      'huge.ftm': `// ${'x'.repeat(5_000_000)}\n${HOLDS}`,
      'circle.ftm': `import "circle.ftm"\n${HOLDS}`,
      'lost-import.ftm': `import "nowhere.ftm"\n${HOLDS}`,
    });
    mkdirSync(place.path('folder.ftm'));
  });
  afterEach(() => place.remove());

  /** Checks that a call ends with 2, says why on standard error alone, and leaves nothing behind. */
  async function check(args: readonly string[], reason: RegExp): Promise<void> {
    const before = readdirSync(place.folder);
    const { status, out, err } = await place.ftm(args);
    assert.match(err, reason);
    assert.equal(out, '');
    assert.equal(status, 2, err);
    assert.deepEqual(readdirSync(place.folder), before);
  }

  const OUTPUTS = ['--json', '--junit', 'new.xml', '--html', 'new.html', '--trace', 'new.ftmrun'];

  it('a missing file', () => check(['run', 'none.ftm', ...OUTPUTS], /^none\.ftm:1:1: error FTM701: .*no such file/));
  it('a folder', () => check(['run', 'folder.ftm'], /^folder\.ftm:1:1: error FTM702: .*a folder/));
  it('a binary file', () => check(['check', 'binary.ftm'], /^binary\.ftm:1:1: error FTM702: .*not a text file/));
  it('another encoding', () => check(['check', 'latin1.ftm'], /^latin1\.ftm:1:1: error FTM702: .*not UTF-8/));
  it('a huge file', () => check(['check', 'huge.ftm'], /^huge\.ftm:1:1: error FTM703: .*larger than/));
  it('a file without a scenario', () => check(['run', 'empty.ftm'], /FTM704: empty\.ftm declares no scenario/));
  it('a file without an experiment', () => check(['compare', 'good.ftm'], /FTM704: good\.ftm declares no experiment/));
  it('one broken file among good ones', () =>
    check(['run', 'good.ftm', 'broken.ftm', ...OUTPUTS], /^broken\.ftm:\d+:\d+: error FTM\d+: .*Shoping/m));
  it('a broken model', () => check(['check', 'broken.ftm'], /^broken\.ftm:19:13: error FTM\d+: .*Shoping/m));
  it('an import that is not there', () =>
    check(['check', 'lost-import.ftm'], /^lost-import\.ftm:1:8: error FTM\d+: /m));
  it('an unknown scenario', () =>
    check(['run', 'good.ftm', '--scenario', 'Loud'], /FTM705: no scenario is named Loud; there are: Quiet/));
  it('an unknown experiment', () =>
    check(['compare', 'good.ftm', '--experiment', 'X'], /FTM705: no experiment is named X; good\.ftm declares none/));
  it('a place that cannot be written to', () =>
    check(['run', 'good.ftm', '--junit', 'good.ftm/x.xml', '--trace', 'new.ftmrun'], /FTM706: cannot write the file/));
  it('a folder to write to', () => check(['run', 'good.ftm', '--html', 'folder.ftm'], /FTM706: .*it is a folder/));
  it('a file that may not be read', function () {
    chmodSync(place.path('good.ftm'), 0);
    if (process.getuid?.() === 0) this.skip();
    return check(['run', 'good.ftm'], /^good\.ftm:1:1: error FTM702: .*may not be read/);
  });

  for (const [what, args, reason] of [
    ['an unknown command', ['simulate', 'good.ftm'], /unknown command 'simulate'/],
    ['an unknown option', ['run', 'good.ftm', '--fast'], /unknown option '--fast'/],
    ['a missing file name', ['run'], /missing required argument 'file'/],
    ['an empty file name', ['check', ''], /^error: .*'file'.*The name of a file is empty/],
    ['an empty file name among others', ['run', 'good.ftm', ''], /^error: .*'file'.*The name of a file is empty/],
    ['an empty file name to compare with', ['diff', 'good.ftm', ''], /^error: .*'after'.*The name of a file is empty/],
    ['an empty file name of a history', ['history', '', '--model', 'kv'], /The name of a file is empty/],
    [
      'an empty file name to write to',
      ['run', 'good.ftm', '--html', ''],
      /^error: .*--html.*The name of a file is empty/,
    ],
    ['no command', [], /Usage: ftm/],
    ['a seed that is no number', ['run', 'good.ftm', '--seed', 'x'], /A seed is a whole number/],
    ['a negative seed', ['run', 'good.ftm', '--seed', '-1'], /A seed is a whole number/],
    ['a fractional seed', ['run', 'good.ftm', '--seed', '1.5'], /A seed is a whole number/],
    ['no runs', ['run', 'good.ftm', '--runs', '0'], /from 1 to 100000/],
    ['too many runs', ['run', 'good.ftm', '--runs', '1e9'], /from 1 to 100000/],
    ['an option without its value', ['run', 'good.ftm', '--json', '--junit'], /argument missing/],
  ] as const) {
    it(what, () => check(args, reason));
  }

  it('one bad name does not hide the other', async () => {
    const { err } = await place.ftm(['check', 'a.ftm', 'b.ftm']);
    assert.deepEqual(err.match(/^\w\.ftm/gm), ['a.ftm', 'b.ftm']);
  });
});
