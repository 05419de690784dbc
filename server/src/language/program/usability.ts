import type { BoundPolicy, BoundScenario, PolicyChoice } from '../bind/bound';
import type { Overrides } from '../overrides/overrides';
import type { ExperimentPlan } from '../overrides/scenario-overrides';
import type { Problem } from '../problem';
import type { TextRange } from '../source-text';
import { DeclarationErrors } from './declaration-errors';
import type { SourceFile } from './source-file';

/** A declaration, for asking whether there is an error in it. */
interface Declared {
  readonly uri: string;
  readonly node: { readonly range: TextRange };
}

/**
 * Which scenarios can be run: those without an error in themselves or in what they use. Errors elsewhere, such as in a
 * declaration that is just being written, do not keep the others from running.
 */
export class Usability {
  private readonly errors: DeclarationErrors;

  constructor(files: readonly SourceFile[], problems: readonly Problem[]) {
    this.errors = new DeclarationErrors(files, problems);
  }

  canRun(scenario: BoundScenario, overrides: Overrides): boolean {
    return this.errors.isSound(scenario) && this.usedBy(scenario, overrides).every((each) => this.errors.isSound(each));
  }

  canRunExperiment(plan: ExperimentPlan): boolean {
    const choices = plan.factors.flatMap((factor) => factor.values.map((value) => value.override));
    return this.errors.isSound(plan.experiment) && this.canRun(plan.scenario, plan.base.and(choices));
  }

  private usedBy(scenario: BoundScenario, overrides: Overrides): readonly Declared[] {
    const { topology } = scenario;
    if (topology === undefined) return [];
    const policies = topology.of.stores.flatMap((store) => chainOf(overrides.policyOf(store)?.choice));
    const chosen = overrides.all.flatMap((each) => (each.kind === 'store-policy' ? chainOf(each.choice) : []));
    const shared = [...scenario.workloads, ...scenario.schedules].map((use): Declared => use.of);
    return [topology.of, ...shared, ...policies, ...chosen];
  }
}

function chainOf(choice: PolicyChoice | undefined): readonly BoundPolicy[] {
  const chain: BoundPolicy[] = [];
  let policy = choice?.kind === 'declared' ? choice.policy : undefined;
  for (; policy !== undefined; policy = policy.base) chain.push(policy);
  return chain;
}
