// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { ensureInstalled } = require('./install.js');
const { runVisibly } = require('./run-command.js');

const ROOT = path.resolve(__dirname, '..');
const SHOWCASE = path.join('samples', 'showcase', 'showcase.ftm');
const REPORT = path.join('out', 'showcase.html');

/**
 * Builds the command line and runs it: with the arguments it was given or, without any, on the showcase.
 *
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
async function start(args) {
  if (!(await ensureInstalled())) {
    return 1;
  }
  if ((await runVisibly(process.execPath, ['esbuild.js'], { cwd: ROOT })) !== 0) {
    return 1;
  }
  const command = path.join(ROOT, 'dist', 'ftm.js');
  if (args.length > 0) {
    return runVisibly(process.execPath, [command, ...args]);
  }
  fs.mkdirSync(path.join(ROOT, 'out'), { recursive: true });
  fs.rmSync(path.join(ROOT, REPORT), { force: true });
  const exitCode = await runVisibly(process.execPath, [command, 'run', SHOWCASE, '--html', REPORT], { cwd: ROOT });
  if (fs.existsSync(path.join(ROOT, REPORT))) {
    console.log(`\nThe report is in ${REPORT}; any browser opens it.`);
  }
  return exitCode;
}

start(process.argv.slice(2)).then((exitCode) => (process.exitCode = exitCode));
