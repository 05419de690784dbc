import { openProgram } from '../../server/src/language';
import { simulate } from '../../server/src/simulation';
import { relative } from './published-value';
import { reproduction } from './reproduction';

/** Response times of a service with so many workers and one queue, at load 0.8 and 1 ms of service, in milliseconds. */
function responses(
  workers: number,
  serviceTime: string,
  seconds: number,
): { readonly mean: number; readonly p99: number } {
  const model = `
    topology T {
      node n  client c
      link everywhere { latency: 0s }
      service queue on n { workers: ${workers}  queue: 1000000  service-time: ${serviceTime}  handle ask { } }
    }
    workload W { from c to queue.ask  rate: ${800 * workers}/s  timeout: 60s }
    scenario S { topology: T  workload: W  duration: ${seconds}s }`;
  const program = openProgram('queue.ftm', model, (path, from) => ({ kind: 'missing', uri: path, reason: from }));
  const scenario = program.compileScenario('S');
  if (scenario === undefined) throw new Error(program.problems.map(({ message }) => message).join('; '));
  const { history } = simulate(scenario, { seed: 1, trace: false, messageCostNs: 0 });
  const took = history.completedAt
    .map((at, row) => at - (history.invokedAt[row] ?? 0))
    .filter(Number.isFinite)
    .sort();
  return {
    mean: took.reduce((sum, each) => sum + each, 0) / took.length / 1e6,
    p99: (took[Math.floor(took.length * 0.99)] ?? NaN) / 1e6,
  };
}

reproduction(
  {
    title: 'queues',
    file: __filename,
    source:
      'M/M/1 and M/M/4 by the formulas of Erlang, M/D/1 by that of Pollaczek and Khinchine: L. Kleinrock, Queueing Systems, volume 1, 1975.',
    setUp:
      'A service with one or four workers and a queue without bound; Poisson arrivals at load 0.8; service of 1 ms on average; links and messages that cost nothing.',
  },
  (reproduces) => {
    reproduces(
      'M/M/1 at load 0.8',
      [
        { what: 'M/M/1 at load 0.8: mean response, ms', published: 5, tolerance: relative(0.03), decimals: 3 },
        { what: 'M/M/1 at load 0.8: p99, ms', published: 23.03, tolerance: relative(0.05), decimals: 2 },
      ],
      () => {
        const { mean, p99 } = responses(1, 'exponential(mean: 1ms)', 2000);
        return [mean, p99];
      },
    );
    reproduces(
      'M/M/4 at load 0.8',
      [{ what: 'M/M/4 at load 0.8: mean response, ms', published: 1.7455, tolerance: relative(0.02), decimals: 4 }],
      () => [responses(4, 'exponential(mean: 1ms)', 500).mean],
    );
    reproduces(
      'M/D/1 at load 0.8: mean 3 ms',
      [{ what: 'M/D/1 at load 0.8: mean response, ms', published: 3, tolerance: relative(0.02), decimals: 3 }],
      () => [responses(1, '1ms', 1500).mean],
    );
  },
);
