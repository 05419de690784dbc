import assert from 'node:assert/strict';
import { ENTRY, open, unmark } from './check-program';

/** Checks that the marked names after the first all mean what the first declares. */
function means(marked: string, kind: string): void {
  const { text, ranges } = unmark(marked);
  const { symbols, problems } = open(text);
  assert.deepEqual(
    problems.filter((each) => each.severity === 'error').map((each) => each.message),
    [],
  );
  const [declaration, ...uses] = ranges;
  const symbol = symbols.symbolAt(ENTRY, declaration?.start ?? 0);
  assert.equal(symbol?.kind, kind);
  assert.deepEqual(symbol.nameRange, declaration);
  const found = symbols.referencesTo(symbol).map((reference) => reference.range);
  assert.deepEqual(
    found.sort((a, b) => a.start - b.start),
    uses,
  );
  for (const use of uses) assert.ok(symbols.symbolsAt(ENTRY, use.end).includes(symbol));
}

describe('names', () => {
  const rest = 'workload W { from web to s } ';

  it('of nodes', () => {
    means(
      `topology T { node «n1» node n2 client web group g = «n1» link «n1» -> n2 { } store s on «n1», n2 }
      faults F { at 1s crash «n1» } scenario S { faults: F set «n1».cores: 2 at 2s cut «n1» -> n2 }`,
      'node',
    );
  });

  it('of stores', () => {
    means(
      `topology T { node n client web store «s» on n service r on n { handle h { read «s» } } } workload W { from web to «s» }
      faults F { when leader of «s» changes crash leader of «s» } scenario S { workload: W faults: F set «s».policy: single expect «s» is CP expect no lost writes of «s» }`,
      'store',
    );
  });

  it('of policies', () => {
    means(
      `policy «P» = raft { } policy Q = «P» { } topology T { node n client web store s on n using «P» } ${rest}
      scenario S { workload: W set «P».heartbeat: 20ms } experiment E { scenario: S vary s.policy: [«P», Q] }`,
      'policy',
    );
  });

  it('of zones, workloads, schedules, faults, handlers', () => {
    means('topology T { zone «a» { node n } link zone «a» <-> n { } } scenario S { at 1s crash zone «a» }', 'zone');
    means(
      `topology T { node n client web store s on n } workload «W» { from web to s } scenario S { workload: «W» set «W».rate: 5/s at 1s surge «W» by 2x for 1s }`,
      'workload',
    );
    means(
      'topology T { node n } faults «F» { at 1s pause n for 1s as x } scenario S { faults: «F» set «F».x.at: 2s }',
      'faults',
    );
    means(
      'topology T { node n client web store s on n } workload W { from web to s } faults F { at 1s pause n for 1s as «x» } scenario S { workload: W faults: F set F.«x».at: 2s expect outage during «x» <= 1s }',
      'fault',
    );
    means(
      'topology T { node n client web service r on n { handle «h» { } } service q on n { handle g { call r.«h» } } balancer b on n to r } workload W { from web to b.«h» } scenario S { workload: W expect availability of b.«h» > 1% }',
      'handler',
    );
  });

  it('of scenarios, in experiments', () => {
    means('topology T { node n } scenario «S» { } experiment E { scenario: «S» }', 'scenario');
  });

  it('are found across files', () => {
    const text = 'import "p.ftm" topology T { node n store s on n using Shared }';
    const { symbols } = open(text, { 'p.ftm': '/// Of all teams.\npolicy Shared = raft { }' });
    const symbol = symbols.symbolAt(ENTRY, text.indexOf('Shared'));
    assert.deepEqual([symbol?.uri, symbol?.documentation], ['file:///models/p.ftm', 'Of all teams.']);
  });

  it('are listed by kind and container', () => {
    const { symbols } = open('topology T { nodes n[1..3] } topology U { node m }');
    const [t] = symbols.visibleSymbols('topology');
    assert.deepEqual(
      symbols.visibleSymbols(['node', 'client'], t).map((each) => each.name),
      ['n1', 'n2', 'n3'],
    );
  });
});
