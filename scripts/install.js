// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { npmCommand, runVisibly } = require('./run-command.js');

const ROOT = path.resolve(__dirname, '..');

/**
 * Installs the dependencies when they are missing or older than the lock file. It runs before there are any, so it
 * and what it needs use Node alone.
 *
 * @returns {Promise<boolean>} whether they are there now
 */
async function ensureInstalled() {
  if (isUpToDate()) {
    return true;
  }
  console.log('Installing dependencies (npm ci) ...');
  const npm = npmCommand(['ci', '--no-audit', '--no-fund']);
  return (await runVisibly(npm.program, npm.args, { cwd: ROOT })) === 0;
}

/** npm writes its own copy of the lock file last, so its time is the time of the last complete installation. */
function isUpToDate() {
  const installed = fs.statSync(path.join(ROOT, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  const wanted = fs.statSync(path.join(ROOT, 'package-lock.json'));
  return installed !== undefined && installed.mtimeMs >= wanted.mtimeMs;
}

module.exports = { ensureInstalled };
