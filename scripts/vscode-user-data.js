// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');

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

/** @typedef {{ root: string, extensions: string, settingsFile: string, configFile: string, logFile: string }} UserData */

/**
 * @typedef {object} Contents
 * @property {string} userDataDir
 * @property {string} [extensionPath]
 * @property {Readonly<Record<string, unknown>>} [settings]
 */

/**
 * Fills the folder of a VS Code that is about to start, and tells where things are in it.
 *
 * @param {Contents} contents
 * @returns {UserData}
 */
function prepareUserData({ userDataDir, extensionPath, settings }) {
  const root = path.resolve(userDataDir);
  const userData = {
    root,
    extensions: path.join(root, 'extensions'),
    settingsFile: path.join(root, 'User', 'settings.json'),
    configFile: path.join(root, 'server.yaml'),
    logFile: path.join(root, 'server.log'),
  };
  fs.mkdirSync(userData.extensions, { recursive: true });
  fs.mkdirSync(path.dirname(userData.settingsFile), { recursive: true });
  fs.writeFileSync(userData.settingsFile, JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2));
  fs.writeFileSync(userData.configFile, '');
  if (extensionPath !== undefined) {
    linkExtension(path.resolve(extensionPath), userData.extensions);
  }
  return userData;
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

module.exports = { prepareUserData, QUIET_SETTINGS };
