// @ts-check
'use strict';

/* global AbortSignal, fetch */

const fs = require('node:fs');
const path = require('node:path');
const { spawn, spawnSync } = require('node:child_process');
const { installVsCode } = require('./install-vscode.js');
const { prepareUserData } = require('./vscode-user-data.js');

const HOST = '127.0.0.1';
const START_DEADLINE_MS = 60_000;

/**
 * @typedef {object} VsCodeOptions
 * @property {string} folder the folder that the window shows
 * @property {string} userDataDir an own folder for settings, extensions and logs; a short path, sockets are made in it
 * @property {string} [extensionPath] an unpacked extension to run in it
 * @property {number} [port] 0, the default, means any free one
 * @property {Readonly<Record<string, unknown>>} [settings] user settings beside the quiet ones
 */

/**
 * @typedef {object} RunningVsCode
 * @property {string} url what a browser opens
 * @property {string} logFile what the server printed
 * @property {() => Promise<void>} stop ends the server and everything it started
 */

/**
 * Serves a real VS Code on this machine alone and resolves when a browser can open it.
 *
 * @param {VsCodeOptions} options
 * @returns {Promise<RunningVsCode>}
 */
async function startVsCode(options) {
  const { entryPoint } = await installVsCode();
  const userData = prepareUserData(options);
  const log = fs.openSync(userData.logFile, 'w');
  const child = spawn(process.execPath, [entryPoint, ...serverArguments(options, userData)], {
    cwd: userData.root,
    env: serverEnvironment(userData),
    stdio: ['ignore', log, log],
    // A process group of its own, so that stopping it reaches the extension hosts and terminals as well.
    detached: process.platform !== 'win32',
  });
  fs.closeSync(log);
  const killAll = () => killTree(child);
  process.once('exit', killAll);
  const stop = async () => {
    process.removeListener('exit', killAll);
    killAll();
    await ended(child);
  };

  try {
    const origin = await serverOrigin(child, userData.logFile);
    const url = `${origin}/?folder=${encodeURIComponent(path.resolve(options.folder))}`;
    await fetchOnce(url);
    return { url, logFile: userData.logFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @typedef {import('./vscode-user-data.js').UserData} UserData */

/**
 * @param {VsCodeOptions} options
 * @param {UserData} userData
 */
function serverArguments(options, userData) {
  return [
    ...['--config', userData.configFile],
    ...['--bind-addr', `${HOST}:${options.port ?? 0}`],
    ...['--auth', 'none'],
    ...['--user-data-dir', userData.root],
    ...['--extensions-dir', userData.extensions],
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
    '--disable-getting-started-override',
    path.resolve(options.folder),
  ];
}

/**
 * The caller's environment, without what would make the server join a VS Code around it or take its port or password.
 *
 * @param {UserData} userData
 */
function serverEnvironment(userData) {
  const foreign = /^(VSCODE_|CODE_SERVER_|ELECTRON_|npm_|PORT$|PASSWORD$|HASHED_PASSWORD$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    // Where code-server keeps what has no option of its own.
    XDG_CONFIG_HOME: path.join(userData.root, 'xdg'),
    XDG_DATA_HOME: path.join(userData.root, 'xdg'),
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} logFile
 * @returns {Promise<string>} scheme, host and the port that the system gave
 */
async function serverOrigin(child, logFile) {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    const printed = fs.readFileSync(logFile, 'utf8');
    const origin = /HTTP server listening on (http:\/\/[\d.:]+)/.exec(printed)?.[1];
    if (origin !== undefined) {
      return origin;
    }
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      throw new Error(`VS Code did not start. It printed:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * The first request makes the server load VS Code; after it a window opens without that wait.
 *
 * @param {string} url
 */
async function fetchOnce(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(START_DEADLINE_MS) });
  if (!response.ok) {
    throw new Error(`VS Code answered ${response.status} to ${url}: ${(await response.text()).slice(0, 2000)}`);
  }
  await response.arrayBuffer();
}

/** @param {import('node:child_process').ChildProcess} child */
function killTree(child) {
  if (child.pid === undefined) {
    return;
  }
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group is gone already.
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function ended(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve(undefined);
    } else {
      child.once('exit', () => resolve(undefined));
    }
  });
}

module.exports = { installVsCode, startVsCode };
