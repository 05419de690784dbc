import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { ROOT } from './client-sources';

interface Packager {
  listFiles(options: { cwd: string; packageManager: number }): Promise<string[]>;
}

/** `PackageManager.None`: there are no dependencies to look through, all is bundled. */
const NO_PACKAGE_MANAGER = 2;

const { listFiles } = createRequire(__filename)('@vscode/vsce') as Packager;

describe('the packaged extension', function () {
  this.timeout(60_000);
  let files: readonly string[];

  before(async () => {
    files = await listFiles({ cwd: ROOT, packageManager: NO_PACKAGE_MANAGER });
  });

  it('holds what it runs and shows', () => {
    const needed = [
      ...['package.json', 'package.nls.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'language-configuration.json'],
      ...[
        'dist/extension.js',
        'dist/language-client.js',
        'dist/extension-browser.js',
        'dist/server-browser.js',
        'dist/server.js',
        'dist/server-main.mjs',
        'dist/run-worker.js',
        'dist/run-worker-main.mjs',
        'dist/webview.js',
        'dist/elk-worker.min.js',
        'dist/ftm.js',
        'dist/ftm-main.mjs',
      ],
      ...['syntaxes/ftm.tmLanguage.json', 'client/images/icon.png', 'snippets/ftm.json', 'l10n/bundle.l10n.json'],
    ];
    assert.deepEqual(
      needed.filter((file) => !files.includes(file)),
      [],
    );
  });

  it('is below two megabytes, packed', () => {
    // What was built for tests is built once more, as `npm run package` does.
    const release = mkdtempSync(path.join(tmpdir(), 'ftm-release-'));
    try {
      execFileSync(process.execPath, ['esbuild.js', '--minify', `--into=${release}`], { cwd: ROOT });
      const shipped = [
        ...files.filter((file) => !file.startsWith('dist/')).map((file) => path.join(ROOT, file)),
        ...readdirSync(release).map((file) => path.join(release, file)),
      ];
      const sizes = shipped.map((file) => deflateRawSync(readFileSync(file)).length);
      const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
      assert.ok(megabytes > 1 && megabytes < 2, `${megabytes.toFixed(2)} MB`);
    } finally {
      rmSync(release, { recursive: true });
    }
  });

  it('holds no sources, no tests, no source maps and nothing of node_modules', () => {
    const unwanted = files.filter((file) =>
      /\.(ts|map|tsbuildinfo)$|^(test|scripts|samples|node_modules|server|out|\.)/.test(file),
    );
    assert.deepEqual(unwanted, []);
  });
});
