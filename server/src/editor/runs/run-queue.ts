import type { CancellationToken } from 'vscode-languageserver';
import type * as campaigns from '../../campaigns';
import type { RunPool, RunWorkerOptions, StoppedWork } from '../../campaigns';
import type { ExperimentModel, ScenarioModel } from '../../language/model';
import type { ExperimentResult } from '../../report/experiment-result';
import type { ScenarioResult } from '../../report/scenario-result';

export type Finished<T> = { readonly kind: 'done'; readonly result: T } | StoppedWork;

/** What runs models: loaded with the first run, for until then nobody waits for it. */
const loadCampaigns = (): Promise<Campaigns> => import('../../campaigns');

type Campaigns = typeof campaigns;
type Work<T> = (campaigns: Campaigns, pool: RunPool, signal: AbortSignal) => Promise<Finished<T>>;

/** Share of the work that is done, 0..1. */
export type OnShare = (share: number) => void;

/** Runs what is asked for, one request after the other, on worker threads; the server itself never simulates. */
export class RunQueue {
  private pool: RunPool | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly workers: RunWorkerOptions) {}

  async runScenario(
    model: ScenarioModel,
    token: CancellationToken,
    onShare: OnShare,
  ): Promise<Finished<ScenarioResult>> {
    return this.enqueue(token, async ({ runScenarios }, pool, signal) => {
      const ended = await runScenarios([model], pool, { signal, onProgress: onShare, explain: true });
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
    return this.enqueue(token, async ({ runExperiment }, pool, signal) =>
      runExperiment(model, pool, { signal, onProgress: onShare }),
    );
  }

  async dispose(): Promise<void> {
    await this.pool?.dispose();
    this.pool = undefined;
  }

  /** A request that is cancelled while it waits is answered at once, not when its turn comes. */
  private async enqueue<T>(token: CancellationToken, work: Work<T>): Promise<Finished<T>> {
    const abort = new AbortController();
    const cancelled = new Promise<Finished<T>>((resolve) => {
      token.onCancellationRequested(() => {
        abort.abort();
        resolve({ kind: 'cancelled' });
      });
    });
    const turn = this.last.then(() => (abort.signal.aborted ? CANCELLED : this.attempt(work, abort.signal)));
    this.last = turn;
    return Promise.race([turn, cancelled]);
  }

  /** Whatever goes wrong in a run is its result; the next one gets fresh threads. */
  private async attempt<T>(work: Work<T>, signal: AbortSignal): Promise<Finished<T>> {
    try {
      const loaded = await loadCampaigns();
      this.pool ??= new loaded.RunPool(this.workers);
      return await work(loaded, this.pool, signal);
    } catch (failure) {
      await this.dispose();
      const message = failure instanceof Error ? failure.message : String(failure);
      return { kind: 'failed', message, detail: failure instanceof Error ? (failure.stack ?? message) : message };
    }
  }
}

const CANCELLED: StoppedWork = { kind: 'cancelled' };
const NOTHING: StoppedWork = { kind: 'failed', message: 'The run gave no result.', detail: '' };
