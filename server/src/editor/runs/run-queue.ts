import type { CancellationToken } from 'vscode-languageserver';
import type * as campaigns from '../../campaigns';
import type {
  ExplainedScenario,
  Explaining,
  RunPool,
  RunWorkerOptions,
  StoppedWork,
  ToldResult,
} from '../../campaigns';
import type { ExperimentModel, ScenarioModel } from '../../language/model';
import type { ExperimentResult } from '../../report/experiment-result';

export type Finished<T> = { readonly kind: 'done'; readonly result: T } | StoppedWork;

/** What runs models: loaded with the first run, for until then nobody waits for it. */
const loadCampaigns = (): Promise<Campaigns> => import('../../campaigns');

type Campaigns = typeof campaigns;
type Work<T> = (campaigns: Campaigns, pool: RunPool, signal: AbortSignal) => Promise<Finished<T>>;

/** Share of the work that is done, 0..1. */
export type OnShare = (share: number) => void;

/** What waits for one another, and the threads that it runs on. */
class Lane {
  pool: RunPool | undefined;
  last: Promise<unknown> = Promise.resolve();
}

/**
 * Runs what is asked for, one request after the other, on worker threads; the server itself never simulates. Explanations
 * wait for each other on a thread of their own: they take long, and no run waits for them.
 */
export class RunQueue {
  private readonly runs = new Lane();
  private readonly explanations = new Lane();

  constructor(private readonly workers: RunWorkerOptions) {}

  async runScenario(model: ScenarioModel, token: CancellationToken, onShare: OnShare): Promise<Finished<ToldResult>> {
    return this.enqueue(this.runs, token, async ({ runScenarios }, pool, signal) => {
      const ended = await runScenarios([model], pool, { signal, onProgress: onShare });
      if (ended.kind !== 'done') return ended;
      const [result] = ended.results;
      return result === undefined ? NOTHING : { kind: 'done', result };
    });
  }

  async compare(
    model: ExperimentModel,
    token: CancellationToken,
    onShare: OnShare,
  ): Promise<Finished<ExperimentResult>> {
    return this.enqueue(this.runs, token, async ({ runExperiment }, pool, signal) =>
      runExperiment(model, pool, { signal, onProgress: onShare }),
    );
  }

  async explain(
    result: ToldResult,
    token: CancellationToken,
    onExplaining: (news: Explaining) => void,
  ): Promise<Finished<ExplainedScenario>> {
    return this.enqueue(this.explanations, token, async ({ explainScenario }, pool, signal) =>
      explainScenario(result, pool, { signal, onExplaining }),
    );
  }

  async dispose(): Promise<void> {
    await Promise.all([this.endThreads(this.runs), this.endThreads(this.explanations)]);
  }

  private async endThreads(lane: Lane): Promise<void> {
    const { pool } = lane;
    lane.pool = undefined;
    await pool?.dispose();
  }

  /** A request that is cancelled while it waits is answered at once, not when its turn comes. */
  private async enqueue<T>(lane: Lane, token: CancellationToken, work: Work<T>): Promise<Finished<T>> {
    const abort = new AbortController();
    const cancelled = new Promise<Finished<T>>((resolve) => {
      token.onCancellationRequested(() => {
        abort.abort();
        resolve({ kind: 'cancelled' });
      });
    });
    const turn = lane.last.then(() => (abort.signal.aborted ? CANCELLED : this.attempt(lane, work, abort.signal)));
    lane.last = turn;
    return Promise.race([turn, cancelled]);
  }

  /** Whatever goes wrong in a run is its result; the next one gets fresh threads. */
  private async attempt<T>(lane: Lane, work: Work<T>, signal: AbortSignal): Promise<Finished<T>> {
    try {
      const loaded = await loadCampaigns();
      lane.pool ??= lane === this.runs ? new loaded.RunPool(this.workers) : new loaded.RunPool(this.workers, 1);
      return await work(loaded, lane.pool, signal);
    } catch (failure) {
      await this.endThreads(lane);
      const message = failure instanceof Error ? failure.message : String(failure);
      return { kind: 'failed', message, detail: failure instanceof Error ? (failure.stack ?? message) : message };
    }
  }
}

const CANCELLED: StoppedWork = { kind: 'cancelled' };
const NOTHING: StoppedWork = { kind: 'failed', message: 'The run gave no result.', detail: '' };
