import { availableParallelism } from 'node:os';
import { RunWorkerClient, type RunWorkerOptions } from './run-worker-client';
import type { Explaining, RunOutcome, RunRequest, RunResult } from './run-wire';

/** Work that did not come to its end. `message` is for the user, `detail` (a stack) for a bug report. */
export type StoppedWork =
  { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly message: string; readonly detail: string };

/** `outcomes` stand in the order of the requests, however the threads took turns. */
export type PoolResult = { readonly kind: 'done'; readonly outcomes: readonly RunOutcome[] } | StoppedWork;

export interface PoolOptions {
  readonly signal?: AbortSignal;
  /** Share of all the work that is done, 0 to 1, and the number of runs that have ended. */
  readonly onProgress?: (share: number, ended: number) => void;
  /** Of all explanations together that are under way. */
  readonly onExplaining?: (news: Explaining) => void;
}

/** One core is left to the program that waits for the results and to whoever sits before it. */
export function defaultPoolSize(): number {
  return Math.max(1, availableParallelism() - 1);
}

/** Executes many runs on several threads. The first failure, or the signal, ends them all. */
export class RunPool {
  private readonly clients: readonly RunWorkerClient[];

  constructor(options: RunWorkerOptions, size: number = defaultPoolSize()) {
    this.clients = Array.from({ length: size }, () => new RunWorkerClient(options));
  }

  /** One call at a time. */
  async runAll(requests: readonly RunRequest[], options: PoolOptions = {}): Promise<PoolResult> {
    if (options.signal?.aborted) return { kind: 'cancelled' };
    const work = new Work(requests, options);
    const stop = (): void => work.stop({ kind: 'cancelled' });
    options.signal?.addEventListener('abort', stop, { once: true });
    await Promise.all(this.clients.slice(0, requests.length).map((client) => work.takeTurns(client)));
    options.signal?.removeEventListener('abort', stop);
    return work.result();
  }

  async dispose(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.dispose()));
  }
}

/** A list of runs on its way through the threads. */
class Work {
  private readonly outcomes: RunOutcome[] = [];
  private readonly cancels = new Set<() => void>();
  /** Share of each run that is under way. */
  private readonly shares = new Map<number, number>();
  /** Each explanation that has begun. */
  private readonly explanations = new Map<number, Explaining>();
  private next = 0;
  private ended = 0;
  private stopped: StoppedWork | undefined;

  constructor(
    private readonly requests: readonly RunRequest[],
    private readonly options: PoolOptions,
  ) {}

  /** Takes requests from the list until none is left. */
  async takeTurns(client: RunWorkerClient): Promise<void> {
    while (this.stopped === undefined) {
      const index = this.next++;
      const request = this.requests[index];
      if (request === undefined) return;
      await this.runOne(client, index, request);
    }
  }

  stop(reason: StoppedWork): void {
    this.stopped ??= reason;
    for (const cancel of this.cancels) cancel();
  }

  result(): PoolResult {
    return this.stopped ?? { kind: 'done', outcomes: this.outcomes };
  }

  private async runOne(client: RunWorkerClient, index: number, request: RunRequest): Promise<void> {
    let ending = await this.ending(client, index, request);
    // A verdict matters more than its explanation: what died with one is made once more without.
    if (ending.kind === 'failed' && request.explain === true && this.stopped === undefined)
      ending = await this.ending(client, index, { ...request, explain: false, unexplained: ending.message });
    if (ending.kind !== 'done') {
      this.stop(ending);
      return;
    }
    this.outcomes[index] = ending.outcome;
    this.ended += 1;
    this.report();
  }

  private async ending(client: RunWorkerClient, index: number, request: RunRequest): Promise<RunResult> {
    const { result, cancel } = client.start(
      request,
      (simulatedNs) => {
        this.shares.set(index, simulatedNs / request.scenario.durationNs);
        this.report();
      },
      (news) => {
        this.explanations.set(index, news);
        const all = [...this.explanations.values()];
        const sum = (count: (each: Explaining) => number): number =>
          all.reduce((total, each) => total + count(each), 0);
        this.options.onExplaining?.({ runs: sum(({ runs }) => runs), atMost: sum(({ atMost }) => atMost) });
      },
    );
    this.cancels.add(cancel);
    const ending = await result;
    this.cancels.delete(cancel);
    this.shares.delete(index);
    return ending;
  }

  private report(): void {
    const underWay = [...this.shares.values()].reduce((sum, share) => sum + Math.min(1, share), 0);
    this.options.onProgress?.((this.ended + underWay) / this.requests.length, this.ended);
  }
}
