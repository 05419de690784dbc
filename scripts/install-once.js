// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { npmCommand, runQuietly } = require('./run-command.js');

const CACHE_FOLDER = path.resolve(__dirname, '..', '.cache');

/** Written last, so that a folder without it is the rest of an interrupted installation. */
const MARKER = '.installed';

/**
 * A folder under `.cache/` that is filled once. An interrupted or failed installation starts over.
 *
 * @param {string} name the folder's name; it carries the version, so that a new version is a new folder
 * @param {(folder: string, report: (line: string) => void) => Promise<void>} fill
 * @returns {Promise<string>} the folder's absolute path
 */
async function installOnce(name, fill) {
  const folder = path.join(CACHE_FOLDER, name);
  const marker = path.join(folder, MARKER);
  if (fs.existsSync(marker)) {
    return folder;
  }
  const startedAt = Date.now();
  /** @param {string} line */
  const report = (line) => console.log(`[install ${name}] ${line}`);

  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  try {
    await fill(folder, report);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Could not install ${name} into .cache: ${reason}`, { cause: error });
  }
  fs.writeFileSync(marker, new Date().toISOString() + '\n');
  report(`done in ${Math.round((Date.now() - startedAt) / 1000)} s`);
  return folder;
}

/**
 * Installs npm packages in a folder of their own, without running their install scripts: several of those download
 * binaries from places that a closed network does not reach.
 *
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} dependencies exact versions by package name
 */
async function installPackages(folder, dependencies) {
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }, null, 2));
  await npmInstall(folder);
}

/**
 * Runs `npm install` for the package.json that is in the folder.
 *
 * @param {string} folder
 */
async function npmInstall(folder) {
  const npm = npmCommand(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  await runQuietly(npm.program, npm.args, { cwd: folder });
}

module.exports = { installOnce, installPackages, npmInstall };
