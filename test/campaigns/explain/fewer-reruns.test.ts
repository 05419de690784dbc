import { strict as assert } from 'node:assert';
import { failsAlready, judge } from '../../../server/src/analysis';
import { interventionName, UNCHANGED } from '../../../server/src/campaigns/explain/equal-interventions';
import { toNanos } from '../../../server/src/language/model';
import { simulate, type FaultIntervention, type Run } from '../../../server/src/simulation';
import { compiled, explained, FIVE, PAIR } from './explained';

const seconds = (s: number) => toNanos(s * 1e9);

const BUSY = `${PAIR.replace('rate: 50/s', 'rate: 100/s')}
scenario S {
  topology: Pair  workload: Transfers
  duration: 20s  warm-up: 1s  seed: 1
  at 3s partition zone a | zone b for 4s
  at 10s crash n2 for 2s
  at 14s heal
  when leader of accounts changes crash n3 for 1s with probability 50%
  expect accounts is linearizable
  expect no stale reads
  expect availability >= 99%
  expect accounts is read-your-writes
  expect availability >= 1%
}`;

describe('changes of a schedule', () => {
  const scenario = compiled(BUSY);
  const run = simulate(scenario, { seed: scenario.seed, trace: false });
  const nameOf = (intervention: FaultIntervention): string => interventionName(scenario, run, intervention);
  /** What clients saw. That all faults are over is an event of its own, which alone no hash is the same with. */
  const seenIn = ({ history, occurrences, replicas }: Run): string =>
    JSON.stringify([[...history.completedAt], [...history.output], [...history.outcome], occurrences, replicas]);
  const seen = (intervention: FaultIntervention): string =>
    seenIn(simulate(scenario, { seed: scenario.seed, trace: false, intervention }));

  it('that come to the same run share a name', () => {
    const groups: readonly (readonly FaultIntervention[])[] = [
      [{ only: [{ fault: 0 }] }, { withheld: [{ fault: 1 }, { fault: 3 }] }, { only: [{ fault: 2 }, { fault: 0 }] }],
      [{ only: [] }, { withheld: [{ fault: 3 }, { fault: 1 }, { fault: 0 }] }, { overAtNs: seconds(3) }],
      [{ overAtNs: seconds(9) }, { overAtNs: seconds(9.5) }],
    ];
    for (const group of groups) {
      assert.equal(new Set(group.map(nameOf)).size, 1, JSON.stringify(group.map(nameOf)));
      assert.equal(new Set(group.map(seen)).size, 1);
    }
    assert.equal(new Set(groups.map(([first]) => nameOf(first as FaultIntervention))).size, groups.length);
  });

  it('that change nothing are the run itself', () => {
    for (const intervention of [{ withheld: [] }, { withheld: [{ fault: 2 }] }, { overAtNs: seconds(20) }]) {
      assert.equal(nameOf(intervention), UNCHANGED);
      assert.equal(seen(intervention), seenIn(run));
    }
  });

  it('that end a fault while it is in force have a name of their own', () => {
    assert.notEqual(nameOf({ overAtNs: seconds(4) }), nameOf({ overAtNs: seconds(5) }));
    assert.notEqual(nameOf({ withheld: [{ fault: 1, firing: 0 }] }), nameOf({ withheld: [{ fault: 1 }] }));
  });
});

describe('what fails before a run is over', () => {
  const texts = {
    'two leaders': BUSY.replace('100/s', '300/s'),
    'one leader at a time': `${FIVE.replace('rate: 50/s', 'rate: 400/s')}
scenario S { topology: Five  workload: Shopping  duration: 20s  seed: 2
  at 5s crash n1, n2, n3 for 8s
  expect orders is linearizable
  expect availability >= 90%
  expect availability >= 30%
}`,
  };
  for (const [name, text] of Object.entries(texts))
    it(`fails in the end, and what holds in the end never does: ${name}`, () => {
      const scenario = compiled(text);
      const before: boolean[][] = [];
      const run = simulate(scenario, {
        seed: scenario.seed,
        trace: false,
        onProgress: (now, soFar) => {
          if (now < scenario.durationNs)
            before.push([...failsAlready(scenario, soFar(), scenario.expectations, 1_000_000)]);
          return true;
        },
      });
      const failed = judge(scenario, run).expectations.map(({ decision }) => decision === 'fail');
      assert.ok(before.length > 2);
      for (const looked of before)
        looked.forEach((fails, index) => assert.ok(!fails || failed[index], scenario.expectations[index]?.text));
      // It is worth looking: what fails in the end was known before.
      assert.deepEqual(before.at(-1), failed);
    });
});

describe('the cost of an explanation', () => {
  it('is told before each run that is made', () => {
    const told: number[] = [];
    const { explanations } = explained(BUSY.replace(/^ {2}expect (?!accounts is linearizable).*\n/gm, ''), {
      onExplaining: ({ runs, atMost }) => {
        assert.ok(runs < atMost);
        told.push(runs);
      },
    });
    assert.deepEqual(told, [...told.keys()]);
    assert.equal(explanations[0]?.runs, told.length);
  });
});
