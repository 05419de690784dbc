import { strict as assert } from 'node:assert';
import * as path from 'node:path';
import { diskDocumentation } from '../../server/src/editor/disk-documentation';
import { hover } from '../../server/src/editor/features/hover';
import { signatureHelp } from '../../server/src/editor/features/signature-help';
import { noDocumentation } from '../../server/src/editor/documentation';
import type { Documentation } from '../../server/src/editor/documentation';
import { CLUSTER, model } from './models';

const SERVICES = `topology T {
  nodes n[1..4]  client c
  balancer front on n1 to pay { strategy: random  health-check: every 1s timeout 1s failures 2 }
  service pay on n2 {
    handle pay { call bank { timeout: 1s  retries: 2  backoff: exponential(50ms..1s, jitter: full)  breaker { open: 5s } } }
    health { readiness: every 5s timeout 1s failures 1 }
  }
  service bank on n3 { handle book {} }
  job stream on n4 { delivery: exactly-once }
}`;

/** Checks that what is said at the cursor matches each pattern. */
function check(text: string, ...patterns: readonly RegExp[]): void {
  const said = textAt(text, noDocumentation);
  for (const pattern of patterns) assert.match(said, pattern);
}

function textAt(text: string, documentation: Documentation): string {
  const models = model(text);
  const found = hover(models.snapshot(), models.cursor(), documentation);
  return found !== undefined && typeof found.contents === 'object' && 'value' in found.contents
    ? found.contents.value
    : '';
}

const DOCS = diskDocumentation(path.resolve(__dirname, '..', '..', 'docs'));

/** Checks which page and heading are linked to, and that they are there. */
function checkLink(text: string, page: string): void {
  const said = textAt(text, (name, heading) => {
    const address = DOCS(name, heading);
    assert.match(address ?? '', heading === undefined ? /\.md$/ : /\.md#L\d+$/, `${name} has no '${heading ?? ''}'`);
    return `docs/${name}${heading === undefined ? '' : `#${heading}`}`;
  });
  assert.equal(/\[[^\]]+\]\((.*)\)$/.exec(said)?.[1], page);
}

function checkNothing(text: string): void {
  const models = model(text);
  assert.equal(hover(models.snapshot(), models.cursor(), noDocumentation), undefined);
}

describe('hover', () => {
  it('shows the documentation comment of a name, where it is used too', () => {
    check('/// Ours is small.\npolicy P = raft {}\npolicy Q = P<||> {}', /Ours is small\./);
  });

  it('shows what a property takes the place of, and which scenarios set it', () => {
    const policies = 'policy Base = raft { heartbeat: 20ms }\npolicy Mid = Base {}\n';
    check(
      `${policies}policy Mine = Mid { heart<||>beat: 30ms }`,
      /`Mid`, which `Mine` derives from, has `20ms` \(from `Base`\)/,
    );
    check(`${policies}policy Mine = Mid { pre-<||>vote: off }`, /has `on` \(default\)/);
    const scenario = 'scenario S { set Consensus.heartbeat: 60ms  set data.shards: 2 }';
    check(CLUSTER.replace('heartbeat:', 'heart<||>beat:') + scenario, /Set to\n- `60ms` in `S`/);
    check(CLUSTER.replace('using Consensus', 'using Consensus { sha<||>rds: 1 }') + scenario, /- `2` in `S`/);
  });

  it('shows on the path of a change what is declared', () => {
    const set = (path: string): string => `${CLUSTER}scenario S { topology: Cluster set ${path} }`;
    check(set('Consensus.heart<||>beat: 60ms'), /\*\*heartbeat\*\*/, /As declared: `50ms`/);
    check(set('Consensus.pre-<||>vote: off'), /As declared: `on` \(default\)/);
    check(set('data.pol<||>icy: Consensus'), /As declared: `Consensus`/);
    check(set('data.storage.fs<||>ync: 2ms'), /\*\*fsync\*\*/);
    check(set('Traffic.ra<||>te: 1/s'), /As declared: `100\/s`/);
    check(`${CLUSTER}experiment E { vary Traffic.time<||>out: [1s, 2s] }`, /As declared: `1s` \(default\)/);
  });

  it('shows the values that hold for a policy, and who says so', () => {
    check(
      'policy Base = raft { heartbeat: 20ms }\npolicy Mine<||> = Base { pre-vote: off }',
      /\| `heartbeat` \| `20ms` \| from Base \|/,
      /\| `pre-vote` \| `off` \| {2}\|/,
      /\| `reads` \| `read-index` \| default \|/,
    );
  });

  it('explains a property with its default', () => {
    check('policy P = raft { heart<||>beat: 50ms }', /\*\*heartbeat\*\*/, /heartbeats/, /Default: `50ms`/);
    check(`${CLUSTER}workload W { ra<||>te: 5/s }`, /Open loop/);
    check('topology T { node n1 { clock { sk<||>ew: 1s } } }', /ahead/);
  });

  it('explains the words of a closed choice in the property', () => {
    check('policy P = raft { re<||>ads: lease }', /`lease`: The leader reads on its own/);
  });

  it('explains families, functions, metrics, guarantees and actions', () => {
    check('policy P = ra<||>ft {}', /\*\*raft\*\*/, /election-timeout/);
    check('topology T { link everywhere { latency: logno<||>rmal(median: 1ms, p99: 4ms) } }', /long tail/);
    check(`${CLUSTER}scenario S { expect avail<||>ability >= 9% }`, /answered in time/);
    check(`${CLUSTER}scenario S { expect data is linear<||>izable }`, /one moment/);
    check(`${CLUSTER}faults F { at 5s par<||>tition zone a | zone b for 2s }`, /cannot reach each other/);
  });

  it('says what a store tolerates', () => {
    check(
      CLUSTER.replace('store data', 'store da<||>ta'),
      /3 replicas/,
      /waits for 2 to read, 2 to write/,
      /goes on with up to 1 that fail/,
      /survives the loss of any zone/,
    );
    check(
      'topology T { zone a { nodes n[1..2] } zone b { node n3 } store s<||> on n[1..3] using quorum { } }',
      /does \*\*not\*\* survive the loss of any zone/,
    );
    check('topology T { nodes n[1..4] store s<||> on n[1..4] using pbft }', /waits for 3 .* up to 1 that fail or lie/s);
    check(
      'topology T { nodes n[1..3] store s<||> on n[1..3] using P } policy P = isr-log { min-isr: 2 }',
      /reads go on with up to 2/,
      /writes go on with up to 1/,
    );
  });

  it('says what a word of a closed choice and a statement mean, on themselves', () => {
    check('policy P = raft { reads: le<||>ase }', /\*\*lease\*\*/, /The leader reads on its own/);
    check(`${SERVICES}`.replace('strategy: random', 'strategy: ran<||>dom'), /\*\*random\*\*/);
    check(`${SERVICES}`.replace('balancer front', 'bal<||>ancer front'), /Spreads requests/);
    check(`${SERVICES}`.replace('handle pay', 'han<||>dle pay'), /one kind of request/);
    check(`${SERVICES}`.replace('call bank', 'ca<||>ll bank'), /Calls a handler/);
    check(`${CLUSTER}faults F { a<||>t 5s crash n1 }`, /Once, at a time/);
    check(`${CLUSTER}scenario S { exp<||>ect no lost writes }`, /judged after the run/);
  });

  it('explains what services, balancers and jobs are made of', () => {
    check(SERVICES.replace('timeout: 1s', 'time<||>out: 1s'), /one attempt may take/);
    check(SERVICES.replace('breaker {', 'brea<||>ker {'), /circuit breaker/);
    check(SERVICES.replace('open: 5s', 'op<||>en: 5s'), /Default: `5s`/);
    check(SERVICES.replace('health-check:', 'health-<||>check:'), /dead instances are found/);
    check(SERVICES.replace('exponential(', 'expo<||>nential('), /pause doubles/);
    check(SERVICES.replace('readiness:', 'readi<||>ness:'), /gets no requests/);
    check(SERVICES.replace('delivery:', 'deli<||>very:'), /`at-least-once`/);
  });

  it('shows a named fault as it is written, and what it does', () => {
    check(
      `${CLUSTER}faults F { at 5s crash n1 for 2s as first } scenario S { faults: F set F.fi<||>rst.at: 6s }`,
      /at 5s crash n1 for 2s as first/,
      /what was on disk stays/,
    );
  });

  it('links to the page that says more', () => {
    checkLink('policy P = ra<||>ft {}', 'docs/protocols/raft.md');
    checkLink('policy P = raft { heart<||>beat: 1s }', 'docs/language.md#raft');
    checkLink('policy P = raft {} policy Q = P { heart<||>beat: 1s }', 'docs/language.md#raft');
    checkLink('policy P<||> = quorum {}', 'docs/protocols/quorum.md');
    checkLink(CLUSTER.replace('store data', 'store da<||>ta'), 'docs/protocols/raft.md');
    checkLink(SERVICES.replace('timeout: 1s', 'time<||>out: 1s'), 'docs/language.md#service');
    checkLink(`${CLUSTER}scenario S { expect avail<||>ability >= 9% }`, 'docs/language.md#expect');
    checkLink(`${CLUSTER}scenario S { expect data is linear<||>izable }`, 'docs/consistency.md#The models');
    checkLink(`${CLUSTER}faults F { at 5s par<||>tition zone a | zone b for 2s }`, 'docs/language.md#faults');
    checkLink(
      'topology T { link everywhere { latency: logno<||>rmal(median: 1ms, p99: 4ms) } }',
      'docs/language.md#Durations that vary',
    );
  });

  it('says nothing about blanks and signs', () => {
    checkNothing('policy P = raft {<||> }');
    checkNothing('\n<||>\npolicy P = raft {}');
  });
});

describe('signature help', () => {
  function active(text: string): string | undefined {
    const models = model(text);
    const help = signatureHelp(models.snapshot(), models.cursor());
    const [signature] = help?.signatures ?? [];
    const parameter = signature?.parameters?.[help?.activeParameter ?? 0]?.label;
    return signature === undefined ? undefined : `${signature.label} ${String(parameter)}`;
  }

  it('shows the parameters of the function whose parentheses are open', () => {
    const link = 'topology T { link everywhere { latency: ';
    assert.equal(active(`${link}lognormal(<||>`), 'lognormal(median:, p99:) median:');
    assert.equal(active(`${link}lognormal(median: 1ms, <||>`), 'lognormal(median:, p99:) p99:');
    assert.equal(active(`${link}lognormal(p99: <||>`), 'lognormal(median:, p99:) p99:');
  });

  it('shows nothing outside', () => {
    assert.equal(active('topology T { link everywhere { latency: lognormal(median: 1ms, p99: 4ms) <||>'), undefined);
  });
});
