import * as assert from 'node:assert/strict';
import { Evidence, judge, measure } from '../../server/src/analysis';
import { openProgram } from '../../server/src/language';
import { simulate, type SupersededRecord } from '../../server/src/simulation';
import { replica, tell } from './judged-scenario';

/** Lost writes of a register whose replicas hold `held` at the end, and decided as told on the way. */
function check(text: string, expected: number, held: number, superseded: Partial<SupersededRecord>): string {
  const told = {
    replicas: [replica(0, { 0: [held] }), replica(1, { 0: [held] })],
    superseded: {
      replaced: new Map<number, number[]>(),
      refused: new Map<number, number[]>(),
      vanished: new Map<number, number[]>(),
      ...superseded,
    },
  };
  const { scenario, run } = tell(text, told);
  const answer = measure(new Evidence(scenario, run, 1000), { metric: 'lost writes' });
  assert.equal(answer.kind === 'measured' ? answer.value : null, expected);
  return answer.because;
}

describe('writes that timestamps discarded', () => {
  // 1 was done before 2 began; 3 came later and is what is left.
  const text = 'A w1 0..1; B w2 2..3; A w3 4..5';

  it('are lost where an older write kept them out, whatever came later', () => {
    check(text, 1, 3, { refused: new Map([[2, [1]]]), replaced: new Map([[1, [3]]]) });
    // Where one replica held it until the older one arrived, too.
    check(text, 1, 3, {
      replaced: new Map([
        [1, [3]],
        [2, [1]],
      ]),
    });
    // A refusal by the newer one besides makes it no better.
    const because = check(text, 1, 3, { refused: new Map([[2, [3, 1]]]) });
    assert.match(
      because,
      /client B wrote 2 .* it gave way to an older write that bears a later timestamp: client A wrote 1/,
    );
  });

  it('are told with what had taken their place before that gave way to an older one', () => {
    const because = check('A w1 0..1; B w2 2..5; C w4 3..6; A w3 14..15', 3, 1, {
      replaced: new Map([
        [2, [4]],
        [4, [1]],
        [3, [1]],
      ]),
    });
    assert.match(
      because,
      /client B wrote 2 .* it was overwritten by 4, which gave way to an older write .*: client A wrote 1/,
    );
  });

  it('are not lost where a later or a concurrent one took their place', () => {
    check(text, 0, 3, { replaced: new Map([[2, [3]]]) });
    check(text, 0, 3, { refused: new Map([[2, [1]]]), replaced: new Map([[2, [3]]]) });
    check('A w1 0..10; B w2 2..3; A w3 14..15', 0, 3, { refused: new Map([[2, [1]]]) });
    check('A w1 0..?; B w2 2..3; A w3 14..15', 0, 3, { refused: new Map([[2, [1]]]) });
    check('A w1 0..?; C r1 1..2; B w2 3..4; A w3 14..15', 1, 3, { refused: new Map([[2, [1]]]) });
    check(text, 0, 3, { refused: new Map([[2, [3]]]) });
    check(text, 0, 3, {});
  });

  it('are lost with their last copy where nothing newer was held then, whatever came later', () => {
    check(text, 1, 3, { vanished: new Map([[2, []]]) });
    check(text, 1, 3, { vanished: new Map([[2, [1]]]) });
    check(text, 0, 3, { vanished: new Map([[2, [3]]]) });
    check(text, 0, 3, { vanished: new Map([[2, []]]), replaced: new Map([[2, [3]]]) });
    check(text, 0, 3, { vanished: new Map([[2, []]]), refused: new Map([[2, [3]]]) });
    check('A w1 0..1; B w2 2..?; A w3 4..5', 0, 3, { vanished: new Map([[2, []]]) });
    check('A w1 0..1; B w2 2..3', 0, 2, { vanished: new Map([[2, []]]) });
  });

  const losing = (policy: string, fault: string, log: string): number | null | undefined => {
    const model = `
      topology T { nodes n[1..3] client c store data on n[1..3] using P { storage { log: ${log} } } }
      policy P = ${policy}
      workload W { from c to data rate: 100/s operations: write 60%, read 40% keys: uniform(10) timeout: 500ms }
      scenario S { workload: W duration: 12s warm-up: 1s seed: 1 ${fault} }`;
    const program = openProgram('t.ftm', model, (uri, reason) => ({ kind: 'missing', uri, reason }));
    const scenario = program.compileScenario('S');
    assert.ok(scenario);
    return judge(scenario, simulate(scenario, { seed: 1, trace: true })).metrics.lostWrites;
  };
  for (const policy of ['quorum { }', 'multi-leader { }', 'gossip { fanout: 2 }'])
    it(`${policy}: all that was written before all memories are gone is lost, though the keys are written again`, () => {
      const lost = losing(policy, 'at 6s crash all of data for 500ms', 'off') ?? 0;
      assert.ok(lost > 300, `${lost} lost of about 360`);
      const sinceFlush = losing(policy, 'at 6s crash all of data for 500ms', 'batch(4s)') ?? 0;
      assert.ok(sinceFlush > 50 && sinceFlush < lost / 2 + 50, `${sinceFlush} lost since the last flush`);
      assert.equal(losing(policy, 'at 6s crash all of data for 500ms', 'fsync'), 0);
      assert.equal(losing('quorum { }', 'at 6s crash n1 for 500ms', 'off'), 0, 'others have it');
    });

  it('name the write that they gave way to, also where its client was still trying', () => {
    const refused = new Map([[2, [1]]]);
    const because = check('A w1 0..9; C r1 1..2; B w2 3..4; A w3 14..15', 1, 3, { refused });
    assert.match(because, /had been read before it began, .* while its client still tried: client A wrote 1 .*9/);
  });

  it('are not lost while somebody holds them, and are nobody’s loss unless acknowledged', () => {
    check('A w1 0..1; B w2 2..3', 0, 2, { refused: new Map([[2, [1]]]) });
    check('A w1 0..1; B w2 2..?; A w3 4..5', 0, 3, { refused: new Map([[2, [1]]]) });
  });

  // Riak, last-write-wins: https://aphyr.com/posts/285-call-me-maybe-riak. The clock that decides is the coordinator's.
  const model = (policy: string, skew: string): string => `
    topology T {
      zone a { node n1 client early }
      zone b { node n2 client late }
      zone c { node n3 }
      link between zones { latency: 1ms }
      store data on n1, n2, n3 using P
    }
    policy P = ${policy}
    workload Early { from early to data rate: 10/s operations: write 50%, read 50% keys: uniform(5) timeout: 1s }
    workload Late { from late to data rate: 10/s operations: write 50%, read 50% keys: uniform(5) timeout: 1s }
    scenario S {
      topology: T workload: Early, Late duration: 20s warm-up: 1s seed: 1
      ${skew}
    }`;
  const lostOf = (policy: string, skew: string): number | null | undefined => {
    const program = openProgram('t.ftm', model(policy, skew), (uri, reason) => ({ kind: 'missing', uri, reason }));
    const errors = program.problems.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
    assert.deepEqual(errors, []);
    const scenario = program.compileScenario('S');
    assert.ok(scenario);
    return judge(scenario, simulate(scenario, { seed: 1, trace: false })).metrics.lostWrites;
  };
  const SKEWED = 'at 3s skew n1 by +2s for 10s';

  for (const family of ['quorum { read: majority write: majority }', 'multi-leader', 'gossip { interval: 100ms }'])
    it(`are counted with ${family} and a clock that is ahead, and there are none with right clocks`, () => {
      assert.ok((lostOf(family, SKEWED) ?? 0) > 5, `${lostOf(family, SKEWED)}`);
      assert.equal(lostOf(family, ''), 0);
    });

  it('are none where concurrent values are kept, or where a round of questions chooses the timestamp', () => {
    assert.equal(lostOf('quorum { read: majority write: majority conflict: siblings }', SKEWED), 0);
    assert.equal(lostOf('quorum { read: majority write: majority write-back: on }', SKEWED), 0);
  });
});
