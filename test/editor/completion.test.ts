import { strict as assert } from 'node:assert';
import { completion } from '../../server/src/editor/features/completion/completion';
import { CLUSTER, Models } from './models';

/** What is offered at the cursor, in order. */
function offered(text: string, snippets = false): readonly { label: string; inserted: string; detail: string }[] {
  const models = new Models({ 'main.ftm': text, 'other.ftm': 'policy Other = single {}' });
  const list = completion(models.snapshot(), models.cursor(), { snippets, models: () => [...models.marks.keys()] });
  return list.items.map(({ label, textEdit, detail }) => ({
    label,
    inserted: textEdit !== undefined && 'newText' in textEdit ? textEdit.newText : '',
    detail: detail ?? '',
  }));
}

/** Checks that at the cursor all of `present` are offered and none of `absent`. */
function check(text: string, present: readonly string[], absent: readonly string[] = []): void {
  const labels = offered(text).map(({ label }) => label);
  const missing = present.filter((label) => !labels.includes(label));
  assert.deepEqual(missing, [], `offered: ${labels.join(', ')}`);
  const unwanted = absent.filter((label) => labels.includes(label));
  assert.deepEqual(unwanted, [], `offered: ${labels.join(', ')}`);
}

/** Checks that exactly these are offered. */
function checkExactly(text: string, expected: readonly string[]): void {
  assert.deepEqual(
    offered(text).map(({ label }) => label),
    expected,
  );
}

describe('completion', () => {
  it('offers declarations at the top of a file', () => {
    checkExactly('<||>', ['topology', 'policy', 'workload', 'faults', 'scenario', 'experiment', 'import']);
    check(`${CLUSTER}\n<||>`, ['scenario']);
    check('scen<||>', ['scenario']);
  });

  it('offers families and policies behind the equals sign of a policy', () => {
    check(`${CLUSTER}policy P = <||>`, ['raft', 'quorum', 'Consensus'], ['scenario', 'n1']);
  });

  it('offers the properties of the family, without those that are written', () => {
    check(
      'policy P = raft { heartbeat: 50ms <||> }',
      ['election-timeout', 'reads', 'pre-vote'],
      ['heartbeat', 'read-repair'],
    );
    check('policy A = quorum {}\npolicy B = A { <||> }', ['read-repair', 'sloppy'], ['election-timeout']);
  });

  it('tells the default of a property', () => {
    const item = offered('policy P = raft { <||> }').find(({ label }) => label === 'heartbeat');
    assert.deepEqual(item, { label: 'heartbeat', inserted: 'heartbeat: ', detail: 'default: 50ms' });
  });

  it('offers the words of a closed choice, the default first', () => {
    const labels = offered('policy P = raft { reads: <||> }').map(({ label }) => label);
    assert.equal(labels[0], 'read-index');
    assert.deepEqual([...labels].sort(), ['follower-local', 'leader-local', 'lease', 'log', 'read-index']);
  });

  it('offers units of the dimension behind a number', () => {
    check('policy P = raft { heartbeat: 50<||> }', ['50ms', '50s', '50us'], ['50%', '50/s', '50KB']);
    check(`${CLUSTER}workload W { rate: 20<||> }`, ['20/s', '20/min'], ['20ms']);
    check('policy P = raft { election-timeout: 150ms..3<||> }', ['3ms', '3s']);
  });

  it('shows how a number is written that has no default', () => {
    check(`${CLUSTER}scenario S { expect latency p99 < <||> }`, ['100ms'], ['99%']);
    check('topology T { link between zones { latency: lognormal(median: 5ms, p99: <||>) } }', ['100ms']);
    check('topology T { node n1 store s on n1 using P { replicas: <||> } }', ['3']);
    check(`${CLUSTER}scenario S { expect availability >= <||> }`, ['99%'], ['100ms']);
  });

  it('offers distributions with their parameters', () => {
    check('topology T { link between zones { latency: <||> } }', ['lognormal', 'uniform', 'empirical']);
    checkExactly('topology T { link between zones { latency: lognormal(<||>) } }', ['median:', 'p99:']);
    checkExactly('topology T { link between zones { latency: lognormal(median: 1ms, <||>) } }', ['p99:']);
  });

  it('fills in the parameters of a function with tab stops, where the client can', () => {
    const text = 'topology T { link between zones { latency: <||> } }';
    const insertedFor = (snippets: boolean): string | undefined =>
      offered(text, snippets).find(({ label }) => label === 'lognormal')?.inserted;
    assert.equal(insertedFor(true), 'lognormal(median: ${1:5ms}, p99: ${2:5ms})');
    assert.equal(insertedFor(false), 'lognormal');
  });

  it('offers names of the right kind', () => {
    check(`${CLUSTER}topology T { node a1 store s on <||>`, ['a1'], ['web', 'data', 'Consensus']);
    check('topology T { node n1 store s on n1 using <||> }\npolicy P = raft {}', ['P'], ['n1', 's']);
    check(`${CLUSTER}workload W { from <||> }`, ['web'], ['n1', 'data']);
    check(`${CLUSTER}workload W { from web to <||> }`, ['data'], ['n1', 'web']);
    check(`${CLUSTER}scenario S { topology: <||> }`, ['Cluster'], ['Traffic', 'Consensus']);
    check(`${CLUSTER}scenario S { workload: <||> }`, ['Traffic'], ['Cluster']);
  });

  it('leads through a store statement', () => {
    check('topology T { node n1 store s <||>', ['on'], ['using']);
    check('topology T { node n1 store s on n1 <||>', ['using'], ['on']);
  });

  it('offers statements and domains in a topology, in broken text as well', () => {
    check('topology T { <||>', ['zone', 'node', 'store', 'link', 'service']);
    check('topology T { zone a { <||> } store s on using { ', ['node', 'client', 'rack']);
  });

  it('leads through a fault', () => {
    check('faults F { <||> }', ['at', 'every', 'when', 'randomly']);
    check('faults F { at 5s <||> }', ['crash', 'partition', 'surge'], ['at', 'every']);
    check(`${CLUSTER}faults F { at 5s crash <||> }`, ['n1', 'a', 'data', 'leader of', 'zone'], ['Traffic']);
    check(`${CLUSTER}faults F { at 5s crash leader of <||> }`, ['data'], ['n1']);
    check(`${CLUSTER}faults F { at 5s crash zone <||> }`, ['a', 'b', 'c'], ['n1', 'main']);
    check(`${CLUSTER}faults F { at 5s crash n1 <||> }`, ['for', 'with probability', 'as', 'at']);
    check(`${CLUSTER}faults F { at 5s drop 20% <||> }`, ['from', 'between', 'of', 'everywhere']);
    check(`${CLUSTER}faults F { at 5s surge <||> }`, ['Traffic'], ['n1']);
    check(`${CLUSTER}faults F { at 5s byzantine n1 <||> }`, ['equivocate', 'lie', 'silent', 'replay']);
    check('faults F { at 5s crash n1 for 1<||> }', ['1s', '1ms', '1min']);
  });

  it('leads through an expectation', () => {
    check(`${CLUSTER}scenario S { expect <||> }`, ['availability', 'no', 'data', 'stale reads']);
    check(`${CLUSTER}scenario S { expect no <||> }`, ['lost writes', 'split brain'], ['availability']);
    check(`${CLUSTER}scenario S { expect data is <||> }`, ['linearizable', 'CP'], ['availability']);
    check(`${CLUSTER}scenario S { expect latency <||> }`, ['p99', 'max'], ['>=']);
    check(`${CLUSTER}scenario S { expect availability <||> }`, ['of', 'during', '>=']);
    check(`${CLUSTER}scenario S { expect availability of <||> }`, ['reads', 'data', 'web']);
    check(`${CLUSTER}scenario S { expect stale <||> }`, ['reads']);
    check(`${CLUSTER}scenario S { expect availability >= 9<||> }`, ['9%'], ['9ms']);
  });

  it('leads through the paths of set and vary', () => {
    check(`${CLUSTER}scenario S { set <||> }`, ['data', 'Consensus', 'Traffic']);
    check(`${CLUSTER}scenario S { set data.<||> }`, ['policy', 'shards']);
    check(`${CLUSTER}scenario S { set data.policy: <||> }`, ['Consensus']);
    check(`${CLUSTER}scenario S { set Consensus.<||> }`, ['heartbeat'], ['policy']);
    check(`${CLUSTER}experiment E { vary data.policy: [Consensus, <||>] }`, ['Consensus']);
  });

  it('offers the operations of a handler and what they are on', () => {
    check('topology T { node n1 service api on n1 { handle get { <||> } } }', ['read', 'call']);
    check(
      'topology T { node n1 store s on n1 using P service api on n1 { handle get { read <||> } } }',
      ['s'],
      ['api'],
    );
  });

  it('offers the properties of a section', () => {
    check('topology T { node n1 { clock { <||> } } }', ['skew', 'drift'], ['cores']);
  });

  it('offers the other models of the folder in an import', () => {
    checkExactly('import <||>', ['"other.ftm"']);
  });

  it('offers nothing in a comment', () => {
    checkExactly('// scen<||>\n', []);
    checkExactly('/* <||> */', []);
  });

  it('leads through services, balancers and jobs, in broken text as well', () => {
    const around = (inside: string): string =>
      `topology T { nodes m[1..2] client c store s on m1 using P service svc on m1 { handle get { read s } } ${inside}
       balancer front on m2 to svc } topology Other { node o1 service far on o1 { handle x { } } } policy P = raft {}`;
    check(around('service x on m1 { <||>'), ['workers', 'queue', 'service-time', 'restart', 'health', 'handle']);
    check(around('service x on m1 { handle h { call svc { <||>'), ['timeout', 'retries', 'breaker', 'fallback']);
    check(around('service x on m1 { handle h { call <||>'), ['svc'], ['far', 'm1', 's']);
    check(around('service x on m1 { handle h { call svc.<||> } }'), ['get'], ['x']);
    check(around('service x on <||>'), ['m1', 'm2'], ['o1', 'c']);
    check(around('service x on m1 { health { liveness: every 10s <||>'), ['timeout', 'failures']);
    check(around('service x on m1 { restart: <||>'), ['backoff']);
    check(around('service x on m1 { autoscale { <||>'), ['min', 'max', 'target', 'delay']);
    check(around('balancer b on m1 to svc { strategy: <||> }'), ['round-robin', 'nearest']);
    check(around('job j on m1 { <||>'), ['input', 'checkpoint', 'restart', 'delivery']);
    check(around('job j on m1 { input: 10<||>'), ['10/s', '10/min'], ['10/m', '10/ns', '10ms']);
    check(around('link everywhere { latency: mixture(90% <||>'), ['pareto', 'constant'], ['5ms']);
  });

  it('offers handlers behind a balancer', () => {
    const model = (rest: string): string =>
      `topology T { node m client c service svc on m { handle get { } } balancer front on m to svc } ${rest}`;
    check(model('workload W { from c to front.<||> }'), ['get']);
    check(model('scenario S { expect availability of front.<||> }'), ['get']);
    check(model('scenario S { expect availability of <||> }'), ['front', 'svc'], ['get']);
  });
});
