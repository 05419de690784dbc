import { checkEventual } from './consistency/eventual';
import { capEvidence, type CapEvidence } from './cap/cap';
import { pacelcOf, type PacelcEvidence } from './cap/pacelc';
import { checkStore, type CheckOptions } from './consistency/check-store';
import type { CheckedHistory } from './consistency/checked-history';
import { historyFromRun } from './consistency/history-from-run';
import { lostWrites, type LostWrites } from './durability/lost-writes';
import { splitBrains, type SplitBrain } from './durability/split-brain';
import { staleReads, type Staleness } from './durability/stale-reads';
import { survivorsOf, type Survivors } from './durability/survivors';
import { membership, selectOperations, type Askers, type OperationSelection } from './availability/operation-selection';
import type { ConsistencyModel, ScenarioModel, SubjectModel, WindowModel } from '../language/model';
import type { Run } from '../simulation';
import type { Judgement } from './verdict';
import { judgementOf } from './wording/witness';

export type ConsistencyJudgements = Readonly<Record<ConsistencyModel, Judgement | null>>;

/** Whom nobody asked anything kept no promise. */
const NOTHING_TOLD: ConsistencyJudgements = {
  linearizable: null,
  sequential: null,
  causal: null,
  'read-your-writes': null,
  'monotonic-reads': null,
  'monotonic-writes': null,
  'writes-follow-reads': null,
  eventual: null,
};

/** What one run shows, worked out when first asked for and then kept. */
export class Evidence {
  private readonly kept = new Map<string, unknown>();
  private readonly stalenessOf = new Map<OperationSelection, Map<number, Staleness>>();

  constructor(
    readonly scenario: ScenarioModel,
    readonly run: Run,
    /** Budget of each search of each store. */
    private readonly maxStates: number,
    private readonly options: CheckOptions = {},
  ) {}

  select(subject?: SubjectModel, window?: WindowModel, askers: Askers = 'workloads'): OperationSelection {
    const name = `operations ${JSON.stringify([subject ?? null, window ?? null, askers])}`;
    return this.keep(name, () => selectOperations(this.scenario, this.run, subject, window, askers));
  }

  /** Also of what services did: what data is worth does not depend on who asked for it. */
  selectAll(subject?: SubjectModel, window?: WindowModel): OperationSelection {
    return this.select(subject, window, 'everybody');
  }

  history(store: number): CheckedHistory {
    return this.keep(`history ${store}`, () => historyFromRun(this.scenario, this.run, store));
  }

  consistency(store: number): ConsistencyJudgements {
    return this.keep(`consistency ${store}`, () => {
      const history = this.history(store);
      if (history.length === 0) return NOTHING_TOLD;
      const { scenario, run } = this;
      const results = checkStore(history, this.maxStates, this.options);
      const judged = (model: keyof typeof results): Judgement | null => {
        const result = results[model];
        return result === null ? null : judgementOf(run, history, result);
      };
      return {
        linearizable: judged('linearizable'),
        sequential: judged('sequential'),
        causal: judged('causal'),
        'read-your-writes': judged('read-your-writes'),
        'monotonic-reads': judged('monotonic-reads'),
        'monotonic-writes': judged('monotonic-writes'),
        'writes-follow-reads': judged('writes-follow-reads'),
        eventual: checkEventual(scenario, run, store, history),
      };
    });
  }

  cap(store: number): CapEvidence {
    return this.keep(`cap ${store}`, () =>
      capEvidence(this.scenario, this.run, store, this.consistency(store).linearizable ?? { decision: 'undecided' }),
    );
  }

  pacelc(store: number): PacelcEvidence | null {
    const linearizable = this.consistency(store).linearizable?.decision === 'pass';
    return this.keep(`pacelc ${store}`, () =>
      pacelcOf(this.scenario, this.run, store, this.cap(store), linearizable, this.maxStates),
    );
  }

  survivors(store: number): Survivors | null {
    return this.keep(`survivors ${store}`, () => survivorsOf(this.run, store));
  }

  /** Null where the run says nothing of the store's replicas. */
  lost(store: number): LostWrites | null {
    return this.keep(`lost ${store}`, () => {
      const survivors = this.survivors(store);
      return survivors === null ? null : lostWrites(this.history(store), survivors);
    });
  }

  /** Of the selected reads. */
  staleness(store: number, selection: OperationSelection = this.selectAll()): Staleness {
    const known = this.stalenessOf.get(selection) ?? new Map<number, Staleness>();
    this.stalenessOf.set(selection, known);
    let staleness = known.get(store);
    if (staleness === undefined) {
      const selected = membership(selection, this.run.history.length);
      const history = this.history(store);
      staleness = staleReads(history, (row) => selected[history.id[row] as number] === 1);
      known.set(store, staleness);
    }
    return staleness;
  }

  splitBrains(store: number): SplitBrain[] {
    return this.keep(`split ${store}`, () => splitBrains(this.run, store));
  }

  private keep<T>(name: string, compute: () => T): T {
    if (!this.kept.has(name)) this.kept.set(name, compute());
    return this.kept.get(name) as T;
  }
}
