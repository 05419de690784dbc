import { strict as assert } from 'node:assert';
import { projectRun } from '../../server/src/report';
import { runText } from '../simulation/protocols/run-text';

/** Events from an instant on whose text matches, with the line that each is put down to; the model's first line is 1. */
function linesOf(text: string, pattern: RegExp, fromNs: number): readonly [text: string, line: number | undefined][] {
  const found = projectRun(runText(text, 1), false).events.filter(
    ({ at, text: told }) => at >= fromNs && pattern.test(told),
  );
  assert.ok(found.length > 0, `something matches ${pattern}`);
  return found.map((event) => [event.text, event.source === null ? undefined : event.source.line + 1]);
}

function check(text: string, pattern: RegExp, line: number | undefined, fromNs = 3e9): void {
  const found = linesOf(text, pattern, fromNs);
  assert.deepEqual(
    found,
    found.map(([told]) => [told, line]),
  );
}

const store = (policy: string, load: string, early: string, late: string): string =>
  `topology T { nodes n[1..3] client web store s on n[1..3] using P } policy P = ${policy}
workload W { from web to s ${load} timeout: 500ms }
scenario S { workload: W duration: 16s warm-up: 1s
${early}
${late}
}`;

const services = (late: string): string =>
  `topology T { node a node b client web
service pay on a { workers: 8 service-time: 5ms restart: backoff(1s..10s) handle charge { } }
service api on b { handle go { call pay { timeout: 200ms } } } }
workload W { from web to api rate: 50/s timeout: 1s } scenario S { workload: W duration: 16s
at 3s surge W by 5x for 2s
${late}
}`;

const job = (early: string, late: string): string =>
  `topology T { nodes w[1..4] job agg on w[1..4] { input: 1000/s checkpoint: every 5s taking 1s restart: 2s } }
scenario S { duration: 120s
${early}
${late}
}`;

const RATE = 'rate: 50/s';
const SESSIONS = 'sessions: 4 think: 20ms';
const CRASH = 'at 10s crash n1, n2, n3 for 2s';
const FAILURES = /of web fails?/;

describe('the line that an event is put down to', () => {
  it('is not that of a surge which is long over', () => {
    for (const load of [RATE, SESSIONS])
      check(store('raft {}', load, 'at 3s surge W by 3x for 2s', CRASH), FAILURES, 5);
    check(services('at 10s crash a for 3s'), /(of web|of b) fails?/, 6);
    check(services('at 8s leak in pay crashing after 1s'), /dies|(of web|of b) fails?/, 6);
  });

  it('is not that of an order which has been carried out', () => {
    for (const load of [RATE, SESSIONS])
      check(store('raft {}', load, 'at 3s promote n3 in s', 'at 10s crash n1, n2 for 2s'), /of web fails?|suspects/, 5);
  });

  it('is not that of a fault which has been got over', () => {
    for (const load of [RATE, SESSIONS]) {
      check(
        store('raft {}', load, 'at 3s crash n1, n2, n3 for 500ms', 'at 10s crash n1, n2, n3 for 2s'),
        /attempt|until 1/,
        5,
      );
      check(store('isr-log {}', load, 'at 3s crash n1 for 500ms', 'at 10s pause n1, n2, n3 for 2s'), /until 1/, 5);
    }
  });

  it('is that of a fault which is over as long as it has not been got over', () => {
    const text = store('raft { election-timeout: 1s..1100ms }', RATE, 'at 3s crash n1, n2, n3 for 500ms', '');
    check(text, /of web fails?|leads s \(term [2-9]\)/, 4);
  });

  it('is none before the first fault', () => {
    check(store('raft {}', RATE, '', CRASH), /leads s \(term 1\)/, undefined, 0);
  });

  it('of what a job does is not that of an earlier crash of its coordinator', () => {
    const text = job('at 23s crash w1 for 2s', 'at 45s isolate w3 for 60s');
    check(text, /attempt 2/, 3);
    check(text, /given up|attempt 3/, 4);
  });
});
