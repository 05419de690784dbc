import { strict as assert } from 'node:assert';
import { prepareRename, rename } from '../../server/src/editor/features/rename';
import { Models, indexAt } from './models';

/** Checks that renaming the name at the cursor changes the files to `expected`. */
function check(
  files: Readonly<Record<string, string>>,
  newName: string,
  expected: Readonly<Record<string, string>>,
): void {
  const models = new Models(files);
  const answer = rename(models.snapshot(), models.cursor(), newName, models.others());
  if (answer.kind === 'refused') return assert.fail(answer.reason);
  for (const [name, text] of Object.entries(expected)) {
    const { source, uri } = models.snapshot(name);
    const edits = [...(answer.value.changes?.[uri] ?? [])].sort(
      (a, b) => indexAt(source, b.range.start) - indexAt(source, a.range.start),
    );
    const changed = edits.reduce(
      (before, { range, newText }) =>
        before.slice(0, indexAt(source, range.start)) + newText + before.slice(indexAt(source, range.end)),
      source.text,
    );
    assert.equal(changed, text);
  }
}

function checkRefused(text: string, newName: string, reason: RegExp): void {
  const models = new Models({ 'main.ftm': text });
  const answer = rename(models.snapshot(), models.cursor(), newName, []);
  assert.match(answer.kind === 'refused' ? answer.reason : 'renamed', reason);
}

describe('rename', () => {
  it('changes the declaration and every use', () => {
    check(
      { 'main.ftm': 'topology T { node n1 store s on n1 using P<||> }\npolicy P = raft {}\npolicy Q = P {}' },
      'Consensus',
      {
        'main.ftm':
          'topology T { node n1 store s on n1 using Consensus }\npolicy Consensus = raft {}\npolicy Q = Consensus {}',
      },
    );
  });

  it('changes files that import the declaration', () => {
    check(
      {
        'main.ftm': 'policy Sha<||>red = raft {}',
        'user.ftm': 'import "main.ftm"\npolicy Mine = Shared {}',
        'stranger.ftm': 'policy Shared = raft {}\npolicy Mine = Shared {}',
      },
      'Common',
      {
        'main.ftm': 'policy Common = raft {}',
        'user.ftm': 'import "main.ftm"\npolicy Mine = Common {}',
        'stranger.ftm': 'policy Shared = raft {}\npolicy Mine = Shared {}',
      },
    );
  });

  it('changes a declaration that is imported', () => {
    check({ 'main.ftm': 'import "base.ftm"\npolicy Mine = Ba<||>se {}', 'base.ftm': 'policy Base = raft {}' }, 'Root', {
      'main.ftm': 'import "base.ftm"\npolicy Mine = Root {}',
      'base.ftm': 'policy Root = raft {}',
    });
  });

  it('offers the old name', () => {
    const models = new Models({ 'main.ftm': 'policy P<||> = raft {}' });
    const answer = prepareRename(models.snapshot(), models.cursor());
    assert.equal(answer.kind === 'ok' && answer.value.placeholder, 'P');
  });

  it('refuses what is no name', () => {
    checkRefused('policy P<||> = raft {}', '1st', /'1st' is no name/);
    checkRefused('policy P<||> = raft {}', 'a b', /'a b' is no name/);
    checkRefused('policy P<||> = raft {}', 'a-', /'a-' is no name/);
  });

  it('refuses a name that is taken', () => {
    checkRefused('policy P<||> = raft {}\npolicy Q = raft {}', 'Q', /already a policy named 'Q'/);
    checkRefused('topology T { node n1<||> client web }', 'web', /already a client named 'web'/);
  });

  it('refuses one name of a range, and says what to do', () => {
    checkRefused('topology T { nodes n[1..3]<||> }', 'm', /write the names out/);
    checkRefused('topology T { nodes n[1..3] store s on n2<||> using P }\npolicy P = raft {}', 'm', /write .* out/);
  });

  it('refuses words of the language', () => {
    checkRefused('pol<||>icy P = raft {}', 'x', /Only names that the model declares/);
  });
});
