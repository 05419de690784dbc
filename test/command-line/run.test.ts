import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { decodeTraceFile } from '../../server/src/report/trace-file';
import { Workplace, type Call, type Ending } from './ftm';
import { checkShape, MANY_RUNS_RESULT, SINGLE_RUN_RESULT } from './json-shape';
import { FAILS, HOLDS } from './models';

interface Result {
  readonly scenarios: readonly {
    readonly name: string;
    readonly seed: number;
    readonly runs: number;
    readonly verdict: string;
    readonly trace_hash: string;
    readonly file?: string;
    readonly metrics: { readonly availability: number };
    readonly expectations: readonly { readonly text: string; readonly line: number; readonly measured: unknown }[];
  }[];
}

describe('ftm run', () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace({ 'good.ftm': HOLDS, 'bad.ftm': FAILS });
  });
  afterEach(() => place.remove());

  const ftm = (args: readonly string[], call?: Call): Promise<Ending> => place.ftm(['run', ...args], call);
  const json = async (...args: readonly string[]): Promise<Result> =>
    JSON.parse((await ftm([...args, '--json'])).out) as Result;

  it('ends with 0 when every expectation holds', async () => {
    const { status, out, err } = await ftm(['good.ftm']);
    assert.match(out, /^PASS {2}Quiet {2}Nothing fails\n {2}good\.ftm:17 {2}seed 3, 5 s simulated, /);
    assert.deepEqual({ status, err }, { status: 0, err: '' });
  });

  it('ends with 1 when one does not, and says which, why and where', async () => {
    const { status, out } = await ftm(['bad.ftm']);
    assert.match(out, /^FAIL {2}Down/m);
    assert.match(out, /✗ availability >= 99% .*bad\.ftm:31/);
    assert.match(out, /1\.000 s {2}crash n1 .*bad\.ftm:30/);
    assert.match(out, /1 of 2 scenarios pass; fail: Down\n$/);
    assert.equal(status, 1);
  });

  it('runs only the scenario that is asked for', async () => {
    const { status, out } = await ftm(['bad.ftm', '--scenario', 'Quiet']);
    assert.match(out, /Quiet/);
    assert.doesNotMatch(out, /Down/);
    assert.equal(status, 0);
  });

  it('writes no colour into a pipe, and obeys NO_COLOR where it would', async () => {
    const escape = String.fromCharCode(27);
    assert(!(await ftm(['good.ftm'])).out.includes(escape));
    assert((await ftm(['good.ftm'], { env: { FORCE_COLOR: '1' } })).out.includes(escape));
    assert(!(await ftm(['good.ftm'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).out.includes(escape));
  });

  it('reads standard input', async () => {
    const { status, out } = await ftm(['-'], { input: HOLDS });
    assert.match(out, /<stdin>:17/);
    assert.equal(status, 0);
  });

  it('prints with --json exactly what the language reference promises', async () => {
    checkShape(JSON.parse((await ftm(['bad.ftm', '--json'])).out), SINGLE_RUN_RESULT);
    checkShape(JSON.parse((await ftm(['bad.ftm', '--json', '--runs', '3'])).out), MANY_RUNS_RESULT);
  });

  it('is the same to the byte whenever it is run', async () => {
    const runs = await Promise.all([ftm(['bad.ftm', '--json']), ftm(['bad.ftm', '--json'])]);
    assert.equal(runs[0].out, runs[1].out);
    const many = await Promise.all([ftm(['bad.ftm', '--runs', '5']), ftm(['bad.ftm', '--runs', '5'])]);
    assert.equal(many[0].out, many[1].out);
  });

  it('takes seed and number of runs from the command line', async () => {
    const [first, second] = await Promise.all([json('good.ftm', '--seed', '8'), json('good.ftm', '--seed', '9')]);
    assert.equal(first.scenarios[0]?.seed, 8);
    assert.notEqual(first.scenarios[0]?.trace_hash, second.scenarios[0]?.trace_hash);
    assert.equal((await json('good.ftm', '--runs', '4')).scenarios[0]?.runs, 4);
  });

  it('runs several files, and says of each scenario where it is from', async () => {
    const { scenarios } = await json('good.ftm', 'bad.ftm');
    assert.deepEqual(
      scenarios.map(({ file, name, verdict }) => [file, name, verdict]),
      [
        ['good.ftm', 'Quiet', 'pass'],
        ['bad.ftm', 'Quiet', 'pass'],
        ['bad.ftm', 'Down', 'fail'],
      ],
    );
  });

  it('writes JUnit, a page and a trace, and nothing else', async () => {
    const before = readdirSync(place.folder);
    const args = ['bad.ftm', '--junit', 'out/results.xml', '--html', 'page.html', '--trace', 'run.ftmrun'];
    const { status } = await ftm(args);
    assert.equal(status, 1);
    assert.deepEqual(
      readdirSync(place.folder).sort(),
      [...before, 'out', 'page-Down.html', 'page.html', 'run.ftmrun'].sort(),
    );
    const junit = readFileSync(place.path('out/results.xml'), 'utf8');
    assert.match(junit, /<testsuites name="ftm" tests="3" failures="1" errors="0"/);
    assert.match(readFileSync(place.path('page.html'), 'utf8'), /Quiet/);
    const trace = decodeTraceFile(readFileSync(place.path('run.ftmrun'), 'utf8'));
    assert(trace.ok, trace.ok ? '' : trace.problem);
    assert.deepEqual(
      trace.file.reports.map(({ scenario }) => scenario),
      ['Quiet', 'Down'],
    );
  });

  it('ends cleanly when the reader of its output goes away', async () => {
    const { status, err } = await ftm(['bad.ftm', '--scenario', 'Quiet', '--json'], { closeOutput: true });
    assert.deepEqual({ status, err }, { status: 0, err: '' });
  });

  it('is interrupted by Ctrl-C and then leaves nothing behind', async () => {
    const long = HOLDS.replace('duration: 5s', 'duration: 20h').replace('rate: 50/s', 'rate: 20000/s');
    const slow = new Workplace({ 'long.ftm': long });
    const { status, out, err } = await slow.ftm(['run', 'long.ftm', '--html', 'x.html'], { interruptAfterMs: 1500 });
    assert.deepEqual({ status, out, err }, { status: 130, out: '', err: 'interrupted\n' });
    assert(!existsSync(slow.path('x.html')));
    slow.remove();
  });
});

describe('ftm', () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace();
  });
  afterEach(() => place.remove());

  it('prints its version', async () => {
    const { status, out } = await place.ftm(['--version']);
    assert.match(out, /^\d+\.\d+\.\d+\n$/);
    assert.equal(status, 0);
  });

  it('helps, as a whole and with each command', async () => {
    const { status, out } = await place.ftm(['--help']);
    assert.match(out, /Usage: ftm/);
    assert.match(out, /Exit status:/);
    assert.equal(status, 0);
    for (const command of ['check', 'run', 'compare', 'diff', 'format', 'lsp']) {
      assert.match(out, new RegExp(`^  ${command} `, 'm'));
      const help = await place.ftm([command, '--help']);
      assert.match(help.out, new RegExp(`Usage: ftm ${command} `));
      assert.equal(help.status, 0);
    }
  });
});
