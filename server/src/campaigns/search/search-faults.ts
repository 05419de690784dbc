import { atMostAfterNone } from '../../analysis';
import type { ExpectationModel, ScenarioModel } from '../../language/model';
import type { PoolOptions, RunPool, StoppedWork } from '../run-pool';
import { FaultPopulation } from './fault-population';
import { faultModel, type SearchFault } from './search-fault';
import { shrinkFaults } from './shrink-faults';

export interface SearchOptions extends PoolOptions {
  /** Faults that are tried together at most. */
  readonly mostFaults: number;
  /** Sets of faults that are run at most, before one that breaks something is made smaller. */
  readonly tries: number;
}

export const DEFAULT_SEARCH = { mostFaults: 2, tries: 300 } as const;

/** Runs spent on making what was found smaller. */
const SHRINK_RUNS = 150;
/** Share of the tries that goes to single faults: what takes two of them is to be found as well. */
const MOST_OBVIOUS = 2 / 3;
/** Sets that are run before it is looked whether one of them broke something: the same on every machine. */
const BATCH = 24;

export type SearchOutcome =
  /** It fails without any added fault. */
  | { readonly kind: 'fails-already'; readonly expectations: readonly ExpectationModel[] }
  | {
      readonly kind: 'found';
      /** Added to those that the scenario has. */
      readonly faults: readonly SearchFault[];
      readonly expectation: ExpectationModel;
      /** Sets that were run, this one included, and runs in all. */
      readonly tried: number;
      readonly runs: number;
    }
  | {
      readonly kind: 'nothing';
      /** Obvious single faults that were tried, and sets that were drawn. */
      readonly obvious: number;
      readonly drawn: number;
      /** With 95 % confidence no more than this share of the sets that could be drawn breaks an expectation. */
      readonly atMost: number;
      /** Sets after which an expectation could not be decided. */
      readonly undecided: number;
    }
  | StoppedWork;

/** What runs the sets of faults. */
export type Runner = Pick<RunPool, 'runAll'>;

/** Adds faults to a scenario until one of its expectations fails, and makes the set that did it as small as it can. */
export async function searchFaults(
  scenario: ScenarioModel,
  pool: Runner,
  { mostFaults, tries, ...options }: SearchOptions,
): Promise<SearchOutcome> {
  const search = new Search(scenario, pool, options, tries);
  const calm = await search.run([[]]);
  if (!Array.isArray(calm)) return calm;
  const failing = scenario.expectations.filter((_, index) => calm[0]?.[index] === 'fail');
  if (failing.length > 0) return { kind: 'fails-already', expectations: failing };

  const population = new FaultPopulation(scenario);
  const obvious = population
    .obvious()
    .slice(0, Math.ceil(MOST_OBVIOUS * tries))
    .map((fault) => [fault]);
  const drawn = Array.from({ length: tries - obvious.length }, () => population.draw(mostFaults));
  const sets = population.actions.length === 0 || mostFaults === 0 ? [] : [...obvious, ...drawn];
  let undecided = 0;
  for (let start = 0; start < sets.length; start += BATCH) {
    const batch = sets.slice(start, start + BATCH);
    const decisions = await search.run(batch);
    if (!Array.isArray(decisions)) return decisions;
    const at = decisions.findIndex((row) => row.includes('fail'));
    undecided += decisions.filter((row) => row.includes('undecided')).length;
    if (at < 0) continue;
    const expectation = decisions[at]?.indexOf('fail') ?? -1;
    return search.shrink(batch[at] ?? [], expectation, start + at + 1);
  }
  return {
    kind: 'nothing',
    obvious: sets.length === 0 ? 0 : obvious.length,
    drawn: sets.length === 0 ? 0 : drawn.length,
    atMost: atMostAfterNone(sets.length === 0 ? 0 : drawn.length),
    undecided,
  };
}

type Decisions = readonly string[];

class Search {
  private runs = 0;

  constructor(
    private readonly scenario: ScenarioModel,
    private readonly pool: Runner,
    private readonly options: PoolOptions,
    private readonly tries: number,
  ) {}

  /** Decisions of each set of faults, in order; or why it was stopped. */
  async run(sets: readonly (readonly SearchFault[])[]): Promise<Decisions[] | StoppedWork> {
    const before = this.runs;
    const ending = await this.pool.runAll(
      sets.map((faults) => ({ scenario: withFaults(this.scenario, faults), seed: this.scenario.seed, report: false })),
      {
        ...(this.options.signal ? { signal: this.options.signal } : {}),
        onProgress: (share) => {
          const done = before + share * sets.length;
          this.options.onProgress?.(Math.min(1, done / (this.tries + 1)), Math.floor(done));
        },
      },
    );
    if (ending.kind !== 'done') return ending;
    this.runs += sets.length;
    return ending.outcomes.map(({ verdict }) => verdict.expectations.map(({ decision }) => decision));
  }

  async shrink(found: readonly SearchFault[], expectation: number, tried: number): Promise<SearchOutcome> {
    const most = this.runs + SHRINK_RUNS;
    let stopped: StoppedWork | undefined;
    const faults = await shrinkFaults(found, async (smaller) => {
      if (stopped !== undefined || this.runs >= most) return undefined;
      const decisions = await this.run([smaller]);
      if (Array.isArray(decisions)) return decisions[0]?.[expectation] === 'fail';
      stopped = decisions;
      return undefined;
    });
    if (stopped !== undefined) return stopped;
    const model = this.scenario.expectations[expectation];
    if (model === undefined) throw new Error('What failed is an expectation of the scenario.');
    return { kind: 'found', faults, expectation: model, tried, runs: this.runs };
  }
}

/** The scenario with some more faults, run once. */
function withFaults(scenario: ScenarioModel, faults: readonly SearchFault[]): ScenarioModel {
  return {
    ...scenario,
    runs: 1,
    faults: [...scenario.faults, ...faults.map((fault) => faultModel(fault, scenario.origin))],
  };
}
