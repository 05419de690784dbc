// @ts-check
'use strict';

const path = require('node:path');
const { runVisibly } = require('./run-command.js');

const ROOT = path.resolve(__dirname, '..');

/**
 * Builds for release and packs `ftm-VERSION.vsix`. There is no public repository, so links of the README stay relative; what
 * is packed is said by `.vscodeignore`, and nothing of node_modules is.
 */
async function main() {
  const vsce = path.join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  const steps = [
    [process.execPath, ['esbuild.js', '--minify']],
    [
      process.execPath,
      [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'],
    ],
  ];
  for (const [program, args] of /** @type {[string, string[]][]} */ (steps)) {
    const exitCode = await runVisibly(program, args, { cwd: ROOT });
    if (exitCode !== 0) process.exit(exitCode ?? 1);
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
