import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEdn } from '../../server/src/command-line/history/edn-text';
import { judgeHistory, statusOf } from '../../server/src/command-line/history-command';
import type { HistoryModel } from '../../server/src/command-line/history/history-model';
import { readHistory } from '../../server/src/command-line/history/history-events';
import { Workplace } from './ftm';

const RECORDED = join(__dirname, 'histories');

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

const edn = (...events: readonly string[]): string => events.map((event) => `{${event}}`).join('\n');

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
    assert.match(out, /stale\.edn:1 client 0 wrote 1, answered on line 2\n/);
    assert.match(out, /stale\.edn:3 client 1 read nil, answered on line 5\n/);
    assert.match(out, /The strongest it keeps: sequential\.\n {2}The weakest it breaks: linearizable\./);
    assert.deepEqual({ status, err }, { status: 1, err: '' });
  });

  it('lets an operation of unknown outcome take effect', async () => {
    const { status, out } = await place.ftm(['history', 'cas.json', '--model', 'cas-register']);
    assert.deepEqual({ status, out }, { status: 0, out: 'cas.json: linearizable (3 operations)\n' });
  });

  it('judges counters, and keys whose values are words', async () => {
    assert.equal((await place.ftm(['history', 'counter.json', '--model', 'counter'])).status, 1);
    const { status, out } = await place.ftm(['history', 'words.json', '--model', 'kv']);
    assert.match(out, /client 0 read "b" .*, which nobody had written/);
    assert.equal(status, 1);
  });

  it('judges a file of half a million lines', async () => {
    const lines: string[] = [];
    for (let value = 1; value <= 125_000; value++) {
      const writer = value % 5;
      lines.push(json([writer, 'invoke', 'write', value], [writer + 5, 'invoke', 'read', null]));
      lines.push(json([writer, 'ok', 'write', value], [writer + 5, 'ok', 'read', value]));
    }
    lines.push(json([0, 'invoke', 'read', null], [0, 'ok', 'read', 124_000]));
    writeFileSync(place.path('large.json'), lines.join(''));
    const { status, out } = await place.ftm(['history', 'large.json', '--model', 'register']);
    assert.match(out, /^large\.json: not linearizable \(250,001 operations\)\n/);
    assert.match(out, /large\.json:500001 client 0 read 124000, answered on line 500002\n/);
    assert.match(out, /; and client 0 wrote 125000 after 124000\.\n/);
    assert.equal(status, 1);
  });

  it('reads standard input', async () => {
    const { out } = await place.ftm(['history', '-', '--model', 'cas-register'], { input: UNKNOWN_CAS });
    assert.match(out, /^<stdin>: linearizable/);
  });

  it('refuses what it cannot read, with its line', async () => {
    const cases: readonly (readonly [string, HistoryModel, RegExp])[] = [
      ['{"process": 0}', 'register', /^<stdin>:1:1: error FTM709: an entry has no type/],
      [
        '{"process": 0, "type": "invoke", "f": "read"}\nnonsense',
        'register',
        /^<stdin>:2:1: error FTM709: this line is not JSON/,
      ],
      ['{:process 0 :type :ok :f :read}', 'register', /ends an operation that it did not begin/],
      [json([0, 'invoke', 'read', null], [0, 'invoke', 'read', null]), 'register', /<stdin>:2:1: .*within another/],
      [json([0, 'invoke', 'cas', [1, 2]]), 'register', /cas is no operation of a register/],
      ['{:process 0', 'register', /a bracket is not closed/],
      ['[{"process": 0, "type": "invoke", "f": "read"},\n {"process": 0, "type": }]', 'register', /:2:1: .*not JSON/],
      ['[{:process 0 :type :invoke :f :read}\n {:process 0 :type :done :f :read}]', 'register', /:2:1: .*no type/],
      ['INFO  jepsen.util - 0 :invoke :read nil\nINFO  jepsen.util - 0 :ok\n', 'register', /:2:1: .*has a process/],
      ['INFO  jepsen.util - 0 :invoke :read nil\nnonsense\n', 'register', /:2:1: .*not of a log/],
      [json([0, 'invoke', 'read', null], [0, 'ok', 'write', 1]), 'register', /:2:1: .*having begun read/],
      [json([0, 'invoke', 'read', null], [0, 'ok', 'read', 'x']), 'counter', /:2:1: .*shows a number/],
      [json([0, 'invoke', 'read', null], [0, 'ok', 'read', 1]), 'set', /:2:1: .*shows a list/],
    ];
    for (const [input, model, expected] of cases) {
      assert.throws(
        () => judgeHistory('<stdin>', input, model),
        ({ message }: Error) => expected.test(message),
      );
    }
    const { status, out, err } = await place.ftm(['history', '-', '--model', 'register'], { input: '{"process": 0}' });
    assert.match(err, /^<stdin>:1:1: error FTM709: an entry has no type/);
    assert.deepEqual({ status, out }, { status: 2, out: '' });
  });

  it('reads the marks of Windows, and gives no verdict on what says nothing', () => {
    const bom = '\uFEFF';
    statuses([
      [`${bom}{:process 0 :type :invoke :f :read}\r\n{:process 0 :type :ok :f :read :value nil}\r\n`, 'register', 0],
      [`${bom}INFO  jepsen.util - 0 :invoke :write 1\r\nINFO  jepsen.util - 0 :ok :write 1\r\n`, 'register', 0],
      ['', 'register', 3],
      ['; nothing\n', 'register', 3],
      ['[]', 'set', 3],
      ['{:process :nemesis :type :info :f :start}\n', 'register', 3],
      ['{:process 0 :type :invoke :f :write :value 1}\n{:process 1 :type :invoke :f :read}\n', 'register', 3],
    ]);
  });

  const statuses = (cases: readonly (readonly [string, HistoryModel, number])[]): void => {
    for (const [input, model, expected] of cases)
      assert.equal(statusOf(judgeHistory('<stdin>', input, model)), expected, input);
  };

  it('reads what Jepsen, Knossos and Porcupine write', () =>
    statuses([
      // A vector, with Windows' ends of line.
      [
        `[${edn(':process 0 :type :invoke :f :write :value 1', ':process 0, :type :ok, :f :write, :value 1')}]\r\n`,
        'register',
        0,
      ],
      // Independent keys: nothing contradicts itself, since the keys differ.
      [
        edn(
          ':process 0 :type :invoke :f :write :value [:x 1]',
          ':process 0 :type :ok :f :write :value [:x 1]',
          ':process 1 :type :invoke :f :read :value [:y nil]',
          ':process 1 :type :ok :f :read :value [:y nil]',
        ),
        'register',
        0,
      ],
      // A failed write did not happen; an error of unknown outcome may have.
      [
        edn(
          ':process 0 :type :invoke :f :write :value 1',
          ':process 0 :type :fail :f :write :value 1 :error :refused',
          ':process 1 :type :invoke :f :write :value 2',
          ':process 1 :type :info :f :write :value 2 :error [:timeout "late"]',
          ':process 2 :type :invoke :f :read :value nil',
          ':process 2 :type :ok :f :read :value 2',
        ),
        'register',
        0,
      ],
      [
        edn(
          ':process 0 :type :invoke :f :write :value 1',
          ':process 0 :type :fail :f :write :value 1',
          ':process 2 :type :invoke :f :read :value nil',
          ':process 2 :type :ok :f :read :value 1',
        ),
        'register',
        1,
      ],
      // In EDN a failed cas says nothing; in a log it says that the register held another value.
      [
        edn(
          ':process 0 :type :invoke :f :write :value 1',
          ':process 0 :type :ok :f :write :value 1',
          ':process 0 :type :invoke :f :cas :value [1 2]',
          ':process 0 :type :fail :f :cas :value [1 2]',
        ),
        'cas-register',
        0,
      ],
      [
        'INFO  jepsen.util - 0\t:invoke\t:write\t1\nINFO  jepsen.util - 0\t:ok\t:write\t1\n' +
          'INFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]\nINFO  jepsen.util - 0\t:fail\t:cas\t[1 2]\n',
        'cas-register',
        1,
      ],
      // Without nil a register starts at 0.
      [json([0, 'invoke', 'read', null], [0, 'ok', 'read', 0]), 'register', 0],
    ]));

  const kv = (...events: readonly (readonly [number, string, string, string])[]): string =>
    edn(
      ...events.map(
        ([process, type, f, value]) => `:process ${process}, :type :${type}, :f :${f}, :key "0", :value ${value}`,
      ),
    );

  it('judges keys that are put, got and appended to', () =>
    statuses([
      [
        kv(
          [0, 'invoke', 'append', '"x 0 0 y"'],
          [1, 'invoke', 'append', '"x 1 0 y"'],
          [1, 'ok', 'append', '"x 1 0 y"'],
          [0, 'ok', 'append', '"x 0 0 y"'],
          [2, 'invoke', 'get', 'nil'],
          [2, 'ok', 'get', '"x 1 0 yx 0 0 y"'],
          [0, 'invoke', 'put', '"z"'],
          [0, 'ok', 'put', '"z"'],
          [2, 'invoke', 'get', 'nil'],
          [2, 'ok', 'get', '"z"'],
        ),
        'kv',
        0,
      ],
      [
        kv(
          [0, 'invoke', 'append', '"a"'],
          [0, 'ok', 'append', '"a"'],
          [0, 'invoke', 'append', '"b"'],
          [0, 'ok', 'append', '"b"'],
          [1, 'invoke', 'get', 'nil'],
          [1, 'ok', 'get', '"ba"'],
        ),
        'kv',
        1,
      ],
      [kv([1, 'invoke', 'get', 'nil'], [1, 'ok', 'get', '""'], [0, 'invoke', 'append', '"a"']), 'kv', 0],
    ]));

  it('agrees with published verdicts on recorded histories', () => {
    for (const [file, model, expected] of [
      ['etcd_000.log', 'cas-register', 1],
      ['etcd_002.log', 'cas-register', 0],
      ['rethink-fail-minimal.edn', 'cas-register', 1],
      ['cas-register-bug.edn', 'cas-register', 0],
      ['immediate-failure.edn', 'cas-register', 1],
      ['c01-ok.txt', 'kv', 0],
      ['c01-bad.txt', 'kv', 1],
    ] as const) {
      const judged = judgeHistory(file, readFileSync(join(RECORDED, file), 'utf8'), model);
      assert.equal(statusOf(judged), expected, file);
      const { linearizable } = judged.consistency;
      // A recorded contradiction is told in at most five of its operations, too.
      if (linearizable?.decision === 'fail') assert.ok(linearizable.rows.length <= 5, linearizable.sentence);
    }
  });

  /**
   * Verdicts of Jepsen's own tests of its checkers `counter` and `set-full` (jepsen/test/jepsen/checker_test.clj): what those
   * call invalid is not linearizable either, and what is stable is. `0+ add 1` is an invocation of process 0, `0. add 1` its
   * answer, `0x add 1` its failure.
   */
  it('agrees with published verdicts on counters and sets', () => {
    const events = (text: string): string =>
      text
        .split('; ')
        .map((event) => {
          const [, process, sign, f, value] = /^(\d)([+.x]) (\w+) (.*)$/.exec(event) ?? [];
          const type = { '+': 'invoke', '.': 'ok', x: 'fail' }[sign ?? ''];
          return `{:process ${process}, :type :${type}, :f :${f}, :value ${value}}\n`;
        })
        .join('');
    const judged = (model: HistoryModel, expected: number, texts: readonly string[]): void => {
      for (const text of texts)
        assert.equal(statusOf(judgeHistory('published.edn', events(text), model)), expected, `${model}: ${text}`);
    };
    judged('counter', 0, ['0+ read nil; 0. read 0', '0+ add 1; 0x add 1; 0+ read nil; 0. read 0']);
    judged('counter', 1, [
      '0+ read nil; 0. read 1',
      '0+ read nil; 1+ add 1; 0. read 0; 0+ read nil; 1. add 1; 1+ add 2; 0. read 3; 0+ read nil; 1. add 2; 0. read 5',
    ]);
    judged('set', 0, [
      '1+ read nil; 0+ add 0; 1. read #{0}; 0. add 0',
      '1+ read nil; 0+ add 0; 0. add 0; 1. read #{0}',
      '0+ add 0; 1+ read nil; 1. read #{0}; 0. add 0',
      '0+ add 0; 1+ read nil; 0. add 0; 1. read #{0}',
      '0+ add 0; 0. add 0; 1+ read nil; 1. read #{0}',
    ]);
    judged('set', 1, [
      '0+ add 0; 0. add 0; 1+ read nil; 1. read #{}',
      '0+ add 0; 1+ add 1; 2+ read nil; 2. read #{1}; 0. add 0; 1. add 1; 2+ read nil; 2. read #{0 1}; 2+ read nil; 2. read #{0}; 2+ read nil; 2. read #{}',
      '0+ add 0; 0. add 0; 1+ add 1; 2+ read nil; 2. read #{1}; 1. add 1; 2+ read nil; 3+ read nil; 3. read #{1}; 2. read #{0}',
    ]);
  });

  it('tells entries without times by their number, and others by their instant', async () => {
    const told = async (file: string, model: string): Promise<string> =>
      (await place.ftm(['history', file, '--model', model])).out;
    assert.match(await told('words.json', 'kv'), /client 0 .* at entry 4\b/);
    assert.match(await told('stale.edn', 'register'), / 2 s\b/);
  });

  it('prints JSON', async () => {
    const { status, out } = await place.ftm(['history', 'stale.edn', '--model', 'register', '--json']);
    const { verdict, linearizable, sequential, witnesses, strongest_held, weakest_broken } = JSON.parse(out) as {
      readonly [key: string]: unknown;
    };
    assert.deepEqual([status, verdict, linearizable, sequential], [1, 'fail', false, true]);
    assert.deepEqual([strongest_held, weakest_broken], [['sequential'], ['linearizable']]);
    const { operations } = (witnesses as { readonly linearizable: { readonly operations: readonly unknown[] } })
      .linearizable;
    assert.deepEqual(operations, [
      { line: 1, answer_line: 2, operation: 'client 0 wrote 1' },
      { line: 3, answer_line: 5, operation: 'client 1 read nil' },
    ]);
  });

  it('tells what befell the elements of a log', async () => {
    const input = json(
      [0, 'invoke', 'append', 1],
      [0, 'ok', 'append', 1],
      [0, 'invoke', 'append', 2],
      [0, 'ok', 'append', 2],
      [0, 'invoke', 'append', 3],
      [0, 'ok', 'append', 3],
      [1, 'invoke', 'read', null],
      [1, 'ok', 'read', [2, 1, 1, 9]],
    );
    const { status, out } = await place.ftm(['history', '-', '--model', 'log'], { input });
    assert.equal(status, 1);
    for (const kind of ['lost', 'duplicate', 'corrupt', 'out-of-order'])
      assert.match(out, new RegExp(`^  ${kind}: 1 element\\. `, 'm'));
  });

  it('asks for a model that there is', async () => {
    const { status, err } = await place.ftm(['history', 'stale.edn', '--model', 'queue']);
    assert.match(err, /Allowed choices are register, cas-register, kv, log, set, counter/);
    assert.equal(status, 2);
  });
});

describe('EDN', () => {
  it('is read with its comments, tags, sets and lists', () => {
    const text = '; a history\n#jepsen.history.Op{:a #_ left-out [1 -2.5e3 nil true], "b c" #{:x "y\\n\\""}} (sym 7N)';
    assert.deepEqual(
      [...readEdn(text)].map(({ value }) => value),
      [{ a: [1, -2500, null, true], 'b c': ['x', 'y\n"'] }, 'sym', 7],
    );
  });

  it('never does worse than to say what is wrong', () => {
    for (let cut = 0; cut <= STALE.length; cut += 1) assert.doesNotThrow(() => readHistory(STALE.slice(0, cut)));
    for (const text of ['[[[[', '('.repeat(100_000), '"', ':', '#', '{1}', '\u0000']) {
      assert.doesNotThrow(() => readHistory(text));
    }
  });
});
