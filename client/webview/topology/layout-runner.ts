import Elk, { type ELK, type ElkNode } from 'elkjs/lib/elk-api';
import type { Graph } from '../../../server/src/report/run-report';
import { elkWorkerText } from '../host/report-source';
import type { Arrangement } from './arrangement';
import { fromElk, toElk, type Measure, type TopologyLayout } from './elk-adapter';
import { gridLayout } from './grid-layout';

const DEADLINE_MS = 10_000;

export interface LayoutRunner {
  /**
   * Lays a graph out; never fails. `notice` says why the plain grid stands in, if it does. Null if another layout was
   * asked for meanwhile.
   */
  layOut(
    graph: Graph,
    measure: Measure,
    arrangement: Arrangement,
  ): Promise<{ layout: TopologyLayout; notice: string | null } | null>;
}

/** The only place that knows workers and ELK. The worker is kept until it fails or misses a deadline. */
export function createLayoutRunner(): LayoutRunner {
  let running: Promise<RunningElk> | null = null;
  let newest = 0;
  return {
    layOut: async (graph, measure, arrangement) => {
      const request = ++newest;
      try {
        running ??= startElk();
        const result = await withDeadline(layOutBy(running, toElk(graph, measure, arrangement)));
        return request === newest ? { layout: fromElk(result), notice: null } : null;
      } catch (error) {
        void running?.then(({ elk }) => {
          elk.terminateWorker();
        }, ignore);
        running = null;
        const notice = `Boxes stand in a plain grid. ${error instanceof Error ? error.message : 'The layout failed.'}`;
        return request === newest ? { layout: gridLayout(graph, measure, arrangement), notice } : null;
      }
    },
  };
}

interface RunningElk {
  readonly elk: ELK;
  /** Rejects when the worker breaks; ELK itself would wait for ever. */
  readonly failure: Promise<never>;
}

/** A webview may not start a worker from an address, but may from text it holds itself. */
async function startElk(): Promise<RunningElk> {
  const script = new Blob([await elkWorkerText()], { type: 'text/javascript' });
  const worker = new Worker(URL.createObjectURL(script));
  const failure = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => {
      reject(new Error('The layout worker broke.'));
    });
  });
  failure.catch(ignore);
  return { elk: new Elk({ workerFactory: () => worker }), failure };
}

async function layOutBy(running: Promise<RunningElk>, graph: ElkNode): Promise<ElkNode> {
  const { elk, failure } = await running;
  return Promise.race([elk.layout(graph), failure]);
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The layout took longer than ${String(DEADLINE_MS / 1000)} s.`));
    }, DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function ignore(): void {
  // Whoever asked for the layout has been told.
}
