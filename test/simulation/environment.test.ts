import assert from 'node:assert/strict';
import { toNanos, type ActionModel, type FaultModel, type TargetModel } from '../../server/src/language/model';
import { EventKind, FailureReason, Outcome, simulate, type Run } from '../../server/src/simulation';
import { quorumPolicy } from './quorum-policy';
import { constant, ms, origin, s, scenarioOf, type ScenarioText } from './scenario-builder';

const single = { family: 'single', name: 'single', origin } as const;
const place = (...places: number[]): readonly TargetModel[] => [{ kind: 'places', places, text: '' }];
const at = (seconds: number, action: ActionModel): Pick<FaultModel, 'trigger' | 'action'> => ({
  trigger: { kind: 'at', atNs: s(seconds) },
  action,
});

function run(text: ScenarioText): Run {
  return simulate(scenarioOf({ nodes: 1, seconds: 10, ...text }), { seed: 5, trace: true, messageCostNs: 0 });
}

/** Operations invoked in an interval, as `kind:outcome:reason` with counts. */
function outcomes({ history }: Run, from: number, to: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < history.length; i++) {
    const invoked = (history.invokedAt[i] as number) / 1e9;
    if (invoked < from || invoked >= to) continue;
    const outcome = Object.keys(Outcome)[history.outcome[i] as number] ?? '';
    const reason = Object.keys(FailureReason)[history.reason[i] as number] ?? '';
    const key = outcome === 'Ok' ? 'Ok' : `${outcome}:${reason}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function latencyMs({ history }: Run, after: number): number {
  for (let i = 0; i < history.length; i++) {
    if ((history.invokedAt[i] as number) < after * 1e9) continue;
    return ((history.completedAt[i] as number) - (history.invokedAt[i] as number)) / 1e6;
  }
  return NaN;
}

const times = ({ trace }: Run, kind: EventKind): number[] =>
  Array.from({ length: trace.length }, (_, i) => i).flatMap((i) =>
    trace.kind[i] === kind ? [(trace.time[i] as number) / 1e9] : [],
  );

describe('a crash', () => {
  it('refuses clients after one round trip, and serves again after recovery', () => {
    const result = run({ policy: single, faults: [at(2, { kind: 'crash', targets: place(0), forNs: s(3) })] });
    const counts = outcomes(result, 2.1, 4.9);
    assert.deepEqual(Object.keys(counts), ['Fail:ConnectionRefused']);
    assert.equal(latencyMs(result, 3), 1);
    assert.deepEqual(Object.keys(outcomes(result, 5.1, 9.9)), ['Ok']);
    assert.deepEqual(times(result, EventKind.Crash), [2]);
    assert.deepEqual(times(result, EventKind.Restart), [5]);
    assert.deepEqual(
      result.occurrences.map(({ beganAt, endedAt, places }) => ({ beganAt, endedAt, places })),
      [{ beganAt: s(2), endedAt: 5e9, places: [0] }],
    );
  });

  it('overlapping another lasts until both have ended, and a restart ends all', () => {
    const both = [
      at(1, { kind: 'crash', targets: place(0), forNs: s(4) }),
      at(2, { kind: 'crash', targets: place(0), forNs: s(1) }),
    ];
    assert.deepEqual(times(run({ policy: single, faults: both }), EventKind.Restart), [5]);
    const restarted = run({ policy: single, faults: [...both, at(4, { kind: 'restart', targets: place(0) })] });
    assert.deepEqual(times(restarted, EventKind.Restart), [4]);
  });

  const keeps: { log: 'fsync' | 'batch' | 'off'; lost: 'nothing' | 'tail' | 'everything' }[] = [
    { log: 'fsync', lost: 'nothing' },
    { log: 'batch', lost: 'tail' },
    { log: 'off', lost: 'everything' },
  ];
  for (const { log, lost } of keeps) {
    it(`loses ${lost} of the acknowledged writes with a log that is ${log}`, () => {
      const result = run({
        policy: single,
        operations: { append: 1 },
        data: 'log',
        storage: { log, batchNs: ms(200) },
        disk: constant(ms(1)),
        seconds: 2.2,
        faults: [at(2, { kind: 'crash', targets: place(0), forNs: ms(10) })],
      });
      const { history } = result;
      const kept = new Set(result.replicas[0]?.values.get(0));
      const before: number[] = [];
      for (let i = 0; i < history.length; i++) {
        if (history.outcome[i] === Outcome.Ok && (history.completedAt[i] as number) < 2e9)
          before.push(history.input[i] as number);
      }
      const missing = before.filter((value) => !kept.has(value));
      if (lost === 'nothing') assert.equal(missing.length, 0);
      if (lost === 'everything') assert.equal(missing.length, before.length);
      if (lost === 'tail') {
        assert.ok(missing.length > 0 && missing.length < 25, `${missing.length} lost`);
        // A log loses its end, never its middle.
        assert.deepEqual(missing, before.slice(-missing.length));
      }
    });
  }

  it('recovers by loading the checkpoint and replaying the log after it', () => {
    const text: ScenarioText = {
      policy: single,
      operations: { write: 1 },
      seconds: 20,
      storage: { log: 'fsync', replayPerS: 100 },
      faults: [at(8, { kind: 'crash', targets: place(0), forNs: ms(1) })],
    };
    const replayed = (result: Run): number => {
      const { trace } = result;
      for (let i = 0; i < trace.length; i++) if (trace.kind[i] === EventKind.Recovered) return trace.a[i] as number;
      return NaN;
    };
    const without = replayed(run(text));
    const withCheckpoint = replayed(run({ ...text, storage: { ...text.storage, checkpointNs: s(3) } }));
    assert.ok(without > 700, `${without} entries`);
    assert.ok(withCheckpoint < 250, `${withCheckpoint} entries`);
  });
});

describe('a disk', () => {
  it('that loses flushes forgets what it acknowledged meanwhile', () => {
    const text: ScenarioText = {
      policy: single,
      operations: { append: 1 },
      data: 'log',
      storage: { log: 'fsync' },
      faults: [
        at(4, { kind: 'lose-fsync', targets: place(0), forNs: s(1) }),
        at(8, { kind: 'crash', targets: place(0), forNs: ms(1) }),
      ],
    };
    const result = run(text);
    const kept = result.replicas[0]?.values.get(0) ?? [];
    const { history } = result;
    const acknowledged = Array.from({ length: history.length }, (_, i) => i).filter(
      (i) => history.outcome[i] === Outcome.Ok && (history.completedAt[i] as number) < 4e9,
    );
    for (const i of acknowledged) assert.ok(kept.includes(history.input[i] as number));
    const during = Array.from({ length: history.length }, (_, i) => i).filter(
      (i) => (history.invokedAt[i] as number) > 4.1e9 && (history.completedAt[i] as number) < 4.9e9,
    );
    assert.ok(during.length > 10);
    for (const i of during) assert.ok(!kept.includes(history.input[i] as number));
  });

  it('that is full refuses writes and serves reads', () => {
    const full = at(2, { kind: 'fill-disk', targets: place(0), forNs: s(2) });
    const result = run({ policy: single, storage: { log: 'fsync' }, faults: [full] });
    assert.deepEqual(Object.keys(outcomes(result, 2.1, 3.9)).sort(), ['Fail:DiskFull', 'Ok']);
    assert.deepEqual(Object.keys(outcomes(result, 4.1, 9.9)), ['Ok']);
  });

  for (const checksums of [true, false]) {
    it(`that rots ${checksums ? 'is noticed with' : 'shows wrong values without'} checksums`, () => {
      const rot = at(5, { kind: 'corrupt-disk', targets: place(0), share: 1 });
      const written = { kind: 'open', ratePerS: 1 } as const;
      const result = run({
        policy: single,
        storage: { checksums, log: 'fsync' },
        load: written,
        operations: { read: 0.9, write: 0.1 },
        seconds: 30,
        faults: [rot],
      });
      const { history } = result;
      const wrong = Array.from({ length: history.length }, (_, i) => i).filter(
        (i) => history.kind[i] === 0 && (history.output[i] as number) < 0,
      );
      const noticed = Array.from(history.reason).filter((reason) => reason === FailureReason.Corrupt);
      assert.equal(wrong.length > 0, !checksums);
      assert.equal(noticed.length > 0, checksums);
    });
  }

  it('that was wiped comes back empty', () => {
    const result = run({
      policy: single,
      storage: { log: 'fsync' },
      operations: { write: 1 },
      seconds: 5,
      load: { kind: 'closed', sessions: 1, thinkNs: s(4) },
      faults: [at(4.9, { kind: 'wipe', targets: place(0) })],
    });
    assert.equal(result.replicas[0]?.values.size, 0);
    assert.ok(result.replicas[0]?.running);
  });
});

describe('time', () => {
  it('stands still for a paused node, which then answers what it was asked', () => {
    const result = run({
      policy: single,
      timeout: s(5),
      faults: [at(2, { kind: 'pause', targets: place(0), forNs: s(2) })],
    });
    assert.deepEqual(Object.keys(outcomes(result, 0, 9.9)), ['Ok']);
    assert.ok(latencyMs(result, 1.995) > 1990 || latencyMs(result, 2) > 1980);
  });

  it('passes slower on a slow node: its disk and its message handling', () => {
    const scenario = scenarioOf({
      policy: single,
      operations: { write: 1 },
      storage: { log: 'fsync' },
      disk: constant(ms(1)),
      faults: [at(5, { kind: 'slow', targets: place(0), factor: 10, forNs: s(2) })],
    });
    const result = simulate(scenario, { seed: 1, trace: false, messageCostNs: 100_000 });
    // 1 ms on the wire, 1 ms on the disk, 0.1 ms of handling.
    assert.equal(latencyMs(result, 3), 2);
    assert.equal(latencyMs(result, 6), 11);
    assert.equal(latencyMs(result, 8), 2);
  });

  it('queues messages at a busy node, in the order of arrival', () => {
    const scenario = scenarioOf({
      policy: single,
      operations: { read: 1 },
      load: { kind: 'closed', sessions: 10, thinkNs: ms(0) },
      seconds: 1,
    });
    const { history } = simulate(scenario, { seed: 1, trace: false, messageCostNs: 1_000_000 });
    // Ten clients and one server that takes 1 ms a message: each waits for the nine others.
    const last = history.length - 20;
    assert.equal(((history.completedAt[last] as number) - (history.invokedAt[last] as number)) / 1e6, 10);
    assert.ok(history.length > 980 && history.length < 1020, `${history.length} operations`);
  });

  it('runs by each clock: a client that counts fast gives up early', () => {
    const result = run({
      policy: single,
      timeout: s(1),
      places: { 1: { clock: { skewNs: ms(0), driftPpm: 250_000 } } },
      faults: [at(2, { kind: 'pause', targets: place(0), forNs: s(3) })],
    });
    assert.equal(latencyMs(result, 2.0), 800);
  });
});

describe('the network', () => {
  const three: ScenarioText = { nodes: 3, policy: quorumPolicy({ antiEntropyNs: toNanos(1e9) }), timeout: s(1) };

  it('is split by a partition until it heals', () => {
    const split = at(2, { kind: 'partition', groups: [place(0, 3), place(1, 2)], forNs: s(3) });
    const result = run({ ...three, faults: [split] });
    const counts = outcomes(result, 2.6, 4.9);
    assert.ok(counts['Ok'] === undefined, JSON.stringify(counts));
    assert.deepEqual(Object.keys(outcomes(result, 6.5, 9.9)), ['Ok']);
    assert.deepEqual(result.occurrences[0]?.groups, [
      [0, 3],
      [1, 2],
    ]);
    assert.ok((result.occurrences[0]?.detectedAt ?? NaN) >= 2e9);
    const healed = run({
      ...three,
      faults: [at(2, { kind: 'partition', groups: [place(0, 3), place(1, 2)] }), at(3, { kind: 'heal' })],
    });
    assert.deepEqual(
      healed.occurrences.map(({ endedAt }) => endedAt),
      [3e9, 3e9],
    );
    assert.deepEqual(Object.keys(outcomes(healed, 4.5, 9.9)), ['Ok']);
  });

  it('stays cut where two splits overlap until the last has ended', () => {
    const result = run({
      policy: single,
      timeout: ms(100),
      faults: [
        at(1, { kind: 'isolate', targets: place(0), forNs: s(4) }),
        at(2, { kind: 'cut', from: place(1), to: place(0), forNs: s(1) }),
      ],
    });
    assert.equal(outcomes(result, 3.2, 4.8)['Ok'], undefined);
    assert.deepEqual(Object.keys(outcomes(result, 5.1, 9.9)), ['Ok']);
  });

  it('is cut one way: the request does its work, the answer is lost', () => {
    const result = run({
      policy: single,
      timeout: ms(100),
      operations: { write: 1 },
      faults: [at(2, { kind: 'cut', from: place(0), to: place(1), forNs: s(1) })],
    });
    assert.deepEqual(Object.keys(outcomes(result, 2.1, 2.9)), ['Info:Timeout']);
    assert.ok(times(result, EventKind.Acknowledge).some((time) => time > 2.1 && time < 2.9));
  });

  const shares: {
    what: string;
    text: ScenarioText['link'];
    action?: ActionModel;
    expected: (result: Run) => number;
    share: number;
  }[] = [
    {
      what: 'loses',
      text: { loss: 0.2 },
      expected: ({ counters }) => counters.messagesDropped / counters.messagesSent,
      share: 0.2,
    },
    {
      what: 'drops by a fault',
      text: {},
      action: { kind: 'drop', links: { kind: 'everywhere' }, share: 0.3 },
      expected: ({ counters }) => counters.messagesDropped / counters.messagesSent,
      share: 0.3,
    },
    {
      // Of requests and answers in equal number, a request comes once: it has a connection of its own.
      what: 'duplicates answers, by',
      text: { duplicate: 0.1 },
      expected: ({ counters }) => (2 * counters.messagesDelivered) / counters.messagesSent - 2,
      share: 0.1,
    },
  ];
  for (const { what, text, action, expected, share } of shares) {
    it(`${what} the share of messages that it is told to`, () => {
      const result = run({
        policy: single,
        timeout: ms(10),
        seconds: 60,
        ...(text === undefined ? {} : { link: text }),
        faults: action === undefined ? [] : [at(0, action)],
      });
      assert.ok(Math.abs(expected(result) - share) < 0.02, `${expected(result)}`);
    });
  }

  it('delays messages by what a fault adds, and serialises them by its bandwidth', () => {
    const delayed = run({
      policy: single,
      faults: [at(2, { kind: 'delay', links: { kind: 'of', of: place(0) }, byNs: ms(3), forNs: s(1) })],
    });
    assert.equal(latencyMs(delayed, 2.1), 7);
    // 100-byte reads at 100 kB/s take 1 ms each way, the answer with its value 2 ms.
    const narrow = run({ policy: single, operations: { read: 1 }, link: { bandwidthBytesPerS: 100_000 } });
    assert.equal(latencyMs(narrow, 2), 1 + 1 + 2);
  });
});
