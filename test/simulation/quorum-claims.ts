import type { Distribution } from '../../server/src/language/model';
import { Outcome, simulate, type History } from '../../server/src/simulation';
import { judgedRun } from './judged-cluster';
import { quorumPolicy } from './quorum-policy';
import { constant, exponential, ms, s, scenarioOf } from './scenario-builder';
import { Choices, type SurvivalClaim } from './survival-claim';

/** A fifth of the messages is late, so a write under way is at one replica long before it is at the others. */
const OFTEN_LATE: Distribution = {
  kind: 'mixture',
  parts: [
    { weight: 0.8, of: constant(ms(1)) },
    { weight: 0.2, of: exponential(ms(100)) },
  ],
};

/** With clocks that agree every write is newer than those before it, so what is not linearizable is an inversion. */
function hasInversion(writeBack: boolean, seed: number): boolean {
  const scenario = scenarioOf({
    nodes: 3,
    clients: 4,
    policy: quorumPolicy({ coordinator: 'client', writeBack, readRepair: false }),
    link: { latency: OFTEN_LATE },
    load: { kind: 'closed', sessions: 4, thinkNs: ms(1) },
    operations: { read: 0.8, write: 0.2 },
    seconds: 5,
  });
  const { linearizable } = judgedRun(scenario, seed);
  if (linearizable === 'undecided') throw new Error(`seed ${seed} is undecided`);
  return linearizable === 'fail';
}

/** Two sessions, on n1 and n2, each writing and then reading one register through majorities; n2's clock may be slow. */
function losesUpdates(skewNs: number, seed: number): boolean {
  const scenario = scenarioOf({
    nodes: 3,
    from: [0, 1],
    places: { 1: { clock: { skewNs: s(-skewNs / 1e9), driftPpm: 0 } } },
    policy: quorumPolicy(),
    operations: ['write', 'read'],
    load: { kind: 'closed', sessions: 2, thinkNs: ms(20) },
    link: { latency: exponential(ms(1)) },
    seconds: 3,
  });
  return hasLostUpdate(simulate(scenario, { seed, trace: false }).history);
}

/** A session whose write was acknowledged reads what had been acknowledged before it began to write. */
function hasLostUpdate(history: History): boolean {
  const acknowledgedAt = new Map<number, number>([[0, -Infinity]]);
  for (let row = 0; row < history.length; row++) {
    if (history.kind[row] === 1 && history.outcome[row] === Outcome.Ok) {
      acknowledgedAt.set(history.input[row] ?? 0, history.completedAt[row] ?? Infinity);
    }
  }
  const writtenSince = new Map<number, number>();
  for (let row = 0; row < history.length; row++) {
    if (history.outcome[row] !== Outcome.Ok) continue;
    const session = history.session[row] ?? -1;
    if (history.kind[row] === 1) {
      writtenSince.set(session, history.invokedAt[row] ?? 0);
      continue;
    }
    const read = acknowledgedAt.get(history.output[row] ?? 0) ?? Infinity;
    if (read < (writtenSince.get(session) ?? -Infinity)) return true;
  }
  return false;
}

export const quorumClaims: readonly SurvivalClaim[] = [
  {
    protocol: 'Atomic quorum reads',
    broken: 'has a new-old inversion',
    within: 'reads write back',
    isBrokenWithin: (seed) => hasInversion(true, seed),
    beyond: 'no write-back',
    isBrokenBeyond: (seed) => hasInversion(false, seed),
  },
  {
    protocol: 'Overlapping quorums, last write wins',
    broken: 'loses an update',
    within: 'clocks agree',
    isBrokenWithin: (seed) => losesUpdates(0, seed),
    beyond: 'a clock slow by 10 ms to 10 s',
    isBrokenBeyond: (seed) => losesUpdates(10 ** new Choices(seed).between(7, 10), seed),
  },
];
