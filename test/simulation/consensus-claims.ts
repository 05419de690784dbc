import { historyFromRun } from '../../server/src/analysis/consistency/history-from-run';
import { lostWrites } from '../../server/src/analysis/durability/lost-writes';
import { survivorsOf } from '../../server/src/analysis/durability/survivors';
import type { MultiPaxosPolicy, RaftPolicy, ScenarioModel, ZabPolicy } from '../../server/src/language/model';
import { OPERATION_KINDS, Outcome, simulate, type History } from '../../server/src/simulation';
import { at, forSeconds, leader, places, type Fault } from './fault-notation';
import { clusterOf } from './judged-cluster';
import { ms, origin } from './scenario-builder';
import { Choices, type SurvivalClaim } from './survival-claim';

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
  snapshotEvery: 200,
};
const paxos: MultiPaxosPolicy = {
  family: 'multi-paxos',
  name: 'multi-paxos',
  origin,
  leaseNs: ms(200),
  heartbeatNs: ms(20),
};
const zab: ZabPolicy = {
  family: 'zab',
  name: 'zab',
  origin,
  tickNs: ms(100),
  syncLimitTicks: 5,
  initLimitTicks: 10,
  reads: 'sync',
};

const READ = OPERATION_KINDS.indexOf('read');

type Consensus = RaftPolicy | MultiPaxosPolicy | ZabPolicy;
const SERVERS = 5;
const CLIENTS = [5, 6, 7];

/** Five servers; clients add distinct elements to sets, and read them. */
function cluster(policy: Consensus, log: 'fsync' | 'off', faults: readonly Fault[]): ScenarioModel {
  return clusterOf(policy, {
    data: 'set',
    operations: { add: 0.7, read: 0.3 },
    load: { kind: 'closed', sessions: 2, thinkNs: ms(20) },
    storage: { log },
    faults,
    seconds: 5,
  });
}

/** One server is lost for good, another and the leader of the moment for a while; never more than two at a time. */
function minorityLost(choices: Choices): Fault[] {
  const [gone = 0, away = 0] = choices.pick(2, SERVERS);
  return [
    at(choices.between(0.5, 1.5), { kind: 'crash', targets: places(gone) }),
    at(choices.between(1.5, 2), { kind: 'crash', targets: places(away), ...forSeconds(choices.between(0.1, 1)) }),
    at(choices.between(3, 3.5), { kind: 'crash', targets: leader, ...forSeconds(choices.between(0.1, 0.6)) }),
  ];
}

/** Three of the five crash at one moment and are back soon, while the other two are cut off. */
function majorityRestarted(choices: Choices): Fault[] {
  const order = choices.pick(SERVERS, SERVERS);
  const victims = order.slice(0, 3);
  const time = choices.between(1, 2);
  return [
    at(time, { kind: 'crash', targets: places(...victims), ...forSeconds(choices.between(0.05, 0.5)) }),
    at(time, {
      kind: 'partition',
      groups: [places(...victims, ...CLIENTS), places(...order.slice(3))],
      ...forSeconds(choices.between(0.5, 2)),
    }),
  ];
}

/** A replica that has applied an entry cannot take it back, so it may hold what the store as a whole has lost: reads tell. */
function losesWrites(scenario: ScenarioModel, seed: number): boolean {
  const run = simulate(scenario, { seed, trace: false });
  const survivors = survivorsOf(run, 0);
  if (survivors === null) throw new Error(`seed ${seed}: no server runs at the end`);
  return lostWrites(historyFromRun(scenario, run, 0), survivors).count > 0 || someReadMisses(run.history);
}

/** A read that begins after an addition was acknowledged does not return the element. */
function someReadMisses(history: History): boolean {
  const rows = Array.from({ length: history.length }, (_, row) => row).filter(
    (row) => history.outcome[row] === Outcome.Ok,
  );
  const additions = rows.filter((row) => history.kind[row] !== READ);
  return rows.some((row) => {
    if (history.kind[row] !== READ) return false;
    const found = new Set(history.observations[history.observed[row] ?? -1]);
    return additions.some(
      (addition) =>
        history.key[addition] === history.key[row] &&
        (history.completedAt[addition] ?? Infinity) < (history.invokedAt[row] ?? 0) &&
        !found.has(history.input[addition] ?? 0),
    );
  });
}

export const consensusClaims: readonly SurvivalClaim[] = (
  [
    ['Raft', raft],
    ['Multi-Paxos', paxos],
    ['ZAB', zab],
  ] as const
).map(([protocol, policy]) => ({
  protocol,
  broken: 'loses an acknowledged write',
  within: 'durable logs, a minority lost',
  isBrokenWithin: (seed) => losesWrites(cluster(policy, 'fsync', minorityLost(new Choices(seed))), seed),
  beyond: 'log: off, a majority restarted while the others are cut off',
  isBrokenBeyond: (seed) => losesWrites(cluster(policy, 'off', majorityRestarted(new Choices(seed))), seed),
}));
