import { strict as assert } from 'node:assert';
import { DropReason, EventKind, simulate } from '../../../server/src/simulation';
import { pathStepText } from '../../../server/src/report/path-step-text';
import { garble } from '../../../server/src/simulation/environment/message';
import type { PathStep } from '../../../server/src/analysis';
import { compiled, explained, type Explained } from './explained';

const ONE = `
topology One {
  node n1  client web  client app
  store notes on n1 using Alone { storage { log: fsync  checksums: off } }
}
policy Alone = single {}
workload Writing { from web, app to notes  rate: 40/s  operations: read 50%, write 50%  keys: uniform(4)  timeout: 1s }
`;

const THREE = `
topology Three {
  nodes n[1..3]
  client web  client app
  store notes on n[1..3] using Agreed { storage { checksums: off } }
}
policy Agreed = raft {}
workload Writing { from web, app to notes  rate: 40/s  operations: read 50%, write 50%  keys: uniform(4)  timeout: 1s  retries: 5 }
`;

/** One client writes and the other reads, so that damage between a replica and the first is damage to requests. */
const APART = `
workload Web { from web to notes  rate: 20/s  operations: write 100%  keys: uniform(4)  timeout: 1s  retries: 5 }
workload App { from app to notes  rate: 20/s  operations: read 100%  keys: uniform(4)  timeout: 1s  retries: 5 }
`;

const scenario = (topology: string, rest: string, workload = 'Writing'): string => `
scenario S {
  topology: ${topology}  workload: ${workload}
  duration: 12s  warm-up: 1s  seed: 1
  ${rest}
}`;

/** Steps that tell of damage which nobody noticed, each with the answers that it leads to. */
function damagesOf({ run, explanations }: Explained): readonly { step: PathStep; answers: readonly PathStep[] }[] {
  const path = explanations[0]?.path ?? [];
  const found = path.flatMap((step, index) =>
    run.trace.kind[step.event] === EventKind.Damage
      ? [{ step, answers: path.filter(({ because }) => because === index) }]
      : [],
  );
  assert.ok(found.length > 0, 'no damage is told');
  for (const { answers } of found) assert.ok(answers.length > 0, 'the damage leads to nothing');
  return found;
}

/** What a read was answered. */
function readBy({ run: { history } }: Explained, { operation }: PathStep): readonly number[] {
  const seen = history.observed[operation] ?? -1;
  return seen < 0 ? [history.output[operation] ?? NaN] : (history.observations[seen] ?? []);
}

function assertToldByValue(result: Explained): void {
  const { run, explanations } = result;
  const path = explanations[0]?.path ?? [];
  for (const { step, answers } of damagesOf(result)) {
    const value = run.trace.b[step.event] ?? NaN;
    for (const answer of answers) {
      assert.ok(readBy(result, answer).includes(value), `the read returned something else than ${value}`);
      assert.ok(step.event < answer.event);
    }
    assert.equal(run.trace.kind[path[step.because]?.event ?? -1], EventKind.FaultBegin);
  }
  // A message that was thrown away brought nothing.
  for (const { event } of path)
    assert.ok(run.trace.kind[event] !== EventKind.Drop || run.trace.b[event] !== DropReason.Corrupt);
}

function assertOfRequests(result: Explained): void {
  const { trace, history } = result.run;
  for (const { step } of damagesOf(result)) {
    const write = history.input.findIndex((value) => garble(value) === trace.b[step.event]);
    assert.equal(trace.place[step.event], history.client[write]);
    assert.ok((trace.peer[step.event] ?? -1) >= 0);
  }
}

describe('the way to a value that nobody wrote', () => {
  it('is by the answer that was damaged between a replica and its client', () => {
    const result = explained(ONE + scenario('One', 'at 3s corrupt 30% between n1 and web  expect no corrupt reads'));
    assertToldByValue(result);
    const { trace, history } = result.run;
    for (const { step, answers } of damagesOf(result))
      for (const { operation } of answers) {
        const [from, to] = [trace.place[step.event], trace.peer[step.event]];
        const isAnswer = from === history.answeredBy[operation] && to === history.client[operation];
        // Else it is the request with which the value came.
        assert.ok(isAnswer || to === history.answeredBy[operation]);
      }
  });

  it('is by the request that was damaged where another client reads it', () => {
    const result = explained(
      ONE + APART + scenario('One', 'at 3s corrupt 60% between n1 and web  expect no corrupt reads', 'Web, App'),
    );
    assertToldByValue(result);
    assertOfRequests(result);
  });

  it('is by the request that was damaged where another replica answers, which had it from the first', () => {
    const result = explained(
      THREE +
        // So many keys that what was damaged is not written again soon.
        APART.replaceAll('uniform(4)', 'uniform(60)') +
        scenario(
          'Three',
          'at 5s corrupt 60% between n[1..3] and web for 1s  at 6s crash leader of notes for 6s  expect corrupt reads during 7s..12s <= 0',
          'Web, App',
        ),
    );
    assertToldByValue(result);
    assertOfRequests(result);
    const { trace, history } = result.run;
    for (const { step, answers } of damagesOf(result))
      for (const { operation } of answers) assert.notEqual(history.answeredBy[operation], trace.peer[step.event]);
  });

  it('is by a message among replicas, to the one that answered or to one from which it had the value', () => {
    const result = explained(
      THREE +
        scenario(
          'Three',
          'at 3s corrupt 20% between n[1..3] and n[1..3]  at 6s crash leader of notes for 3s  expect no corrupt reads',
        ),
    );
    assertToldByValue(result);
    const { trace } = result.run;
    for (const { step } of damagesOf(result)) {
      assert.equal(trace.names[trace.a[step.event] ?? -1], 'AppendEntries');
      const arrived = trace.kind.findIndex(
        (kind, event) => kind === EventKind.Deliver && trace.c[event] === trace.c[step.event],
      );
      assert.equal(trace.place[arrived], trace.peer[step.event]);
    }
  });

  it('is by a record on a disk', () => {
    const result = explained(
      ONE + scenario('One', 'at 6s corrupt disk of n1 50%  at 7s crash n1 for 1s  expect no corrupt reads'),
    );
    assertToldByValue(result);
    const { trace, history } = result.run;
    for (const { step, answers } of damagesOf(result)) {
      assert.equal(trace.peer[step.event], -1);
      for (const { operation } of answers) assert.equal(trace.place[step.event], history.answeredBy[operation]);
    }
  });
});

describe('what is said of a damaged value', () => {
  it('is where it was damaged, which write it was of and what became of it', () => {
    const texts = (topology: string): readonly string[] => {
      const { scenario: model, run, verdict, explanations } = explained(topology);
      return (explanations[0]?.path ?? [])
        .filter(({ event }) => run.trace.kind[event] === EventKind.Damage)
        .map((step) => pathStepText({ scenario: model, run, verdict }, step).text);
    };
    const onTheWay = texts(
      ONE + APART + scenario('One', 'at 3s corrupt 60% between n1 and web  expect no corrupt reads', 'Web, App'),
    );
    const onTheDisk = texts(
      ONE + scenario('One', 'at 6s corrupt disk of n1 50%  at 7s crash n1 for 1s  expect no corrupt reads'),
    );
    assert.match(
      onTheWay[0] ?? '',
      /^web sends request to n1: in it write notes k\d = \d+ becomes -\d+, and nothing notices$/,
    );
    assert.match(onTheDisk[0] ?? '', /^on the disk of n1 write notes k\d = \d+ becomes -\d+, and nothing notices$/);
    for (const text of [...onTheWay, ...onTheDisk]) {
      const [, written, read] = / = (\d+) becomes (-\d+)/.exec(text) ?? [];
      assert.equal(garble(Number(written)), Number(read));
    }
  });
});

describe('damage in a trace', () => {
  it('is there where nothing checks, and leaves the run as it is', () => {
    const text = THREE + scenario('Three', 'at 3s corrupt 10% everywhere  expect no corrupt reads');
    const damages = (from: string): number => {
      const model = compiled(from);
      const [traced, untraced] = [true, false].map((trace) => simulate(model, { seed: 1, trace }));
      assert.equal(traced?.traceHash, untraced?.traceHash);
      return traced?.trace.kind.filter((kind) => kind === EventKind.Damage).length ?? 0;
    };
    assert.ok(damages(text) > 0);
    assert.equal(damages(text.replace('checksums: off', 'checksums: on')), 0);
  });
});
