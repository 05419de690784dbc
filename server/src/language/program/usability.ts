import type { BoundPolicy, BoundScenario, PolicyChoice } from '../bind/bound';
import type { Overrides } from '../overrides/overrides';
import type { ExperimentPlan } from '../overrides/scenario-overrides';
import type { Problem } from '../problem';
import type { TextRange } from '../source-text';
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
  private readonly errors = new Map<string, readonly number[]>();
  private readonly starts = new Map<string, readonly number[]>();

  constructor(files: readonly SourceFile[], problems: readonly Problem[]) {
    for (const file of files) {
      const places = problems.filter((each) => each.uri === file.uri && each.severity === 'error');
      this.errors.set(
        file.uri,
        places.map((each) => each.range.start).sort((left, right) => left - right),
      );
      this.starts.set(
        file.uri,
        file.tree.declarations.map((declaration) => declaration.range.start),
      );
    }
  }

  canRun(scenario: BoundScenario, overrides: Overrides): boolean {
    return this.isSound(scenario) && this.usedBy(scenario, overrides).every((each) => this.isSound(each));
  }

  canRunExperiment(plan: ExperimentPlan): boolean {
    const choices = plan.factors.flatMap((factor) => factor.values.map((value) => value.override));
    return this.isSound(plan.experiment) && this.canRun(plan.scenario, plan.base.and(choices));
  }

  private usedBy(scenario: BoundScenario, overrides: Overrides): readonly Declared[] {
    const { topology } = scenario;
    if (topology === undefined) return [];
    const policies = topology.of.stores.flatMap((store) => chainOf(overrides.policyOf(store)?.choice));
    const chosen = overrides.all.flatMap((each) => (each.kind === 'store-policy' ? chainOf(each.choice) : []));
    const shared = [...scenario.workloads, ...scenario.schedules].map((use): Declared => use.of);
    return [topology.of, ...shared, ...policies, ...chosen];
  }

  /** Whether no error begins between the start of a declaration and that of the next: a brace may be missing at its end. */
  private isSound(declared: Declared): boolean {
    const { start } = declared.node.range;
    const starts = this.starts.get(declared.uri) ?? [];
    const end = starts[firstAbove(starts, start)] ?? Infinity;
    const errors = this.errors.get(declared.uri) ?? [];
    const next = errors[firstAbove(errors, start - 1)];
    return next === undefined || next >= end;
  }
}

function chainOf(choice: PolicyChoice | undefined): readonly BoundPolicy[] {
  const chain: BoundPolicy[] = [];
  let policy = choice?.kind === 'declared' ? choice.policy : undefined;
  for (; policy !== undefined; policy = policy.base) chain.push(policy);
  return chain;
}

/** Index of the first number above a bound, in ascending numbers. */
function firstAbove(numbers: readonly number[], bound: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
