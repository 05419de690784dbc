import assert from 'node:assert/strict';
import type { RaftPolicy, ScenarioModel } from '../../../server/src/language/model';
import { HEADER_BYTES } from '../../../server/src/simulation/environment/message';
import { EventKind, Role, simulate, type Run, type Trace } from '../../../server/src/simulation';
import { at, forSeconds, leader, places, type Fault } from '../fault-notation';
import {
  clientsStopAt,
  clusterOf,
  deliveredNames,
  heldBy,
  judgedRun,
  okCount,
  type JudgedRun,
} from '../judged-cluster';
import { constant, ms, origin, s, type ScenarioText } from '../scenario-builder';

const raft: RaftPolicy = {
  family: 'raft',
  name: 'raft',
  origin,
  electionTimeoutMinNs: ms(150),
  electionTimeoutMaxNs: ms(300),
  heartbeatNs: ms(50),
  reads: 'read-index',
  preVote: true,
  checkQuorum: true,
  snapshotEvery: 10_000,
};

const cluster = (text: Partial<ScenarioText> = {}): ScenarioModel => clusterOf(raft, text);
const run = (text: Partial<ScenarioText>, seed: number): JudgedRun => judgedRun(cluster(text), seed);

describe('raft', () => {
  it('sends 2(n-1)+2 messages for one write, client included, when all is well', () => {
    for (const nodes of [1, 3, 5, 7]) {
      const link = { latency: constant(ms(1)) };
      const load = { kind: 'closed', sessions: 1, thinkNs: ms(40) } as const;
      const scenario = cluster({ nodes, clients: 1, operations: ['write'], load, link, seconds: 3 });
      const { trace } = simulate(scenario, { seed: 1, trace: true });
      const ends = Array.from({ length: trace.length }, (_, event) => event).filter(
        (event) => trace.kind[event] === EventKind.Complete && (trace.time[event] ?? 0) > s(1),
      );
      assert.ok(ends.length > 30);
      let sent = 0;
      for (let event = ends[0] ?? 0; event < (ends.at(-1) ?? 0); event++) {
        if (trace.kind[event] !== EventKind.Send) continue;
        // Heartbeats and their answers go on beside the writes. A heartbeat carries no value: it is a bare header.
        const isHeartbeat = trace.names[trace.a[event] ?? 0] === 'AppendEntries' && trace.b[event] === HEADER_BYTES;
        sent += isHeartbeat ? -1 : 1;
      }
      const perWrite = 2 * (nodes - 1) + 2;
      // One heartbeat may straddle each end.
      assert.ok(Math.abs(sent - (ends.length - 1) * perWrite) <= 2 * (nodes - 1), `${nodes} servers: ${sent}`);
    }
  });

  for (const reads of ['log', 'read-index', 'lease'] as const) {
    it(`stays linearizable with reads: ${reads} while leaders crash, are cut off and stall`, function () {
      this.timeout(60_000);
      const faults = [
        at(2, { kind: 'crash', targets: leader, ...forSeconds(1) }),
        at(4, { kind: 'isolate', targets: leader, ...forSeconds(1) }),
        at(6, { kind: 'pause', targets: leader, ...forSeconds(1) }),
        at(7.5, { kind: 'drop', links: { kind: 'everywhere' }, share: 0.2, ...forSeconds(1) }),
        at(7.5, { kind: 'duplicate', links: { kind: 'everywhere' }, share: 0.2, ...forSeconds(1) }),
      ];
      for (let seed = 1; seed <= 12; seed++) {
        const { run: result, linearizable } = run({ policy: { ...raft, reads }, faults }, seed);
        assert.equal(linearizable, 'pass', `seed ${seed}`);
        assert.ok(okCount(result, s(9)) > 50, `seed ${seed} works again`);
      }
    });
  }

  it('reads stale values from an isolated leader that asks nobody, and not where it asks a majority', () => {
    const faults = [at(3, { kind: 'cut', from: places(0, 1, 2, 3, 4), to: places(0, 1, 2, 3, 4), ...forSeconds(2) })];
    // Clients reach every server; servers do not reach each other, so the old leader is alone but still answers.
    const split = [at(3, { kind: 'partition', groups: [places(0, 5), places(1, 2, 3, 4, 6, 7)], ...forSeconds(3) })];
    const local: RaftPolicy = { ...raft, reads: 'leader-local', checkQuorum: false, preVote: false };
    const decisions = (policy: RaftPolicy, schedule: readonly Fault[]) =>
      Array.from({ length: 8 }, (_, seed) => run({ policy, faults: schedule }, seed + 1).linearizable);
    assert.ok(decisions(local, split).includes('fail'));
    assert.deepEqual(new Set(decisions({ ...local, reads: 'read-index' }, split)), new Set(['pass']));
    assert.deepEqual(new Set(decisions({ ...local, reads: 'read-index' }, faults)), new Set(['pass']));
  });

  it('counts no pre-vote as a vote, and only leaders send appends, where answers outlast the election timeout', () => {
    const link = { latency: { kind: 'uniform', low: ms(5), high: ms(250) } } as const;
    for (let seed = 1; seed <= 10; seed++) {
      const { trace } = simulate(cluster({ link }), { seed, trace: true });
      assert.deepEqual(unlawful(trace, 5), [], `seed ${seed}`);
    }
  });

  it('answers nobody without a majority, and loses nothing', () => {
    const faults = [at(3, { kind: 'crash', targets: places(0, 1, 2), ...forSeconds(3) })];
    for (let seed = 1; seed <= 5; seed++) {
      const { run: result, linearizable } = run({ faults }, seed);
      assert.equal(okCount(result, s(3.5), s(6)), 0);
      assert.ok(okCount(result, s(7)) > 100);
      assert.equal(linearizable, 'pass');
    }
  });

  it('loses committed writes when a majority restarts without having written them, and never with fsync', () => {
    const faults = [at(3, { kind: 'crash', targets: places(0, 1, 2, 3, 4), ...forSeconds(1) })];
    const decide = (log: 'fsync' | 'off') =>
      Array.from({ length: 5 }, (_, seed) => run({ faults, storage: { log } }, seed + 1).linearizable);
    assert.deepEqual(new Set(decide('fsync')), new Set(['pass']));
    assert.ok(decide('off').includes('fail'));
  });

  it('brings a server that was away for long up to date with a snapshot', () => {
    const faults = [at(1, { kind: 'crash', targets: places(4), ...forSeconds(6) }), clientsStopAt(9)];
    const scenario = cluster({ policy: { ...raft, snapshotEvery: 100 }, faults });
    const result = simulate(scenario, { seed: 3, trace: true });
    assert.ok(deliveredNames(result).has('InstallSnapshot'));
    assert.equal(new Set(heldBy(result)).size, 1, 'all servers hold the same');
  });

  it('votes again when a snapshot has given back what damage took, though no entry has come since', () => {
    const storage = { log: 'fsync', checkpointNs: ms(500) } as const;
    const policy = {
      ...raft,
      heartbeatNs: ms(200),
      electionTimeoutMinNs: s(1),
      electionTimeoutMaxNs: s(2),
      reads: 'log',
    } as const;
    const damaged = [
      at(6.3, { kind: 'crash', targets: places(2), ...forSeconds(2) }),
      at(6.5, { kind: 'corrupt-disk', targets: places(2), share: 1 }),
      // Nothing new is proposed meanwhile: with it n3 would be given back more than the snapshot.
      at(8.1, { kind: 'crash', targets: places(3, 4, 5), ...forSeconds(2) }),
    ];
    const text = { nodes: 3, storage, policy, link: { latency: constant(ms(10)) }, seconds: 16 };
    for (let seed = 1; seed <= 2; seed++) {
      const { trace } = simulate(cluster({ ...text, faults: damaged }), { seed, trace: true });
      const sent = Array.from({ length: trace.length }, (_, event) => event).find(
        (event) => trace.kind[event] === EventKind.Send && trace.names[trace.a[event] ?? 0] === 'InstallSnapshot',
      );
      assert.ok(sent !== undefined, `seed ${seed}: n3 lacks more than the leader's log holds`);
      const [time, sender] = [(trace.time[sent] ?? 0) / 1e9, trace.place[sent] ?? -1];
      // The same seed is the same run up to here: the snapshot is on its way, and its sender says nothing more.
      const faults = [...damaged, at(time + 0.005, { kind: 'crash', targets: places(sender) })];
      const { run: result, linearizable } = run({ ...text, faults }, seed);
      assert.ok(okCount(result, s(13)) > 50, `seed ${seed}: n3 and the one that is left go on`);
      assert.equal(linearizable, 'pass', `seed ${seed}`);
    }
  });

  it('carries out an order once: a new leader does not remove again what was added since', () => {
    const faults = [
      at(2, { kind: 'remove', targets: places(4), store: 0 }),
      at(3, { kind: 'add', targets: places(4), store: 0 }),
      at(5, { kind: 'crash', targets: leader, ...forSeconds(2) }),
    ];
    for (let seed = 1; seed <= 4; seed++) {
      const { trace } = simulate(cluster({ faults }), { seed, trace: true });
      const after = Array.from({ length: trace.length }, (_, event) => event).filter(
        (event) => trace.kind[event] === EventKind.Reconfigure && (trace.time[event] ?? 0) > s(5),
      );
      assert.equal(after.length, 0, `seed ${seed}`);
    }
  });

  it('keeps the disk of a server that is added again before its removal was agreed on', () => {
    const faults = [
      at(2, { kind: 'partition', groups: [places(0, 1, 5), places(2, 3, 6), places(4, 7)], ...forSeconds(2) }),
      at(2.05, { kind: 'remove', targets: places(1, 4), store: 0 }),
      at(2.1, { kind: 'add', targets: places(1, 4), store: 0 }),
    ];
    for (let seed = 1; seed <= 4; seed++) {
      const scenario = cluster({ faults });
      assert.equal(judgedRun(scenario, seed).linearizable, 'pass', `seed ${seed}`);
      const { trace } = simulate(scenario, { seed, trace: true });
      for (let event = 0; event < trace.length; event++) {
        const forgets =
          trace.kind[event] === EventKind.Role && trace.c[event] === 0 && trace.b[event] === Role.Follower;
        assert.ok(
          !forgets || trace.time[event] === 0 || (trace.time[event] ?? 0) > s(4),
          `seed ${seed}: n${(trace.place[event] ?? 0) + 1} begins anew`,
        );
      }
    }
  });

  it('does not leave again when it reads of its own removal while it catches up', () => {
    const faults = [
      at(2, { kind: 'remove', targets: places(4), store: 0 }),
      at(3, { kind: 'add', targets: places(4), store: 0 }),
    ];
    const storage = { log: 'fsync', checkpointNs: s(1.5) } as const;
    const scenario = cluster({ faults, storage, seconds: 5, link: { latency: constant(ms(20)) } });
    const { trace } = simulate(scenario, { seed: 1, trace: true });
    const left = Array.from({ length: trace.length }, (_, event) => event).filter(
      (event) => trace.kind[event] === EventKind.Role && trace.b[event] === Role.Removed,
    );
    assert.equal(left.length, 1);
  });

  it('grows, shrinks and hands over leadership without losing its history', () => {
    const faults = [
      at(2, { kind: 'remove', targets: places(1), store: 0 }),
      at(4, { kind: 'promote', targets: places(3), store: 0 }),
      at(6, { kind: 'add', targets: places(1), store: 0 }),
      at(7, { kind: 'crash', targets: leader, ...forSeconds(1) }),
    ];
    for (let seed = 1; seed <= 8; seed++) {
      const { run: result, linearizable } = run({ faults }, seed);
      assert.equal(linearizable, 'pass', `seed ${seed}`);
      assert.ok(okCount(result, s(9)) > 50, `seed ${seed} works`);
      const afterPromotion = result.leadership.filter((span) => span.from >= s(4) && span.from < s(5));
      assert.ok(afterPromotion.some((span) => span.place === 3) || leads(result, 3, s(4)), `seed ${seed}: n4 leads`);
    }
  });
});

function leads(result: Run, place: number, time: number): boolean {
  return result.leadership.some((span) => span.place === place && span.from <= time && span.to > time);
}

/** Appends sent by a server that does not lead, and terms in which a server began to lead with less than a majority of votes. */
function unlawful(trace: Trace, servers: number): string[] {
  const found: string[] = [];
  const role = new Map<number, number>();
  const voters = new Map<string, Set<number>>();
  const votesFor = new Map<number, string>();
  for (let event = 0; event < trace.length; event++) {
    const place = trace.place[event] ?? -1;
    const peer = trace.peer[event] ?? -1;
    const name = trace.names[trace.a[event] ?? 0];
    if (trace.kind[event] === EventKind.Role) {
      role.set(place, trace.b[event] ?? -1);
      const election = `${place} in term ${trace.c[event]}`;
      if (trace.b[event] === Role.Candidate) {
        votesFor.set(place, election);
        voters.set(election, new Set([place]));
      }
      if (trace.b[event] === Role.Leader && 2 * (voters.get(election)?.size ?? 0) <= servers) found.push(election);
    } else if (trace.kind[event] === EventKind.Deliver && name === 'VoteReply') {
      voters.get(votesFor.get(place) ?? '')?.add(peer);
    } else if (trace.kind[event] === EventKind.Send && name === 'AppendEntries' && role.get(place) !== Role.Leader) {
      found.push(`${place} sends appends`);
    }
  }
  return [...new Set(found)];
}
