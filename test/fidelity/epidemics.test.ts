import assert from 'node:assert/strict';
import type { GossipPolicy } from '../../server/src/language/model';
import { EventKind, simulate, type Run } from '../../server/src/simulation';
import { gossipBy } from '../../server/src/simulation/protocols/gossip';
import type { AnyFamily } from '../../server/src/simulation/protocols/protocol';
import type { Spreading } from '../../server/src/simulation/protocols/gossip/replica';
import { ms, origin, s, scenarioOf } from '../simulation/scenario-builder';

/**
 * Demers et al., "Epidemic Algorithms for Replicated Database Maintenance", PODC 1987: one update on 1000 sites, one
 * peer a round; anti-entropy of section 1.3 and, of section 1.4, rumours pushed with feedback and a counter (table 1).
 */
const SITES = 1000;

function spread(mode: GossipPolicy['mode'], spreading: Spreading, rounds: number, seed: number): Run {
  const policy: GossipPolicy = {
    family: 'gossip',
    name: 'gossip',
    origin,
    fanout: 1,
    intervalNs: s(1),
    mode,
    conflict: 'last-write-wins',
  };
  const scenario = scenarioOf({
    nodes: SITES,
    policy,
    // One write in the first second, then reads until the end.
    operations: ['write', ...Array.from({ length: rounds }, () => 'read' as const)],
    load: { kind: 'closed', sessions: 1, thinkNs: s(1) },
    link: { latency: { kind: 'constant', value: ms(1) } },
    seconds: rounds + 0.9,
  });
  return simulate(scenario, {
    seed,
    trace: true,
    messageCostNs: 0,
    familyOf: () => gossipBy(spreading) as unknown as AnyFamily,
  });
}

/** The round after the write in which each site that heard of it did. */
function roundsHeardIn({ trace }: Run): number[] {
  const heard: number[] = [];
  for (let event = 0; event < trace.length; event++) {
    if (trace.kind[event] === EventKind.Apply) heard.push(Math.floor((trace.time[event] as number) / 1e9));
  }
  return heard.map((round) => round - (heard[0] as number));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function within(what: string, actual: number, published: number, tolerance: number): void {
  assert.ok(Math.abs(actual - published) <= tolerance, `${what}: ${actual} measured, ${published} published`);
}

describe('epidemics (Demers et al. 1987), 1000 sites', function () {
  this.timeout(60_000);

  const roundsOf = (mode: GossipPolicy['mode']): number =>
    mean(
      Array.from({ length: 6 }, (_, seed) => {
        const heard = roundsHeardIn(spread(mode, { antiEntropy: true }, mode === 'push' ? 26 : 20, seed + 1));
        assert.equal(heard.length, SITES, `${mode} reaches every site`);
        return Math.max(...heard);
      }),
    );

  it('anti-entropy by push takes about log2 n + ln n rounds', () => {
    // The paper's bound is for large n; on 1000 sites the mean is about one round more.
    within('rounds', roundsOf('push'), Math.log2(SITES) + Math.log(SITES), 2);
  });

  it('anti-entropy by pull and push-pull takes O(log n) rounds, and fewer than push', () => {
    for (const mode of ['pull', 'push-pull'] as const) {
      const rounds = roundsOf(mode);
      assert.ok(rounds >= Math.log(SITES) / Math.log(3) && rounds <= Math.log2(SITES) + 5, `${mode}: ${rounds}`);
    }
  });

  it('rumours pushed with feedback and a counter of 2 leave a residue of 0.037 for 3.3 messages a site', () => {
    const runs = Array.from({ length: 6 }, (_, seed) =>
      spread('push', { antiEntropy: false, rumoursDroppedAfter: 2 }, 25, seed + 1),
    );
    const rumours = ({ trace }: Run): number => {
      let sent = 0;
      for (let event = 0; event < trace.length; event++) {
        if (trace.kind[event] === EventKind.Send && trace.names[trace.a[event] as number] === 'rumour') sent++;
      }
      return sent;
    };
    within('residue', mean(runs.map((run) => 1 - roundsHeardIn(run).length / SITES)), 0.037, 0.007);
    within('messages a site', mean(runs.map((run) => rumours(run) / SITES)), 3.3, 0.15);
    within('last round', mean(runs.map((run) => Math.max(...roundsHeardIn(run)))), 16.9, 2);
  });
});
