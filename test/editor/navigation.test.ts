import { strict as assert } from 'node:assert';
import { definition } from '../../server/src/editor/features/definition';
import { documentHighlights } from '../../server/src/editor/features/highlights';
import { references } from '../../server/src/editor/features/references';
import { workspaceSymbols } from '../../server/src/editor/features/workspace-symbols';
import { CLUSTER, model, Models, placeText } from './models';

/** Checks that the name at the cursor leads to the marked places. */
function checkDefinition(files: Readonly<Record<string, string>>): void {
  const models = new Models(files);
  const targets = definition(models.snapshot(), models.cursor());
  assert.deepEqual(
    targets.map(({ targetUri, targetSelectionRange }) => placeText(targetUri, targetSelectionRange)),
    models.ranges(),
  );
}

/** Checks that exactly the marked places mean what the name at the cursor means. */
function checkReferences(files: Readonly<Record<string, string>>): void {
  const models = new Models(files);
  const found = references(models.snapshot(), models.cursor(), true, models.others());
  assert.deepEqual(found.map(({ uri, range }) => placeText(uri, range)).sort(), [...models.ranges()].sort());
}

describe('definition', () => {
  it('leads from a use to the declaration', () => {
    checkDefinition({ 'main.ftm': 'topology T { node n1 store s on n1 using P<||> }\npolicy <[P]> = raft {}' });
    checkDefinition({ 'main.ftm': 'topology T { node <[n1]> store s on n<||>1 using P }\npolicy P = raft {}' });
  });

  it('leads across imports', () => {
    checkDefinition({
      'main.ftm': 'import "policies.ftm"\npolicy Mine = Sha<||>red { heartbeat: 20ms }',
      'policies.ftm': 'policy <[Shared]> = raft {}',
    });
  });

  it('leads from a name in a range to the range', () => {
    checkDefinition({ 'main.ftm': 'topology T { nodes <[n[1..3]]> store s on n2<||> using P }\npolicy P = raft {}' });
  });

  it('leads from an imported path to the top of the file', () => {
    checkDefinition({ 'main.ftm': 'import "poli<||>cies.ftm"', 'policies.ftm': '<[]>policy Shared = raft {}' });
  });

  it('leads nowhere from a word of the language', () => {
    checkDefinition({ 'main.ftm': 'pol<||>icy P = raft {}' });
  });
});

describe('references', () => {
  it('finds the declaration and every use, in inline faults and expectations too', () => {
    checkReferences({
      'main.ftm': `topology T { node n1 client web store <[da<||>ta]> on n1 using P }
policy P = raft {}
workload W { from web to <[data]> }
scenario S {
  topology: T
  workload: W
  at 5s crash leader of <[data]> for 2s
  expect <[data]> is linearizable
  set <[data]>.policy: P
}`,
    });
  });

  it('finds uses in files that import the declaration, though nobody has them open', () => {
    checkReferences({
      'main.ftm': 'policy <[Shar<||>ed]> = raft {}\npolicy Own = <[Shared]> {}',
      'user.ftm': 'import "main.ftm"\npolicy Mine = <[Shared]> { heartbeat: 20ms }',
      'stranger.ftm': 'policy Shared = quorum {}\npolicy Mine = Shared {}',
    });
  });
});

describe('document highlights', () => {
  it('are the places of this file only', () => {
    const models = model('policy <[Ba<||>se]> = raft {}\npolicy A = <[Base]> {}\npolicy B = <[Base]> {}');
    const found = documentHighlights(models.snapshot(), models.cursor());
    assert.deepEqual(
      found.map(({ range }) => placeText('main.ftm', range)),
      models.ranges(),
    );
  });
});

describe('workspace symbols', () => {
  it('have the letters of the query in order', () => {
    const models = model(CLUSTER);
    const names = workspaceSymbols([models.snapshot()], 'ct').map(({ name }) => name);
    assert.deepEqual(names, ['Cluster']);
    assert.deepEqual(
      workspaceSymbols([models.snapshot()], 'traf').map(({ name }) => name),
      ['Traffic'],
    );
  });
});
