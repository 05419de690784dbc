import { type FaultModel, type ScenarioModel } from '../../server/src/language/model';
import { simulate } from '../../server/src/simulation';
import { quorumPolicy } from './quorum-policy';
import { exponential, ms, s, scenarioOf } from './scenario-builder';

const every: readonly Pick<FaultModel, 'trigger' | 'action'>[] = [
  {
    trigger: { kind: 'every', periodNs: s(2), jitterNs: ms(500) },
    action: { kind: 'crash', targets: [{ kind: 'random', count: 1, store: 0 }], forNs: ms(700) },
  },
  {
    trigger: { kind: 'between', fromNs: s(1), toNs: s(9) },
    action: { kind: 'drop', links: { kind: 'everywhere' }, share: 0.1, forNs: s(2) },
  },
  {
    trigger: { kind: 'randomly', mtbfNs: 3e9, mttrNs: 4e8 },
    action: { kind: 'pause', targets: [{ kind: 'all', store: 0 }], forNs: s(1) },
  },
];

export const SCENARIOS: readonly ScenarioModel[] = [
  scenarioOf({
    nodes: 3,
    clients: 2,
    policy: quorumPolicy(),
    link: { latency: exponential(ms(2)) },
    keys: 10,
    faults: every,
  }),
  scenarioOf({
    nodes: 5,
    clients: 2,
    policy: quorumPolicy({ sloppy: true, antiEntropyNs: s(1), conflict: 'siblings' }),
    placement: [[0, 1, 2]],
    link: { latency: exponential(ms(2)), loss: 0.01, duplicate: 0.01, reorderNs: ms(1) },
    keys: 10,
    load: { kind: 'open', ratePerS: 200 },
    faults: every,
    retries: 2,
    timeout: ms(200),
    storage: { log: 'batch' },
    disk: exponential(ms(1)),
  }),
];

export function hashesOf(trace: boolean): string[] {
  return SCENARIOS.map((scenario) => simulate(scenario, { seed: 11, trace }).traceHash);
}
