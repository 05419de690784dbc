// @ts-check
'use strict';

/* global AbortSignal, fetch */

const fs = require('node:fs');
const path = require('node:path');
const { spawn, spawnSync } = require('node:child_process');
const { installVsCode } = require('./install-vscode.js');

const HOST = '127.0.0.1';
const START_DEADLINE_MS = 60_000;

/** What every window starts with: nothing in it but the folder, and nothing that asks or goes to the network. */
const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'chat.commandCenter.enabled': false,
};

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
 * @property {string} settingsFile the user settings, which the window follows when they change
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
  const layout = prepareUserData(options);
  const log = fs.openSync(layout.logFile, 'w');
  const child = spawn(process.execPath, [entryPoint, ...serverArguments(options, layout)], {
    cwd: layout.root,
    env: serverEnvironment(layout),
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
    const origin = await serverOrigin(child, layout.logFile);
    const url = `${origin}/?folder=${encodeURIComponent(path.resolve(options.folder))}`;
    await fetchOnce(url);
    return { url, settingsFile: layout.settingsFile, logFile: layout.logFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @typedef {{ root: string, extensions: string, settingsFile: string, configFile: string, logFile: string }} Layout */

/**
 * @param {VsCodeOptions} options
 * @returns {Layout}
 */
function prepareUserData(options) {
  const root = path.resolve(options.userDataDir);
  const layout = {
    root,
    extensions: path.join(root, 'extensions'),
    settingsFile: path.join(root, 'User', 'settings.json'),
    configFile: path.join(root, 'server.yaml'),
    logFile: path.join(root, 'server.log'),
  };
  fs.mkdirSync(layout.extensions, { recursive: true });
  fs.mkdirSync(path.dirname(layout.settingsFile), { recursive: true });
  fs.writeFileSync(layout.settingsFile, JSON.stringify({ ...QUIET_SETTINGS, ...options.settings }, null, 2));
  fs.writeFileSync(layout.configFile, '');
  if (options.extensionPath !== undefined) {
    linkExtension(path.resolve(options.extensionPath), layout.extensions);
  }
  return layout;
}

/**
 * Makes an extension look installed, yet run from where it is: after a rebuild, reloading the window is enough.
 *
 * @param {string} extensionPath
 * @param {string} extensionsFolder
 */
function linkExtension(extensionPath, extensionsFolder) {
  const manifest = JSON.parse(fs.readFileSync(path.join(extensionPath, 'package.json'), 'utf8'));
  const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`;
  fs.rmSync(path.join(extensionsFolder, name), { recursive: true, force: true });
  // The registry of an earlier start may not know this extension; without it VS Code looks at the folder again.
  fs.rmSync(path.join(extensionsFolder, 'extensions.json'), { force: true });
  fs.symlinkSync(extensionPath, path.join(extensionsFolder, name), 'junction');
}

/**
 * @param {VsCodeOptions} options
 * @param {Layout} layout
 */
function serverArguments(options, layout) {
  return [
    ...['--config', layout.configFile],
    ...['--bind-addr', `${HOST}:${options.port ?? 0}`],
    ...['--auth', 'none'],
    ...['--user-data-dir', layout.root],
    ...['--extensions-dir', layout.extensions],
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
 * @param {Layout} layout
 */
function serverEnvironment(layout) {
  const foreign = /^(VSCODE_|CODE_SERVER_|ELECTRON_|npm_|PORT$|PASSWORD$|HASHED_PASSWORD$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    // Where code-server keeps what has no option of its own.
    XDG_CONFIG_HOME: path.join(layout.root, 'xdg'),
    XDG_DATA_HOME: path.join(layout.root, 'xdg'),
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
