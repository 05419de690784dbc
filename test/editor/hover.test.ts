import { strict as assert } from 'node:assert';
import { hover } from '../../server/src/editor/features/hover';
import { signatureHelp } from '../../server/src/editor/features/signature-help';
import { CLUSTER, model } from './models';

/** Checks that what is said at the cursor matches each pattern. */
function check(text: string, ...patterns: readonly RegExp[]): void {
  const models = model(text);
  const found = hover(models.snapshot(), models.cursor());
  const said =
    found !== undefined && typeof found.contents === 'object' && 'value' in found.contents ? found.contents.value : '';
  for (const pattern of patterns) assert.match(said, pattern);
}

function checkNothing(text: string): void {
  const models = model(text);
  assert.equal(hover(models.snapshot(), models.cursor()), undefined);
}

describe('hover', () => {
  it('shows the documentation comment of a name, where it is used too', () => {
    check('/// Ours is small.\npolicy P = raft {}\npolicy Q = P<||> {}', /Ours is small\./);
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
