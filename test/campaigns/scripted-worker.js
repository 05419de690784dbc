// @ts-check
'use strict';

/** Stands for the run worker: what it does is said by the name of the scenario that it is asked to run. */

const { parentPort } = require('node:worker_threads');

const port = parentPort;
if (port === null) throw new Error('not a worker');

port.postMessage({ kind: 'ready', version: 2 });
port.on('message', ({ request, cancelled }) => {
  const flag = new Int32Array(cancelled);
  const { seed, scenario } = request;
  const outcome = {
    facts: { seed, traceHash: `hash-${seed}`, events: 1, endedAtNs: 1, limit: null },
    measured: [],
    report: null,
  };
  switch (scenario.name) {
    case 'wait-by-seed':
      // Earlier seeds take longer, so that runs end in another order than they began in.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.max(0, 40 - seed * 10));
      port.postMessage({ kind: 'progress', simulatedNs: 5 });
      port.postMessage({ kind: 'done', outcome });
      return;
    case 'throw':
      port.postMessage({ kind: 'failed', message: 'an assertion does not hold', detail: 'at kernel.ts:1' });
      return;
    case 'crash':
      throw new Error('out of order');
    case 'crash-explaining':
      if (request.explain === true) throw new Error('out of memory');
      port.postMessage({
        kind: 'done',
        outcome: { ...outcome, facts: { ...outcome.facts, traceHash: request.unexplained } },
      });
      return;
    case 'exit':
      process.exit(3);
      return;
    case 'until-cancelled':
      while (Atomics.load(flag, 0) === 0);
      port.postMessage({ kind: 'cancelled' });
      return;
    case 'deaf':
      for (;;);
    case 'old':
      port.postMessage({ kind: 'ready', version: 0 });
      return;
    default:
      port.postMessage({ kind: 'done', outcome });
  }
});
