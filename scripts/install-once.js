// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { setTimeout } = require('node:timers/promises');
const { npmCommand, runQuietly } = require('./run-command.js');

const CACHE_FOLDER = path.resolve(__dirname, '..', '.cache');

/** Written last, so that a folder without it is the rest of an interrupted installation. */
const MARKER = '.installed';

/** Between two looks at an installation that another process is at. */
const LOOK_AGAIN_MS = 250;

/**
 * A folder under `.cache/` that is filled once, by one process: others that want it meanwhile wait for that one. An
 * interrupted or failed installation starts over.
 *
 * @param {string} name the folder's name; it carries the version, so that a new version is a new folder
 * @param {(folder: string, report: (line: string) => void) => Promise<void>} fill
 * @param {string} [cacheFolder]
 * @returns {Promise<string>} the folder's absolute path
 */
async function installOnce(name, fill, cacheFolder = CACHE_FOLDER) {
  const folder = path.join(cacheFolder, name);
  const isInstalled = () => fs.existsSync(path.join(folder, MARKER));
  const claim = `${folder}.claim`;
  fs.mkdirSync(cacheFolder, { recursive: true });
  while (!isInstalled()) {
    if (!takeClaim(claim)) {
      await setTimeout(LOOK_AGAIN_MS);
      continue;
    }
    try {
      // Whoever held the claim before may have ended between the two questions.
      if (!isInstalled()) {
        await install(name, folder, fill);
      }
    } finally {
      fs.rmSync(claim, { force: true });
    }
  }
  return folder;
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {(folder: string, report: (line: string) => void) => Promise<void>} fill
 */
async function install(name, folder, fill) {
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
  fs.writeFileSync(path.join(folder, MARKER), new Date().toISOString() + '\n');
  report(`done in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

/**
 * Whether this process may install now. The claim of a process that was killed is taken away, and free the next time.
 *
 * @param {string} claim a file that holds the number of the process that installs
 */
function takeClaim(claim) {
  try {
    fs.writeFileSync(claim, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') {
      throw error;
    }
    if (!isRunning(claim)) {
      fs.rmSync(claim, { force: true });
    }
    return false;
  }
}

/** @param {string} claim */
function isRunning(claim) {
  try {
    const holder = Number(fs.readFileSync(claim, 'utf8'));
    // Signal 0 only asks. A claim that is not written yet holds no number, and its process runs.
    return holder === 0 || process.kill(holder, 0);
  } catch (error) {
    // The process of another user is there, but may not be signalled; a claim that is gone was given back.
    return ['EPERM', 'ENOENT'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? '');
  }
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
