// @ts-check
'use strict';

const path = require('node:path');
const esbuild = require('esbuild');

/** What stands in for Node modules in a browser; the others have nothing that is used there. */
const STAND_INS = new Map([
  ['node:worker_threads', path.join(__dirname, 'server/src/campaigns/browser/worker-threads.ts')],
  ['node:os', path.join(__dirname, 'server/src/campaigns/browser/os.ts')],
]);

/** @type {import('esbuild').Plugin} */
const withoutNode = {
  name: 'without-node',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path: specifier }) => {
      const standIn = STAND_INS.get(specifier);
      return standIn === undefined ? { path: specifier, namespace: 'absent' } : { path: standIn };
    });
    // `TextDecoder` and the like are globals of a browser; what is no global is undefined, and called by nobody there.
    build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = globalThis;' }));
  },
};

/**
 * Builds what an editor in a browser loads: the extension, and the language server for a web worker, which
 * is the program of the run workers as well: it can load no file beside it.
 *
 * @param {{ minify: boolean, outdir: string }} options
 */
async function buildBrowser({ minify, outdir }) {
  /** @type {import('esbuild').BuildOptions} */
  const settings = {
    absWorkingDir: __dirname,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    mainFields: ['browser', 'module', 'main'],
    plugins: [withoutNode],
    minify,
    legalComments: 'none',
    logLevel: 'warning',
  };
  await Promise.all([
    esbuild.build({
      ...settings,
      entryPoints: { 'server-browser': 'server/src/editor/main-browser.ts' },
      outdir,
      format: 'iife',
      // Its own text, of which it makes the workers that execute runs.
      banner: { js: 'function ftmProgram(ftmRole) {' },
      footer: { js: "}\nftmProgram('server');" },
    }),
    esbuild.build({
      ...settings,
      entryPoints: { 'extension-browser': 'client/src/extension-browser.ts' },
      outdir,
      format: 'cjs',
      external: ['vscode'],
    }),
  ]);
}

module.exports = { buildBrowser };
