// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { buildBrowser } = require('./esbuild.browser.js');
const { buildWebview } = require('./esbuild.webview.js');

const ROOT = __dirname;
const INTO = '--into=';
const into = process.argv.find((option) => option.startsWith(INTO));
const OUT_FOLDER = into === undefined ? path.join(ROOT, 'dist') : path.resolve(into.slice(INTO.length));

const USAGE = `usage: node esbuild.js [--watch] [--minify] [--into=FOLDER]

  --watch   build again whenever a source file changes
  --minify  build for release: smaller bundles, no source maps
  --into    build there, not into dist
`;

/**
 * The programs that run in Node. They share most of their code, which lies in modules of its own beside them; each loads what
 * it needs, the language server no simulation before the first run.
 */
const PROGRAMS = {
  'server-main': 'server/src/editor/main-node.ts',
  'run-worker-main': 'server/src/campaigns/worker-main.ts',
  'ftm-main': 'server/src/command-line/main.ts',
};

/** Node 22 and later keeps what it has compiled, in its own folder for that: the second start is the faster one. */
const KEEP_COMPILED = "require('node:module').enableCompileCache?.();\n";

/** What starts each program, so that compiling it is already kept. A failure to start is an unhandled rejection, which ends the process. */
const STARTERS = new Map([
  ['server.js', `${KEEP_COMPILED}import('./server-main.mjs');\n`],
  ['run-worker.js', `${KEEP_COMPILED}import('./run-worker-main.mjs');\n`],
  ['ftm.js', `#!/usr/bin/env node\n${KEEP_COMPILED}import('./ftm-main.mjs');\n`],
]);

/** What the sources and their libraries know from CommonJS, which modules do not have. */
const COMMONJS = [
  "import { createRequire as requireFrom } from 'node:module';",
  'const require = requireFrom(import.meta.url), __dirname = import.meta.dirname;',
].join('\n');

/** @param {{ watch: boolean, minify: boolean }} options */
async function main({ watch, minify }) {
  if (minify) fs.rmSync(OUT_FOLDER, { recursive: true, force: true });
  fs.mkdirSync(OUT_FOLDER, { recursive: true });
  removeModules();
  for (const [file, text] of STARTERS) fs.writeFileSync(path.join(OUT_FOLDER, file), text, { mode: 0o755 });
  const settings = [extensionBundles(minify), programModules(minify)];
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

/** Those of the build before, whose names tell their contents. */
function removeModules() {
  for (const file of fs.readdirSync(OUT_FOLDER)) {
    if (/\.mjs(\.map)?$/.test(file)) fs.rmSync(path.join(OUT_FOLDER, file));
  }
}

/**
 * The extension is CommonJS files without dependencies: what VS Code waits for when it activates it, and beside it the library
 * that speaks the protocol, six times as large, which is loaded after that.
 *
 * @param {boolean} minify
 * @returns {import('esbuild').BuildOptions}
 */
function extensionBundles(minify) {
  return {
    ...forNode(minify),
    entryPoints: {
      extension: 'client/src/extension.ts',
      'language-client': 'client/src/infrastructure/node-client.ts',
    },
    format: 'cjs',
    external: ['vscode'],
    plugins: [languageClientApart],
    supported: { 'dynamic-import': false },
  };
}

/** @type {import('esbuild').Plugin} */
const languageClientApart = {
  name: 'language-client-apart',
  setup(build) {
    build.onResolve({ filter: /\/node-client$/ }, () => ({ path: './language-client.js', external: true }));
  },
};

/**
 * @param {boolean} minify
 * @returns {import('esbuild').BuildOptions}
 */
function programModules(minify) {
  return {
    ...forNode(minify),
    entryPoints: PROGRAMS,
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    banner: { js: COMMONJS },
  };
}

/**
 * @param {boolean} minify
 * @returns {import('esbuild').BuildOptions}
 */
function forNode(minify) {
  return {
    absWorkingDir: ROOT,
    outdir: OUT_FOLDER,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    // The ES module form of a package is what can be shaken; the language server packages have no such form.
    mainFields: ['module', 'main'],
    minify,
    sourcemap: minify ? false : 'linked',
    logLevel: 'warning',
    legalComments: 'none',
  };
}

const options = process.argv.slice(2);
const unknown = options.filter((option) => option !== '--watch' && option !== '--minify' && option !== into);
if (unknown.length > 0) {
  process.stderr.write(`unknown option: ${unknown.join(' ')}\n\n${USAGE}`);
  process.exit(2);
}
main({ watch: options.includes('--watch'), minify: options.includes('--minify') }).catch((error) => {
  // esbuild has printed its own diagnostics by then.
  if (!(error instanceof Error && 'errors' in error)) console.error(error);
  process.exit(1);
});
