import assert from 'node:assert/strict';
import { families } from '../../../server/src/language/schema/policy-schemas';
import { bare, compile } from './compile';

const store = (using: string, properties = '', nodes = 7) =>
  compile(
    `topology T { nodes n[1..${String(nodes)}] store s on n[1..${String(nodes)}] ${using} { ${properties} } } scenario S { }`,
  ).stores[0];

/** What language.md says holds when nothing is written. */
const defaults: Readonly<Record<string, unknown>> = {
  single: {},
  'primary-backup': {
    acknowledge: 'all',
    reads: 'primary',
    failover: 'automatic',
    heartbeatNs: 1e9,
    timeoutNs: 5e9,
    fencing: true,
    promotionTimeNs: 0,
    rejoin: 'rewind',
  },
  chain: { reads: 'tail', heartbeatNs: 1e9, timeoutNs: 5e9 },
  'isr-log': { acks: 'all', minIsr: 1, uncleanElection: false, replicaLagNs: 30e9, sessionTimeoutNs: 9e9 },
  raft: {
    electionTimeoutMinNs: 150e6,
    electionTimeoutMaxNs: 300e6,
    heartbeatNs: 50e6,
    reads: 'read-index',
    preVote: true,
    checkQuorum: true,
    snapshotEvery: 10_000,
  },
  'multi-paxos': { leaseNs: 2e9, heartbeatNs: 200e6 },
  zab: { tickNs: 2e9, syncLimitTicks: 5, initLimitTicks: 10, reads: 'local' },
  quorum: {
    read: 'majority',
    write: 'majority',
    sloppy: false,
    hintedHandoff: true,
    hintWindowNs: 3 * 3600e9,
    readRepair: true,
    writeBack: false,
    antiEntropyNs: 600e9,
    coordinator: 'replica',
    conflict: 'last-write-wins',
  },
  'multi-leader': { leaders: [], exchangeNs: 100e6, conflict: 'last-write-wins' },
  gossip: { fanout: 3, intervalNs: 1e9, mode: 'push-pull', conflict: 'last-write-wins' },
  pbft: { viewChangeTimeoutNs: 2e9, checkpointEvery: 100 },
  voting: { require: 'majority' },
  erasure: { data: 4, parity: 2, repairDelayNs: 600e9 },
};

describe('stores', () => {
  for (const { family } of families) {
    it(`${family} has the defaults of the reference`, () => {
      assert.deepEqual(bare(store(`using ${family}`)?.policy), {
        name: family,
        family,
        ...(defaults[family] as Record<string, unknown>),
      });
    });
  }

  it('have one shard on every node, a register, and a log that is flushed', () => {
    const { placement, shards, replicas, data, storage } = store('using raft', '', 3) ?? {};
    assert.deepEqual(
      { placement, shards, replicas, data },
      { placement: [[0, 1, 2]], shards: 1, replicas: 3, data: 'register' },
    );
    assert.deepEqual(bare(storage), { log: 'fsync', batchNs: 0, replayPerS: 50_000, checksums: true });
  });

  it('without a policy are single on one node and raft on several', () => {
    assert.equal(store('', '', 1)?.policy.family, 'single');
    assert.equal(store('', '', 3)?.policy.family, 'raft');
  });

  it('of single have one replica, of erasure one a fragment', () => {
    assert.equal(store('using single')?.replicas, 1);
    assert.equal(store('using erasure')?.replicas, 6);
  });

  it('spread shards over domains, load and leadership over nodes', () => {
    const [shop] = compile(`topology T {
      zone a { nodes a[1..2] } zone b { nodes b[1..2] } zone c { nodes c[1..2] }
      store s on a[1..2], b[1..2], c[1..2] using raft { shards: 4  replicas: 3 }
    } scenario S { }`).stores;
    const zones = shop?.placement.map((replicas) => new Set(replicas.map((id) => id >> 1)).size);
    assert.deepEqual(zones, [3, 3, 3, 3]);
    const load = [0, 1, 2, 3, 4, 5].map((id) => shop?.placement.flat().filter((each) => each === id).length);
    assert.deepEqual(load, [2, 2, 2, 2, 2, 2]);
    assert.equal(new Set(shop?.placement.map(([leader]) => leader)).size, 4);
  });

  it('take what a policy says, then what it derives from', () => {
    const [shop] =
      compile(`policy A = quorum { read: 1  write: 3  detector: phi(threshold: 5) } policy B = A { read: one }
      topology T { nodes n[1..3] store s on n[1..3] using B } scenario S { set A.write: all  set A.read: 2 }`).stores;
    const policy = shop?.policy;
    assert.equal(policy?.family, 'quorum');
    if (policy?.family !== 'quorum') return;
    assert.deepEqual([policy.name, policy.read, policy.write], ['B', 'one', 'all']);
    assert.deepEqual(policy.detector, { kind: 'phi', threshold: 5, heartbeatNs: 1e9 });
  });
});
