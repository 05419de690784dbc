import { strict as assert } from 'node:assert';
import { judge, runDetails, type RunDetails } from '../../server/src/analysis';
import { sideName } from '../../server/src/analysis/availability/side-name';
import { EventKind, simulate } from '../../server/src/simulation';
import { compiled, explained, FIVE, PAIR, type Explained } from '../campaigns/explain/explained';
import { tell } from './judged-scenario';

const NO_SEARCH = { budget: { maxRuns: 0, maxEvents: 0 } };

function told(text: string, faults: string, expectations = 'expect availability >= 1%'): Explained & RunDetails {
  const [topology, workload] = text === PAIR ? ['Pair', 'Transfers'] : ['Five', 'Shopping'];
  const result = explained(
    `${text}\nscenario S { topology: ${topology} workload: ${workload} duration: 20s warm-up: 1s seed: 1\n${faults}\n${expectations} }`,
    NO_SEARCH,
  );
  return { ...result, ...runDetails(result.scenario, result.run, result.verdict) };
}

describe('what each fault cost', () => {
  it('is detection, failover and recovery, in this order, and the operations in between', () => {
    const { faults, run } = told(FIVE, 'at 5s crash leader of orders for 5s');
    assert.equal(faults.length, 1);
    const [crash] = faults;
    assert(crash?.detectionNs && crash.failoverNs && crash.recoveryNs);
    assert(crash.detectionNs <= crash.failoverNs && crash.failoverNs < 2e9);
    assert.deepEqual([crash.lostWrites, crash.dataLossNs], [0, 0]);
    assert.equal(run.occurrences.length, 1);
  });

  it('is the failover of the fault that stopped the leader, not of the partition around it', () => {
    const { faults } = told(
      FIVE,
      'at 5s partition n1 | n2, n3, n4, n5 for 12s\n at 6s crash leader of orders for 100ms',
    );
    const [partition, crash] = faults;
    assert.equal(partition?.failoverNs, null);
    // The crashed leader was up again before another led: it was still this crash that they took over from.
    assert((crash?.failoverNs ?? 0) > 100e6 && (crash?.failoverNs ?? Infinity) < 2e9, String(crash?.failoverNs));
  });

  it('is not detected by those who crashed together and stand for leader when they are back', () => {
    const { faults } = told(FIVE, 'at 5s crash n1, n2, n3, n4, n5 for 5s');
    assert.equal(faults[0]?.detectionNs, null);
    assert((told(FIVE, 'at 5s crash n1, n2, n3 for 5s').faults[0]?.detectionNs ?? Infinity) < 1e9);
  });

  it('is what a clock that is wrong discards, whatever splits the network meanwhile', () => {
    const carts = `topology Carts { zone a { nodes a[1..2] client phone } zone b { node b1 client laptop }
         store carts on a[1..2], b1 using Later }
       policy Later = quorum { read: one write: one sloppy: on conflict: last-write-wins }
       workload Shopping { from phone, laptop to carts rate: 60/s operations: write 100% keys: uniform(10) timeout: 1s }
       scenario S { topology: Carts workload: Shopping duration: 15s warm-up: 1s seed: 1
         SKEW
         at 5s partition zone a | zone b for 4s
         expect no lost writes }`;
    const lostBy = (skew: string): readonly number[] => {
      const { scenario, run, verdict } = explained(carts.replace('SKEW', skew), NO_SEARCH);
      const { faults, losses } = runDetails(scenario, run, verdict);
      assert(losses.length > 0);
      assert.equal(
        faults.reduce((sum, { lostWrites }) => sum + lostWrites, 0),
        losses.length,
      );
      return faults.map(({ lostWrites }) => lostWrites);
    };
    const [inWarmUp, split] = lostBy('at 0s skew zone a by -2s');
    assert((inWarmUp ?? 0) > 10 && split === 0);
    assert.equal(lostBy('at 2s skew zone a by -2s')[1], 0);
  });

  it('is no failover where a follower crashed', () => {
    const { faults, run } = told(FIVE, 'at 5s crash followers of orders for 100ms');
    assert.equal(run.occurrences[0]?.places.length, 4);
    assert.equal(faults[0]?.failoverNs, null);
  });

  it('is what was lost by that crash, and not by a later one of the same server', () => {
    const result = explained(
      `topology One { nodes n1  client web  store carts on n1 using Alone { storage { log: batch(500ms) } } }
       policy Alone = single { }
       workload Shopping { from web to carts  rate: 50/s  operations: write 100%  keys: uniform(500)  timeout: 500ms }
       scenario S { topology: One workload: Shopping duration: 20s warm-up: 1s seed: 1
         at 5.2s crash n1 for 1s
         at 12.3s crash n1 for 1s
         expect lost writes <= 1 }`,
      NO_SEARCH,
    );
    const { faults, losses } = runDetails(result.scenario, result.run, result.verdict);
    const [first, second] = faults;
    assert(first && second && first.lostWrites > 0 && second.lostWrites > 0);
    assert.equal(first.lostWrites + second.lostWrites, losses.length);
    // No more than one batch each.
    assert(first.dataLossNs <= 0.5e9 && second.dataLossNs <= 0.5e9, `${first.dataLossNs} ${second.dataLossNs}`);
  });

  it('is the acknowledged writes between the split and the end of the old primary', () => {
    const { faults, losses, run, verdict } = told(PAIR, 'at 5s partition zone a | zone b for 8s');
    assert(losses.length > 20);
    assert.equal(losses.length, verdict.lostOperations.length);
    assert.equal(faults[0]?.lostWrites, losses.length);
    // Lost is what was acknowledged on the wrong side, which lasted from the split to the heal.
    const [oldest, newest] = [Math.min, Math.max].map((of) => of(...losses.map((loss) => loss.acknowledgedAt)));
    assert.equal(faults[0]?.dataLossNs, (newest ?? 0) - (oldest ?? 0));
    assert((oldest ?? 0) >= 5e9 && (newest ?? 0) <= 13.1e9);
    // The last copy went when the old primary cut off its log, after the heal.
    for (const { lostAt, event } of losses) {
      assert.equal(run.trace.kind[event], EventKind.Truncate);
      assert((lostAt ?? 0) >= 13e9 && (lostAt ?? 0) < 14e9);
    }
  });
});

describe('what a fault cost those who wait for a job', () => {
  const recoveryOf = (faults: string): number | null | undefined => {
    const scenario = compiled(`
      topology T { nodes tm[1..5], spare  job sums on tm[1..5] { input: 100/s  checkpoint: every 5s taking 1s  restart: 2s } }
      scenario S { topology: T  duration: 60s  seed: 1  ${faults} }`);
    const run = simulate(scenario, { seed: 1, trace: true });
    return runDetails(scenario, run, judge(scenario, run)).faults[0]?.recoveryNs;
  };

  it('is the time until it had caught up', () => {
    const recovery = recoveryOf('at 20s crash tm2 for 10s') ?? 0;
    assert(recovery > 2e9 && recovery < 40e9, String(recovery));
  });

  it('is nothing where no job failed', () => assert.equal(recoveryOf('at 20s crash spare for 10s'), 0));

  it('is without end where it never caught up', () => assert.equal(recoveryOf('at 59s crash tm2'), null));
});

describe('what faults cost a job that is being started again', () => {
  const told = (faults: string) => {
    const scenario = compiled(`
      topology T { nodes w[1..4], spare  job sums on w[1..4] { input: 1000/s  checkpoint: every 5s taking 1s  restart: 2s } }
      scenario S { topology: T  duration: 120s  seed: 1  ${faults} }`);
    const run = simulate(scenario, { seed: 1, trace: true });
    return { ...runDetails(scenario, run, judge(scenario, run)), run };
  };
  const recoveries = (faults: string): (number | null)[] => told(faults).faults.map(({ recoveryNs }) => recoveryNs);

  it('is what the restart takes from there on, which may be without end', () => {
    // Who is down while the job is started again stays out of it.
    const { faults: forGood } = told('at 20s crash w2 for 3s at 21.5s crash w3 for 3s');
    assert.deepEqual(
      forGood.map(({ recoveryNs }) => recoveryNs),
      [null, null],
    );
    assert.ok((forGood[1]?.detectionNs ?? Infinity) < 2e9);
    const { faults, run } = told('at 20s crash w2 for 1s at 20.5s crash w3 for 1s');
    const caughtUpAt = run.jobs?.[0]?.failures[0]?.caughtUpAt ?? NaN;
    assert.deepEqual(
      faults.map(({ recoveryNs }) => recoveryNs),
      [caughtUpAt - 20e9, caughtUpAt - 20.5e9],
    );
  });

  it('is that of a coordinator which crashes twice, too', () => {
    const { faults } = told('at 20s crash w1 for 2s at 23s crash w1, w4 for 2s at 60s isolate w3 for 50s');
    const [early, mid, late] = faults;
    assert.ok((early?.detectionNs ?? Infinity) < 1e9 && (mid?.detectionNs ?? Infinity) < 1e9);
    assert.ok((late?.detectionNs ?? 0) > 49e9);
    assert.equal(early?.recoveryNs, (mid?.recoveryNs ?? NaN) + 3e9);
  });

  it('is nothing where the fault hit nobody who works on it', () => {
    assert.deepEqual(
      recoveries('at 20s crash w2 for 3s at 21s crash spare for 3s at 60s crash spare for 1s').slice(1),
      [0, 0],
    );
    // It takes 50 s to miss a worker that is cut off, whatever happens elsewhere meanwhile.
    const [cutOff, other] = recoveries('at 20s isolate w2 for 60s at 50s crash spare for 1s');
    assert.ok(cutOff === null || (cutOff ?? 0) > 50e9);
    assert.equal(other, 0);
  });

  it('is told so where the recovery of the job is asked for', () => {
    const { explanation, measured } = tellRecovery('two');
    assert.match(
      explanation,
      /^the failure at 21\.5\d* s came while the job, which had failed at 20\.002 s, was being started again/i,
    );
    assert.ok(measured > 60e9);
  });

  function tellRecovery(during: string): { readonly explanation: string; readonly measured: number } {
    const scenario = compiled(`
      topology T { nodes w[1..4] job sums on w[1..4] { input: 1000/s checkpoint: every 5s taking 1s restart: 2s } }
      scenario S { topology: T duration: 90s seed: 1 at 20s crash w2 for 3s as one at 21.5s crash w3 for 3s as two
        expect recovery of sums during ${during} <= 40s }`);
    const [verdict] = judge(scenario, simulate(scenario, { seed: 1, trace: true })).expectations;
    return { explanation: verdict?.explanation ?? '', measured: verdict?.measured ?? NaN };
  }
});

describe('what a fault cost', () => {
  it('is what failed where it was felt, not what another fault broke meanwhile', () => {
    const scenario = compiled(`
      topology T {
        node a  node b  node c  client web
        store orders on a using Alone
        store carts on b, c using Two { data: set }
      }
      policy Alone = single { }
      policy Two = gossip { conflict: merge }
      workload Orders { from web to orders  rate: 50/s }
      workload Carts { from web to carts  rate: 50/s }
      scenario S { workload: Orders, Carts  duration: 30s  seed: 1  at 5s crash a for 10s  at 8s pause b for 1s }`);
    const run = simulate(scenario, { seed: 1, trace: true });
    const [crash, pause] = runDetails(scenario, run, judge(scenario, run)).faults;
    assert.ok((crash?.failedOperations ?? 0) > 400 && (crash?.recoveryNs ?? 0) > 10e9);
    assert.ok((pause?.failedOperations ?? 0) < 60 && (pause?.recoveryNs ?? Infinity) < 3e9);
  });
});

describe('who was served', () => {
  it('is told by client and by side of a partition, and adds up', () => {
    const { shares, run } = told(PAIR, 'at 5s partition zone a | zone b for 8s');
    const clients = shares.filter(({ kind }) => kind === 'client');
    assert.deepEqual(
      clients.map(({ name }) => name),
      ['web', 'batch'],
    );
    const sides = shares.filter(({ kind }) => kind === 'side');
    assert.deepEqual(
      sides.map(({ name }) => name),
      ['zone a', 'zone b'],
    );
    for (const { issued, answered } of shares) assert(answered <= issued && issued > 0);
    const during = [...run.history.invokedAt].filter((at) => at >= 5e9 && at < 13e9).length;
    assert.equal(
      sides.reduce((sum, { issued }) => sum + issued, 0),
      during,
    );
    // The side of the old primary never noticed; the other waited for its failover.
    assert.equal(sides[0]?.answered, sides[0]?.issued);
    assert((sides[1]?.answered ?? 0) < (sides[1]?.issued ?? 0));
  });
});

describe('the name of a side', () => {
  const check = (side: readonly string[], name: string): void => {
    const scenario = compiled(`
      topology T {
        region eu { zone a { node n1 node n2 client web } zone b { node n3 } }
        region us { zone c { node n4 node n5 } zone d { node n6 client app } }
        store s on n1
      }
      scenario S { topology: T }`);
    const places = side.map((each) => scenario.places.findIndex((place) => place.name === each));
    assert.equal(sideName(scenario, places), name);
  };

  it('is that of the largest domains that lie on it whole', () => {
    check(['n1', 'n2', 'web', 'n3'], 'region eu');
    check(['n1', 'n2', 'web'], 'zone a');
    check(['n1', 'n2', 'n3', 'web', 'n6', 'app'], 'region eu, zone d');
  });

  it('is that of places where a domain is cut, or holds nothing else', () => {
    check(['n3'], 'n3');
    check(['n1', 'n4', 'n5'], 'zone c, n1');
  });
});

describe('the claim of a policy', () => {
  const check = (text: string, faults: string, kind: string, because: RegExp): void => {
    const claim = told(text, faults).verdict.stores[0]?.claim;
    assert.equal(claim?.kind, kind, claim?.because);
    assert.match(claim.because, because);
  };

  it('covers a minority of Raft, and no more', () => {
    check(
      FIVE,
      'at 5s crash n1, n2 for 2s',
      'within',
      /at most 2 of 5 replicas were out at once; with 2 out it stays linearizable/,
    );
    check(
      FIVE,
      'at 5s crash n1, n2 for 4s\nat 7s crash n3 for 1s',
      'beyond',
      /3 of 5 replicas were out at once from 7 s \((?:n\d, ){2}n\d\)/,
    );
    check(
      FIVE,
      'at 4s crash n1, n2, n3 for 4s\nat 7s crash n4 for 1s',
      'beyond',
      /3 of 5 replicas were out at once from 4 s, 4 from 7 s \((?:n\d, ){3}n\d\)/,
    );
    // One after the other is no more than one at a time.
    check(FIVE, 'at 5s crash n1, n2 for 1s\nat 7s crash n3, n4 for 1s', 'within', /at most 2 of 5/);
    check(FIVE, 'at 5s partition n1, n2 | n3, n4, n5 for 2s', 'within', /at most 2 of 5/);
    check(
      FIVE,
      'at 4s remove n1 from orders\nat 5s remove n2 from orders\nat 7s crash n1, n2, n3',
      'within',
      /at most 1 of/,
    );
  });

  it('leaves out lies and lost disks', () => {
    check(FIVE, 'at 5s byzantine n3 lie for 2s', 'beyond', /it trusts what its replicas say/);
    check(FIVE, 'at 5s wipe n3', 'beyond', /it counts on what its disks have kept/);
  });

  it('covers liars and lost memory where a majority of voters masks them', () => {
    const voters = (settings: string): string =>
      FIVE.replace('using Agreed', 'using Agreed { storage { log: off } }').replace(
        'raft { }',
        `voting { ${settings} }`,
      );
    check(voters(''), 'at 5s byzantine n1, n2 lie for 2s', 'within', /at most 2 of 5/);
    check(voters(''), 'at 5s byzantine n1, n2, n3 lie for 2s', 'beyond', /it bears 2 that lie/);
    check(voters(''), 'at 5s crash n1, n2 for 2s', 'within', /at most 2 of 5/);
    check(voters('require: first'), 'at 5s byzantine n1 lie for 2s', 'beyond', /it trusts what its replicas say/);
    check(voters('require: first'), 'at 5s crash n1 for 2s', 'beyond', /in memory only/);
    check(voters('require: all'), 'at 5s crash n1 for 2s', 'beyond', /answers right only with all of them there/);
    const byzantine = FIVE.replace('raft { }', 'pbft { }');
    check(byzantine, 'at 5s byzantine n1 lie for 2s', 'within', /at most 1 of 5/);
    check(byzantine, 'at 5s byzantine n1, n2 lie for 2s', 'beyond', /it bears 1 that lies/);
  });

  it('covers as many disks as there is parity, until fragments are made up for', () => {
    const coded = FIVE.replace('raft { }', 'erasure { data: 3  parity: 2  repair-delay: 1min }');
    check(coded, 'at 5s wipe n1, n2', 'within', /none of its 5 replicas was out; with 2 out it loses nothing/);
    check(coded, 'at 5s wipe n1, n2\nat 7s wipe n3', 'beyond', /n3.* held was gone, and it bears the loss of 2 disks/);
    // Who never comes back takes a fragment along; who comes back brings it, but for what was written meanwhile.
    const gone = /what n2, n3, n1 held was gone, and it bears the loss of 2 disks/;
    check(coded, 'at 5s crash n1\nat 7s wipe n2, n3', 'beyond', gone);
    check(coded, 'at 5s crash n1 for 1s\nat 7s wipe n2, n3', 'beyond', /n2, n3, n1 held was gone, or not all/);
    const quick = coded.replace('1min', '1s');
    check(
      quick,
      'at 5s wipe n1, n2\nat 9s wipe n3',
      'within',
      /none of its 5 replicas was out; with 2 out it loses nothing/,
    );
  });

  it('leaves out a split without fencing', () => {
    check(PAIR, 'at 5s partition zone a | zone b for 2s', 'beyond', /without fencing/);
  });

  it('was not tried where no fault hit a replica', () => {
    check(FIVE, '', 'untried', /No fault hit a replica of orders/);
  });
});

describe('an error budget', () => {
  it('is used by operations that fail', () => {
    const { verdict } = told(FIVE, 'at 5s crash n1, n2, n3 for 1s', 'expect availability >= 90%\nexpect outage <= 5s');
    const [availability, outage] = verdict.expectations;
    assert(typeof availability?.measured === 'number' && availability.errorBudgetUsed !== undefined);
    assert(Math.abs(availability.errorBudgetUsed - (1 - availability.measured) / 0.1) < 1e-9);
    assert.equal(outage?.errorBudgetUsed, undefined);
  });

  it('that is used many times over is said in times, not in percent', () => {
    const text = (least: string): string => {
      const { verdict } = told(FIVE, 'at 5s crash n1, n2, n3 for 1s', `expect availability >= ${least}`);
      return verdict.expectations[0]?.explanation ?? '';
    };
    assert.match(text('90%'), /[\d.]+ % of the error budget is used\.$/);
    assert.match(text('99.9%'), /That is [1-9]\d+ times the error budget\.$/);
  });
});

describe('for whom a store is not consistent', () => {
  const boundsOf = (text: string): unknown => {
    const { scenario, run } = tell(text);
    const [bounds] = runDetails(scenario, run, judge(scenario, run)).bounds;
    return bounds;
  };

  it('is said by client and by key, those that fare alike together', () => {
    // B reads key 1 backwards, which some order of the two writers allows; all other clients and keys are fine. Clients stand after the three nodes.
    const text =
      'A w1@1 0..1; D w2@1 2..3; B r2@1 4..5; B r1@1 6..7; C r2@1 8..9; C w5@2 8..9; C r5@2 10..11; A w6@3 4..5';
    assert.deepEqual(boundsOf(text), {
      clients: [
        {
          subjects: [5],
          strongestHeld: ['sequential'],
          weakestBroken: ['linearizable'],
        },
        { subjects: [3, 4, 6], strongestHeld: ['linearizable'], weakestBroken: [] },
      ],
      keys: [
        {
          subjects: [1],
          strongestHeld: ['sequential'],
          weakestBroken: ['linearizable'],
        },
        { subjects: [2, 3], strongestHeld: ['linearizable'], weakestBroken: [] },
      ],
    });
  });

  it('is not asked where it is linearizable, or where there is only one of each', () => {
    assert.equal(boundsOf('A w1 0..1; B r1 2..3'), null);
    assert.deepEqual(boundsOf('A w1 0..1; A r0 2..3'), { clients: [], keys: [] });
  });
});
