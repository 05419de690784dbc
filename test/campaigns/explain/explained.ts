import { strict as assert } from 'node:assert';
import { judge, type Decision, type Explanation, type Verdict } from '../../../server/src/analysis';
import { explainRun, type ExplainOptions } from '../../../server/src/campaigns/explain/explain-run';
import { openProgram } from '../../../server/src/language';
import type { ScenarioModel } from '../../../server/src/language/model';
import { simulate, type FaultIntervention, type Run } from '../../../server/src/simulation';

export const ORIGIN_FILE = 'test.ftm';

/** Three nodes in two zones with asynchronous replication and a failover that fences nobody. */
export const PAIR = `
topology Pair {
  region eu {
    zone a { node n1  client web }
    zone b { node n2  node n3  client batch }
  }
  store accounts on n1, n2, n3 using Loose
}
policy Loose = primary-backup { acknowledge: async  failover: automatic  heartbeat: 200ms  timeout: 1s  fencing: off }
workload Transfers {
  from web, batch to accounts
  rate: 50/s
  operations: read 50%, write 50%
  keys: uniform(10)
  timeout: 500ms
}
`;

/** Five Raft servers. */
export const FIVE = `
topology Five {
  nodes n[1..5]
  client web
  store orders on n[1..5] using Agreed
}
policy Agreed = raft { }
workload Shopping { from web to orders  rate: 50/s  operations: read 50%, write 50%  keys: uniform(5)  timeout: 500ms  retries: 2 }
`;

/** A scenario of 20 s on one of these models, with the faults and expectations that `rest` adds. */
export const scenario = (rest: string, topology: string, workload: string): string => `
scenario S {
  topology: ${topology}  workload: ${workload}
  duration: 20s  warm-up: 1s  seed: 1
  ${rest}
}`;

export interface Explained {
  readonly scenario: ScenarioModel;
  readonly run: Run;
  readonly verdict: Verdict;
  readonly explanations: readonly Explanation[];
  /** Decision of an expectation in a run with something changed. */
  decide(expectation: number, intervention: FaultIntervention): Decision | undefined;
}

/** The scenario `S` of a text. */
export function compiled(text: string): ScenarioModel {
  const program = openProgram(ORIGIN_FILE, text, () => ({ kind: 'missing', uri: '', reason: 'there are no files' }));
  const errors = program.problems.filter(({ severity }) => severity === 'error');
  assert.deepEqual(
    errors.map(({ message }) => message),
    [],
  );
  const scenario = program.compileScenario('S');
  assert(scenario);
  return scenario;
}

/** Runs the scenario `S` of a text and explains what fails. */
export function explained(text: string, options: ExplainOptions = {}): Explained {
  const scenario = compiled(text);
  const run = simulate(scenario, { seed: scenario.seed, trace: true });
  const verdict = judge(scenario, run);
  return {
    scenario,
    run,
    verdict,
    explanations: explainRun(scenario, run, verdict, options),
    decide: (expectation, intervention) =>
      judge(scenario, simulate(scenario, { seed: scenario.seed, trace: false, intervention })).expectations[expectation]
        ?.decision,
  };
}

/** Decisions of the scenario `S` of a text. */
export function decisions(text: string): readonly Decision[] {
  const scenario = compiled(text);
  return judge(scenario, simulate(scenario, { seed: scenario.seed, trace: false })).expectations.map(
    ({ decision }) => decision,
  );
}
