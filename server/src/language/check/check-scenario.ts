import { declaredHere, findGlobal, reportUnknownName, type BindContext } from '../bind/bind-context';
import type { BoundScenario, BoundStore, BoundTopology } from '../bind/bound';
import { reportFailedLookup } from '../bind/find-thing';
import { compileExpectation } from '../compile/compile-expectation';
import { compileFault } from '../compile/compile-faults';
import { faultsOf, matchingFaults, type WrittenFault } from '../compile/compile-scenario';
import { compileWorkload } from '../compile/compile-workload';
import type { Origins } from '../compile/origins';
import type { LookupSink, ScenarioEnv } from '../compile/scenario-env';
import { MAX_DURATION_DAYS } from '../limits';
import type { ExpectationModel, FaultModel, WorkloadModel } from '../model';
import { Overrides } from '../overrides/overrides';
import type { TextRange } from '../source-text';
import type { PathNode } from '../syntax/syntax-tree';
import { blamingOverrides } from './blame-overrides';
import { checkStore, policyOfStore, type StorePolicy } from './check-store';
import { checkSteps } from './check-steps';
import { checkComponentDesign } from './design/check-component-design';
import { checkReplicaPlacement } from './design/check-replica-placement';
import { checkReplicaSettings } from './design/check-replica-settings';
import { checkStoreDesign } from './design/check-store-design';
import { checkStoreTiming } from './design/check-store-timing';
import type { SharedNames, SharedUse } from './shared-names';

/** What the checks of a scenario found out, for the design rules. What has mistakes in it is left out. */
export interface CheckedScenario {
  readonly scenario: BoundScenario;
  readonly env: ScenarioEnv;
  readonly stores: readonly StorePolicy[];
  readonly workloads: readonly WorkloadModel[];
  /** In the order of the scenario; undefined for those with mistakes. */
  readonly faults: readonly (FaultModel | undefined)[];
  readonly expectations: readonly ExpectationModel[];
}

/** Checks of scenarios and of what they use, by way of compiling it with everything reported. */
export class ScenarioCheck {
  private readonly asDeclared = new Map<BoundTopology, readonly StorePolicy[]>();
  constructor(
    private readonly context: BindContext,
    private readonly names: SharedNames,
    private readonly origins: Origins,
  ) {}

  check(scenario: BoundScenario, overrides: Overrides): CheckedScenario | undefined {
    this.checkTimes(scenario);
    if (scenario.topology === undefined) return undefined;
    const topology = scenario.topology.of;
    const env = this.envFor(topology, overrides, scenario, this.ownSink(topology), undefined);
    const workloads = scenario.workloads.flatMap((use) => {
      const shared = { name: use.of.name, uri: scenario.uri, range: use.range };
      return compileWorkload(use.of, this.shared(env, topology, shared)) ?? [];
    });
    const written = faultsOf(scenario);
    const faults = written.map((fault) => compileFault(fault.node, fault.uri, this.envOfFault(fault, env, scenario)));
    const expectations = scenario.expectations.flatMap(
      (node) =>
        compileExpectation(node, scenario.uri, env, (path, uri) => this.findFault(path, uri, scenario, written)) ?? [],
    );
    return { scenario, env, stores: this.storesOf(env, scenario), workloads, faults, expectations };
  }

  /** Checks the stores of a topology as it is declared. */
  checkTopology(topology: BoundTopology): void {
    const env = this.envFor(topology, Overrides.none, undefined, this.ownSink(topology), undefined);
    checkSteps(env);
    const stores = this.checkStores(topology.stores, env);
    checkDesign(stores, env);
    this.asDeclared.set(topology, stores);
  }

  /** Checks stores with what a scenario or a factor changes. */
  checkStores(stores: readonly BoundStore[], env: ScenarioEnv): readonly StorePolicy[] {
    // Where nodes may be missing, every quorum seems too large.
    if (env.topology.names.isIncomplete) return [];
    return stores.flatMap((store) => {
      const bound = policyOfStore(store, env);
      if (bound === undefined) return [];
      checkStore(bound, env);
      return [bound];
    });
  }

  /** What is needed to look at a topology by itself, or at what nobody uses. */
  envFor(
    topology: BoundTopology,
    overrides: Overrides,
    scenario: BoundScenario | undefined,
    sink: LookupSink,
    use: SharedUse | undefined,
  ): ScenarioEnv {
    const workloadNames = scenario?.workloads.map((each) => each.of.name) ?? [];
    return {
      topology,
      overrides,
      workloadNames,
      origins: this.origins,
      sink,
      contextOf: (uri) => this.context.problems.contextOf(uri),
      findWorkload: (name, uri) => {
        const symbol = findGlobal('workload', name, uri, this.context);
        if (symbol === undefined || scenario === undefined) return undefined;
        const index = scenario.workloads.findIndex((each) => each.of.symbol === symbol);
        if (index >= 0) return index;
        const place = use ?? { uri, range: name.range };
        const message = `'${name.text}' is no workload of scenario '${scenario.name}', so there is nothing to surge`;
        this.context.problems.add('FTM204', place.uri, place.range, message, {
          related: [{ uri, range: name.range, message: `'${name.text}' is named here` }],
        });
        return undefined;
      },
    };
  }

  /** A sink for names that stand in the scenario itself. */
  ownSink(topology: BoundTopology): LookupSink {
    const { found } = this.names.sinkFor(topology, undefined);
    return {
      found,
      failed: (what, name, uri, result) => {
        reportFailedLookup(what, name, topology, uri, result, this.context);
      },
    };
  }

  /** What is known of the stores as declared holds for scenarios that change nothing. */
  private storesOf(env: ScenarioEnv, { name }: BoundScenario): readonly StorePolicy[] {
    const declared = env.overrides === Overrides.none ? this.asDeclared.get(env.topology) : undefined;
    if (declared !== undefined) return declared;
    const blaming = blamingOverrides(env, this.context.problems, name);
    const stores = this.checkStores(env.topology.stores, blaming);
    checkDesign(stores, blaming);
    return stores;
  }

  private shared(env: ScenarioEnv, topology: BoundTopology, use: SharedUse): ScenarioEnv {
    return { ...env, sink: this.names.sinkFor(topology, use) };
  }

  private envOfFault(fault: WrittenFault, env: ScenarioEnv, scenario: BoundScenario): ScenarioEnv {
    const { schedule } = fault;
    if (schedule === undefined) return env;
    const range = scenario.schedules.find((each) => each.of === schedule)?.range ?? scenario.symbol.nameRange;
    const use = { name: schedule.name, uri: scenario.uri, range };
    return this.envFor(env.topology, env.overrides, scenario, this.names.sinkFor(env.topology, use), use);
  }

  private findFault(
    path: PathNode,
    uri: string,
    scenario: BoundScenario,
    written: readonly WrittenFault[],
  ): number | undefined {
    const found = matchingFaults(path, scenario, written);
    const [first, second] = found;
    const last = path.segments.at(-1);
    if (first === undefined || last === undefined) {
      // A fault may have lost its name to a syntax error.
      const holders = [scenario, ...scenario.schedules.map((use) => use.of)];
      const areAllKnown = scenario.schedules.length === scenario.settings.names('faults').length;
      if (!areAllKnown || !holders.every((each) => this.context.syntax.isSound(each))) return undefined;
      const names = written.flatMap((fault) => fault.node.alias?.text ?? []);
      const name = { text: path.segments.map((each) => each.text).join('.'), range: path.range };
      if (names.length === 0) {
        const message = `no fault of this scenario is called '${name.text}'; name one with 'as ${last?.text ?? 'NAME'}' at its end`;
        this.context.problems.add('FTM200', uri, path.range, message);
      } else reportUnknownName('a fault called', name, names, uri, this.context);
      return undefined;
    }
    const symbols = found.flatMap((index) => {
      const fault = written[index];
      const named = fault?.schedule?.named ?? scenario.named;
      const bound = named.get(last.text);
      return bound === undefined ? [] : [bound.symbol];
    });
    if (second !== undefined && new Set(symbols).size > 1) {
      const ways = symbols.map((symbol) => `'${symbol.container?.name ?? ''}.${last.text}'`).join(' or ');
      this.context.problems.add('FTM203', uri, path.range, `several faults are called '${last.text}'; write ${ways}`, {
        related: symbols.map(declaredHere),
      });
      return undefined;
    }
    const [symbol] = symbols;
    if (symbol !== undefined) {
      this.context.symbols.refer({ symbol, uri, range: last.range });
      const [owner] = path.segments;
      if (owner !== undefined && owner !== last && symbol.container !== undefined) {
        this.context.symbols.refer({ symbol: symbol.container, uri, range: owner.range });
      }
    }
    return first;
  }

  private checkTimes(scenario: BoundScenario): void {
    const { settings, uri } = scenario;
    const durationNs = settings.longNs('duration') ?? 0;
    const place = (name: string): TextRange => settings.written(name)?.range ?? scenario.symbol.nameRange;
    if (durationNs > MAX_DURATION_DAYS * 86_400e9) {
      const message = `a run lasts at most ${String(MAX_DURATION_DAYS)}d; shorten the duration`;
      this.context.problems.add('FTM360', uri, place('duration'), message);
      return;
    }
    if (settings.has('warm-up') && (settings.longNs('warm-up') ?? 0) >= durationNs) {
      const message = 'the warm-up lasts as long as the run, so nothing would be counted; shorten it';
      this.context.problems.add('FTM361', uri, place('warm-up'), message);
    }
  }
}

/** Design rules of what a topology declares, with what holds for it. */
function checkDesign(stores: readonly StorePolicy[], env: ScenarioEnv): void {
  for (const store of stores) {
    checkStoreDesign(store, env);
    checkReplicaSettings(store, stores, env);
    checkReplicaPlacement(store, env);
    checkStoreTiming(store, env);
  }
  if (!env.topology.names.isIncomplete) checkComponentDesign(env);
}
