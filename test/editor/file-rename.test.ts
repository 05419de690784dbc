import { strict as assert } from 'node:assert';
import { pathEdits } from '../../server/src/editor/features/file-rename';
import { Models } from './models';

/** Checks which paths stand in which files after files have moved. */
function check(
  files: Readonly<Record<string, string>>,
  move: readonly [from: string, to: string],
  expected: Readonly<Record<string, readonly string[]>>,
): void {
  const models = new Models(files);
  const snapshots = Object.keys(files).map((name) => models.snapshot(name));
  const address = (name: string): string => `file:///models/${name}`;
  const { changes } = pathEdits(snapshots, [{ oldUri: address(move[0]), newUri: address(move[1]) }]);
  const found = Object.entries(changes ?? {}).map(([uri, edits]) => [uri, edits.map(({ newText }) => newText)]);
  const wanted = Object.entries(expected).map(([name, paths]) => [address(name), paths]);
  assert.deepEqual(found, wanted);
}

describe('moving files', () => {
  const files = {
    'main.ftm': 'import "base.ftm"\nimport "lib/other.ftm"',
    'base.ftm': 'policy Base = raft {}',
    'lib/other.ftm': 'import "../base.ftm"',
  };

  it('changes the imports of who names the file', () => {
    check(files, ['base.ftm', 'shared/base.ftm'], {
      'main.ftm': ['shared/base.ftm'],
      'lib/other.ftm': ['../shared/base.ftm'],
    });
  });

  it('changes the imports of the file that moves', () => {
    check(files, ['lib/other.ftm', 'other.ftm'], { 'main.ftm': ['other.ftm'], 'lib/other.ftm': ['base.ftm'] });
  });

  it('moves everything in a folder', () => {
    check(files, ['lib', 'parts'], { 'main.ftm': ['parts/other.ftm'] });
  });

  it('leaves everything else alone', () => {
    check(files, ['stranger.ftm', 'elsewhere.ftm'], {});
  });
});
