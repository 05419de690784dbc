import { strict as assert } from 'node:assert';
import { readEdn } from '../../server/src/command-line/history/edn-text';
import { readHistory } from '../../server/src/command-line/history/history-events';
import { Workplace } from './ftm';

/** A read that misses a write which had ended before it began. */
const STALE = `{:process 0, :type :invoke, :f :write, :value 1, :time 1000000000, :index 0}
{:process 0, :type :ok, :f :write, :value 1, :time 2000000000, :index 1}
{:process 1, :type :invoke, :f :read, :value nil, :time 3000000000, :index 2}
{:process :nemesis, :type :info, :f :start-partition, :value [:isolated {"n1" #{"n2"}}], :index 3}
{:process 1, :type :ok, :f :read, :value nil, :time 4000000000, :index 4}
`;

const json = (...events: readonly (readonly [number, string, string, unknown])[]): string =>
  events.map(([process, type, f, value]) => `${JSON.stringify({ process, type, f, value })}\n`).join('');

/** A cas that took effect although its client never heard so. */
const UNKNOWN_CAS = json(
  [0, 'invoke', 'write', 1],
  [0, 'ok', 'write', 1],
  [1, 'invoke', 'cas', [1, 2]],
  [1, 'info', 'cas', [1, 2]],
  [0, 'invoke', 'read', null],
  [0, 'ok', 'read', 2],
);

const COUNTER = json([0, 'invoke', 'add', 3], [0, 'ok', 'add', 3], [0, 'invoke', 'read', null], [0, 'ok', 'read', 4]);

const WORDS = json(
  [0, 'invoke', 'put', ['k', 'a']],
  [0, 'ok', 'put', ['k', 'a']],
  [0, 'invoke', 'get', ['k', null]],
  [0, 'ok', 'get', ['k', 'b']],
);

describe('ftm history', () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace({
      'stale.edn': STALE,
      'cas.json': UNKNOWN_CAS,
      'counter.json': COUNTER,
      'words.json': WORDS,
    });
  });
  afterEach(() => place.remove());

  it('judges the history of a register, and points at the lines that contradict each other', async () => {
    const { status, out, err } = await place.ftm(['history', 'stale.edn', '--model', 'register']);
    assert.match(out, /^stale\.edn: not linearizable \(2 operations\)\n/);
    assert.deepEqual(out.match(/stale\.edn:\d+$/gm), ['stale.edn:1', 'stale.edn:3']);
    assert.deepEqual({ status, err }, { status: 1, err: '' });
  });

  it('lets an operation of unknown outcome take effect', async () => {
    const { status, out } = await place.ftm(['history', 'cas.json', '--model', 'cas-register']);
    assert.deepEqual({ status, out }, { status: 0, out: 'cas.json: linearizable (3 operations)\n' });
  });

  it('judges counters, and keys whose values are words', async () => {
    assert.equal((await place.ftm(['history', 'counter.json', '--model', 'counter'])).status, 1);
    const { status, out } = await place.ftm(['history', 'words.json', '--model', 'kv']);
    assert.match(out, /1 stands for "a", 2 stands for "b"/);
    assert.equal(status, 1);
  });

  it('reads standard input', async () => {
    const { out } = await place.ftm(['history', '-', '--model', 'cas-register'], { input: UNKNOWN_CAS });
    assert.match(out, /^<stdin>: linearizable/);
  });

  it('refuses what it cannot read, with its line', async () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['{"process": 0}', 'register', /^<stdin>:1:1: error FTM709: an entry has no type/],
      ['{"a": 1}\nnonsense', 'register', /^<stdin>:2:1: error FTM709: this line is not JSON/],
      ['{:process 0 :type :ok :f :read}', 'register', /ends an operation that it did not begin/],
      [json([0, 'invoke', 'read', null], [0, 'invoke', 'read', null]), 'register', /<stdin>:2:1: .*within another/],
      [json([0, 'invoke', 'cas', [1, 2]]), 'register', /cas is no operation of a register/],
      ['{:process 0', 'register', /a bracket is not closed/],
    ];
    for (const [input, model, expected] of cases) {
      const { status, out, err } = await place.ftm(['history', '-', '--model', model], { input });
      assert.match(err, expected);
      assert.deepEqual({ status, out }, { status: 2, out: '' });
    }
  });

  it('asks for a model that there is', async () => {
    const { status, err } = await place.ftm(['history', 'stale.edn', '--model', 'queue']);
    assert.match(err, /Allowed choices are register, cas-register, kv, log, set, counter/);
    assert.equal(status, 2);
  });
});

describe('EDN', () => {
  it('is read with its comments, tags, sets and lists', () => {
    const text = '; a history\n#jepsen.history.Op{:a [1 -2.5e3 nil true], "b c" #{:x "y\\n\\""}} (sym 7N)';
    assert.deepEqual(
      readEdn(text).map(({ value }) => value),
      [{ a: [1, -2500, null, true], 'b c': ['x', 'y\n"'] }, ['sym', 7]],
    );
  });

  it('never does worse than to say what is wrong', () => {
    for (let cut = 0; cut <= STALE.length; cut += 1) assert.doesNotThrow(() => readHistory(STALE.slice(0, cut)));
    for (const text of ['[[[[', '('.repeat(100_000), '"', ':', '#', '{1}', '\u0000']) {
      assert.doesNotThrow(() => readHistory(text));
    }
  });
});
