import type { PbftPolicy } from '../../server/src/language/model';
import { at, places, type Fault } from './fault-notation';
import { clusterOf, judgedRun } from './judged-cluster';
import { constant, ms, origin } from './scenario-builder';
import { Choices, type SurvivalClaim } from './survival-claim';

const pbft: PbftPolicy = {
  family: 'pbft',
  name: 'pbft',
  origin,
  viewChangeTimeoutNs: ms(300),
  checkpointEvery: 50,
};

function isBroken(nodes: number, fault: Fault, seed: number): boolean {
  const scenario = clusterOf(pbft, {
    nodes,
    disk: constant(ms(0.2)),
    load: { kind: 'closed', sessions: 3, thinkNs: ms(10) },
    faults: [fault],
    seconds: 2,
  });
  const { linearizable } = judgedRun(scenario, seed);
  if (linearizable === 'undecided') throw new Error(`seed ${seed} is undecided`);
  return linearizable === 'fail';
}

function oneByzantine(choices: Choices): Fault {
  const behaviour = choices.oneOf(['equivocate', 'lie', 'silent', 'replay'] as const);
  return at(choices.between(0, 1), { kind: 'byzantine', targets: places(choices.oneOf([0, 1, 2, 3])), behaviour });
}

/** Three replicas count as f = 1 here, though 3f + 1 are four: a quorum of two may have only liars in common. */
const equivocatingPrimary: Fault = at(0, { kind: 'byzantine', targets: places(0), behaviour: 'equivocate' });

export const byzantineClaims: readonly SurvivalClaim[] = [
  {
    protocol: 'PBFT',
    broken: 'is not linearizable',
    within: 'one Byzantine replica of 3f+1 = 4, of any behaviour',
    isBrokenWithin: (seed) => isBroken(4, oneByzantine(new Choices(seed)), seed),
    beyond: 'an equivocating primary at n = 3f = 3',
    isBrokenBeyond: (seed) => isBroken(3, equivocatingPrimary, seed),
  },
];
