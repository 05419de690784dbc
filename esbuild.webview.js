// @ts-check
'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');

/**
 * Builds what a webview panel and a saved report load: `webview.js`, styles included, and the layout worker beside it,
 * which is started from its text and so stays a file of its own.
 *
 * @param {{ minify: boolean, outdir: string, watch?: boolean }} options
 */
async function buildWebview({ minify, outdir, watch = false }) {
  /** @type {import('esbuild').BuildOptions} */
  const settings = {
    absWorkingDir: __dirname,
    entryPoints: { webview: 'client/webview/main.ts' },
    outdir,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    loader: { '.css': 'text' },
    minify,
    sourcemap: minify ? false : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
  };
  if (watch) {
    await (await esbuild.context(settings)).watch();
  } else {
    await esbuild.build(settings);
  }
  const elk = require.resolve('elkjs/lib/elk-worker.min.js');
  const outfile = path.join(outdir, 'elk-worker.min.js');
  await fs.mkdir(outdir, { recursive: true });
  // As it is published, it can still be made a few per cent smaller.
  if (minify) await esbuild.build({ entryPoints: [elk], outfile, minify, target: 'es2022', logLevel: 'warning' });
  else await fs.copyFile(elk, outfile);
}

module.exports = { buildWebview };
