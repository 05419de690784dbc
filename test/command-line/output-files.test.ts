import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { COMMAND, Workplace } from './ftm';
import { HOLDS } from './models';

describe('where results go', () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace({ 'good.ftm': HOLDS, 'loose.ftm': HOLDS.replace(/\n {2}/g, '\n'), 'shared/old.xml': 'old' });
  });
  afterEach(() => place.remove());

  /** Checks that nothing is written, and that the reason is said. */
  async function refuses(args: readonly string[], reason: RegExp): Promise<void> {
    const before = readdirSync(place.folder);
    const { status, out, err } = await place.ftm(args);
    assert.deepEqual({ status, out }, { status: 2, out: '' });
    assert.match(err, reason);
    assert.deepEqual(readdirSync(place.folder), before);
    assert.equal(readFileSync(place.path('good.ftm'), 'utf8'), HOLDS);
  }

  it('never over a model that is read', async () => {
    symlinkSync('good.ftm', place.path('alias.ftmrun'));
    await refuses(['run', 'good.ftm', '--trace', 'good.ftm'], /^good\.ftm:1:1: error FTM706: .*it is a model/);
    await refuses(['run', 'good.ftm', '--trace', './alias.ftmrun'], /FTM706: .*it is a model/);
  });

  it('never two into one file', () =>
    refuses(['run', 'good.ftm', '--junit', 'x', '--markdown', './x'], /FTM706: .*something else goes there/));

  it('through a symbolic link, and what is replaced keeps its permissions', async () => {
    symlinkSync('shared/old.xml', place.path('link.xml'));
    chmodSync(place.path('shared/old.xml'), 0o640);
    assert.equal((await place.ftm(['run', 'good.ftm', '--junit', 'link.xml'])).status, 0);
    assert(lstatSync(place.path('link.xml')).isSymbolicLink());
    assert.match(readFileSync(place.path('shared/old.xml'), 'utf8'), /<testsuites/);
    assert.equal(statSync(place.path('shared/old.xml')).mode & 0o777, 0o640);
  });

  it('a formatted model keeps its permissions', async () => {
    chmodSync(place.path('loose.ftm'), 0o600);
    assert.equal((await place.ftm(['format', 'loose.ftm'])).status, 0);
    assert.equal(readFileSync(place.path('loose.ftm'), 'utf8'), HOLDS);
    assert.equal(statSync(place.path('loose.ftm')).mode & 0o777, 0o600);
  });

  it('into a pipe that has a name, which stays one', function () {
    if (spawnSync('mkfifo', [place.path('pipe')]).status !== 0) this.skip();
    const script = `cat pipe > copy.xml & '${process.execPath}' '${COMMAND}' run good.ftm --junit pipe && wait`;
    assert.equal(spawnSync('sh', ['-c', script], { cwd: place.folder }).status, 0);
    assert(lstatSync(place.path('pipe')).isFIFO());
    assert.match(readFileSync(place.path('copy.xml'), 'utf8'), /<testsuites/);
  });

  it('not into a folder that the system does not let be', async function () {
    if (!existsSync('/proc/self')) this.skip();
    await refuses(['run', 'good.ftm', '--trace', '/proc/none/x'], /FTM706: cannot write the file: /);
  });

  it('a full disk is said, and is no verdict', function () {
    if (!existsSync('/dev/full') || !statSync('/dev/full').isCharacterDevice()) this.skip();
    const fill = (end: string): { status: number | null; stderr: string } =>
      spawnSync('sh', ['-c', `'${process.execPath}' '${COMMAND}' run good.ftm ${end}`], {
        cwd: place.folder,
        encoding: 'utf8',
      });
    const results = fill('> /dev/full');
    assert.deepEqual(
      { status: results.status, stderr: results.stderr },
      { status: 2, stderr: '<stdout>:1:1: error FTM706: cannot write the results: the disk is full\n' },
    );
    const device = fill('--trace /dev/full');
    assert.equal(device.status, 2);
    assert.match(device.stderr, /^\/dev\/full:1:1: error FTM706: cannot write the file: the disk is full/);
    assert(statSync('/dev/full').isCharacterDevice());
    assert.equal(fill('2> /dev/full').status, 0);
  });
});
