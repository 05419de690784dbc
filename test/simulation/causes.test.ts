import assert from 'node:assert/strict';
import { EventKind, type Trace } from '../../server/src/simulation';
import { runText } from './protocols/run-text';

const FAMILIES: Readonly<Record<string, string>> = {
  'primary-backup': 'primary-backup { acknowledge: 1 heartbeat: 200ms timeout: 1s }',
  chain: 'chain {}',
  'isr-log': 'isr-log {}',
  raft: 'raft {}',
  'multi-paxos': 'multi-paxos {}',
  zab: 'zab {}',
  quorum: 'quorum { read: 2 write: 2 anti-entropy: 1s }',
  'multi-leader': 'multi-leader {}',
  gossip: 'gossip {}',
  pbft: 'pbft {}',
  voting: 'voting { require: majority }',
  erasure: 'erasure { data: 2 parity: 2 }',
};

const ofStore = (policy: string, load: string, fault: string): string => `
  topology T { nodes n[1..4] client c store s on n[1..4] using P { storage { checkpoint: every 2s } } }
  policy P = ${policy}
  workload W { from c to s ${load} timeout: 500ms }
  scenario S { workload: W duration: 20s ${fault} }`;

const ofServices = (load: string, fault: string): string => `
  topology T { node edge node a node b node d node e client c
    store s on d, e using Pair
    service pay on a, b { workers: 8 service-time: 5ms restart: backoff(1s..2s) health { readiness: every 1s timeout 200ms failures 2 }
      handle charge { write s } }
    balancer front on edge to api { health-check: every 1s timeout 200ms failures 2 }
    service api on a, b { service-time: 1ms handle go { call pay.charge { timeout: 200ms retries: 1 } } } }
  policy Pair = primary-backup { acknowledge: 1 }
  workload W { from c to front.go ${load} timeout: 500ms }
  scenario S { workload: W duration: 20s ${fault} }`;

const ofJob = (fault: string): string => `
  topology T { nodes w[1..3] job agg on w[1..3] { input: 1000/s checkpoint: every 1s taking 100ms restart: 1s } }
  scenario S { duration: 20s ${fault} }`;

const OPEN = 'rate: 50/s';
/** When the fault has been over for longer than anybody needs to get over it. */
const LATE_NS = 15e9;

/** What happens late and goes back to a fault, by its kind; `throughUsers`: also by what a user asked for after an answer. */
function putDownToFaults(
  { length, kind, cause, time, names, a }: Trace,
  throughUsers: boolean,
): Record<string, number> {
  const roots = new Int32Array(length).fill(-1);
  const found: Record<string, number> = {};
  for (let event = 0; event < length; event++) {
    if (kind[event] === EventKind.FaultBegin) roots[event] = event;
    else if ((cause[event] as number) >= 0 && (throughUsers || kind[event] !== EventKind.Invoke))
      roots[event] = roots[cause[event] as number] as number;
    if ((time[event] as number) < LATE_NS || (roots[event] as number) < 0) continue;
    const isMessage = kind[event] === EventKind.Send || kind[event] === EventKind.Deliver;
    const name = `${kind[event]}${isMessage ? ` ${names[a[event] as number]}` : ''}`;
    found[name] = (found[name] ?? 0) + 1;
  }
  return found;
}

function check(text: string, throughUsers = true): void {
  assert.deepEqual(putDownToFaults(runText(text, 1).run.trace, throughUsers), {});
}

describe('long after a fault is over nothing goes back to it', function () {
  this.timeout(60_000);

  for (const [family, policy] of Object.entries(FAMILIES)) {
    it(`in a store of ${family}`, () => {
      check(ofStore(policy, OPEN, 'at 2s crash all of s for 1s'));
      check(ofStore(policy, OPEN, 'at 2s partition n1 | n2, n3, n4 for 1s'));
      check(ofStore(policy, 'sessions: 3 think: 20ms', 'at 2s pause n1 for 1s'), false);
    });
  }

  it('when an operator has made somebody the leader', () => {
    for (const family of ['raft', 'multi-paxos', 'primary-backup'])
      check(ofStore(FAMILIES[family] ?? '', OPEN, 'at 2s promote n3 in s'));
  });

  it('when users who wait for no answer came in a rush', () => {
    check(ofStore('raft {}', OPEN, 'at 2s surge W by 3x for 1s'));
    check(ofServices(OPEN, 'at 2s surge W by 3x for 1s'));
  });

  it('when a node fails at random: it does not fail because it has failed before', () => {
    const { trace } = runText(ofStore('raft {}', OPEN, 'randomly crash n1 with mtbf 2s mttr 100ms'), 1).run;
    const begun = Array.from(trace.kind.keys()).filter((event) => trace.kind[event] === EventKind.FaultBegin);
    assert.ok(begun.length > 3);
    assert.deepEqual([...new Set(begun.map((event) => trace.cause[event]))], [-1]);
  });

  it('in services, their probes, health checks and reports', () => {
    check(ofServices(OPEN, 'at 2s crash a for 1s'));
    check(ofServices(OPEN, 'at 2s crash edge for 1s'));
    check(ofServices(OPEN, 'at 2s leak in pay crashing after 1s for 2s'));
  });

  it('in a job, whoever of it had crashed', () => {
    for (const node of ['w1', 'w2', 'w1, w2, w3']) check(ofJob(`at 2s crash ${node} for 1s`));
  });
});
