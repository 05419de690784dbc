// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { buildBrowser } = require('./esbuild.browser.js');
const { buildWebview } = require('./esbuild.webview.js');

const ROOT = __dirname;
const OUT_FOLDER = path.join(ROOT, 'dist');

const USAGE = `usage: node esbuild.js [--watch] [--minify]

  --watch   build again whenever a source file changes
  --minify  build for release: smaller bundles, no source maps
`;

/**
 * What runs in Node. Each becomes one CommonJS file without dependencies; chevrotain, an ES module, is folded in.
 *
 * @type {readonly { entry: string, out: string, external?: string[] }[]}
 */
const NODE_BUNDLES = [
  { entry: 'client/src/extension.ts', out: 'extension', external: ['vscode'] },
  { entry: 'server/src/command-line/programs.ts', out: 'programs' },
];

/** Node 22 and later keeps what it has compiled, in its own folder for that: the second start is the faster one. */
const KEEP_COMPILED = "require('node:module').enableCompileCache?.();\n";

/** What starts each program of the bundle `programs`. A failure to start is an unhandled rejection, which ends the process. */
const STARTERS = new Map([
  ['server.js', `${KEEP_COMPILED}require('./programs.js').startLanguageServer();\n`],
  ['run-worker.js', `${KEEP_COMPILED}require('./programs.js').startRunWorker();\n`],
  ['ftm.js', `#!/usr/bin/env node\n${KEEP_COMPILED}require('./programs.js').startCommandLine();\n`],
]);

/** @param {{ watch: boolean, minify: boolean }} options */
async function main({ watch, minify }) {
  if (minify) fs.rmSync(OUT_FOLDER, { recursive: true, force: true });
  writeStarters();
  const settings = NODE_BUNDLES.map((bundle) => nodeBundle(bundle, minify));
  if (watch) {
    const contexts = await Promise.all(settings.map((setting) => esbuild.context(setting)));
    await Promise.all(contexts.map((context) => context.watch()));
  } else {
    // All of them, also when one fails: an error in the extension is no reason to be without the command line.
    const builds = await Promise.allSettled(settings.map((setting) => esbuild.build(setting)));
    const failed = builds.find((build) => build.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
  await buildBrowser({ minify, outdir: OUT_FOLDER });
  await buildWebview({ minify, watch, outdir: OUT_FOLDER });
}

function writeStarters() {
  fs.mkdirSync(OUT_FOLDER, { recursive: true });
  for (const [file, text] of STARTERS) fs.writeFileSync(path.join(OUT_FOLDER, file), text, { mode: 0o755 });
}

/**
 * @param {{ entry: string, out: string, external?: string[] }} bundle
 * @param {boolean} minify
 * @returns {import('esbuild').BuildOptions}
 */
function nodeBundle({ entry, out, external = [] }, minify) {
  return {
    absWorkingDir: ROOT,
    entryPoints: { [out]: entry },
    outdir: OUT_FOLDER,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    // The ES module form of a package is what can be shaken; the language server packages have no such form.
    mainFields: ['module', 'main'],
    external,
    minify,
    sourcemap: minify ? false : 'linked',
    logLevel: 'info',
    legalComments: 'none',
  };
}

const options = process.argv.slice(2);
const unknown = options.filter((option) => option !== '--watch' && option !== '--minify');
if (unknown.length > 0) {
  process.stderr.write(`unknown option: ${unknown.join(' ')}\n\n${USAGE}`);
  process.exit(2);
}
main({ watch: options.includes('--watch'), minify: options.includes('--minify') }).catch((error) => {
  // esbuild has printed its own diagnostics by then.
  if (!(error instanceof Error && 'errors' in error)) console.error(error);
  process.exit(1);
});
