import { simulate } from '../../server/src/simulation';
import { constant, ms, origin, scenarioOf } from '../simulation/scenario-builder';
import { relative } from './published-value';
import { reproduction } from './reproduction';

const ARRIVALS_PER_S = 800;
const SERVICE_MS = 1;

/** Mean time from arrival to answer at one copy that handles one request at a time, each for 1 ms. */
function meanResponseMs(): number {
  const scenario = scenarioOf({
    policy: { family: 'single', name: 'single', origin },
    link: { latency: constant(ms(0)) },
    load: { kind: 'open', ratePerS: ARRIVALS_PER_S },
    timeout: ms(60_000),
    seconds: 2000,
  });
  const { history } = simulate(scenario, { seed: 1, trace: false, messageCostNs: SERVICE_MS * 1e6 });
  let sum = 0;
  let count = 0;
  for (let row = 0; row < history.length; row++) {
    const latency = (history.completedAt[row] ?? Infinity) - (history.invokedAt[row] ?? 0);
    if (!Number.isFinite(latency)) continue;
    sum += latency;
    count++;
  }
  return sum / count / 1e6;
}

reproduction(
  {
    title: 'a queue with constant service',
    file: __filename,
    source: 'M/D/1 by the formula of Pollaczek and Khinchine: service + load * service / (2 * (1 - load)).',
    setUp:
      'A node handles one message at a time, each for 1 ms; Poisson arrivals, 800 a second; links that cost nothing.',
  },
  (reproduces) => {
    reproduces(
      'M/D/1 at load 0.8: mean 3 ms',
      [{ what: 'M/D/1 at load 0.8: mean response, ms', published: 3, tolerance: relative(0.02), decimals: 3 }],
      () => [meanResponseMs()],
    );
  },
);
