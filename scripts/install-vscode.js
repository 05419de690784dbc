// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { installOnce, installPackages, npmInstall } = require('./install-once.js');
const { runQuietly } = require('./run-command.js');

/** The newest code-server found that declares Node 20; it carries VS Code 1.100. */
const CODE_SERVER_VERSION = '4.100.3';

/** Carries the search program as an npm package for each platform; the older one that VS Code asks for downloads it. */
const RIPGREP_VERSION = '1.18.0';
const NODE_GYP_VERSION = '11.4.2';

/** Modules that need a compiler, with what is missing while one cannot be built. */
const NATIVE_MODULES = [
  { name: 'node-pty', missing: 'the integrated terminal and terminal tasks' },
  { name: '@vscode/spdlog', missing: "VS Code's log files" },
  { name: 'native-watchdog', missing: 'the end of extension hosts whose server was killed' },
  { name: '@vscode/deviceid', missing: 'the device id, which nothing here uses' },
];

/**
 * Installs a complete VS Code in `.cache/` from npm packages alone, unless it is there already.
 *
 * @returns {Promise<{ entryPoint: string }>} the script that `node` runs to serve it
 */
async function installVsCode() {
  const folder = await installOnce(`code-server-${CODE_SERVER_VERSION}`, async (target, report) => {
    report('1/4 getting code-server, about 200 MB, once');
    await installPackages(target, {
      'code-server': CODE_SERVER_VERSION,
      '@vscode/ripgrep': RIPGREP_VERSION,
      'node-gyp': NODE_GYP_VERSION,
    });
    const vsCode = vsCodeFolder(target);

    report("2/4 getting VS Code's own packages");
    await npmInstall(vsCode);
    await npmInstall(path.join(vsCode, 'extensions'));
    // VS Code looks for some packages in the archive folder of its desktop build.
    linkFolder(path.join(vsCode, 'node_modules'), path.join(vsCode, 'node_modules.asar'));

    report('3/4 building native modules');
    for (const module of NATIVE_MODULES) {
      await buildNativeModule(target, module, report);
    }

    report('4/4 putting the search program and the password module in place');
    placeRipgrep(target);
    replacePasswordHashing(target);
  });
  return { entryPoint: path.join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js') };
}

/** @param {string} installation */
function vsCodeFolder(installation) {
  return path.join(installation, 'node_modules', 'code-server', 'lib', 'vscode');
}

/**
 * VS Code starts without any of them, so one that cannot be built is no reason to give up.
 *
 * @param {string} installation
 * @param {{ name: string, missing: string }} module
 * @param {(line: string) => void} report
 */
async function buildNativeModule(installation, module, report) {
  const nodeGyp = path.join(installation, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const cwd = path.join(vsCodeFolder(installation), 'node_modules', module.name);
  try {
    await runQuietly(process.execPath, [nodeGyp, 'rebuild', ...installedHeadersOption()], { cwd });
  } catch (error) {
    report(`    ${module.name} cannot be built here, so this is missing: ${module.missing}`);
    const reason = error instanceof Error ? error.message : String(error);
    fs.writeFileSync(path.join(installation, `${path.basename(module.name)}-build.log`), reason);
  }
}

/** The headers that came with this Node, when they did; otherwise node-gyp downloads them, as is its default. */
function installedHeadersOption() {
  const prefix = path.resolve(fs.realpathSync(process.execPath), '..', '..');
  return fs.existsSync(path.join(prefix, 'include', 'node', 'node.h')) ? [`--nodedir=${prefix}`] : [];
}

/**
 * Without it file search, quick open and `workspace.findFiles` find nothing.
 *
 * @param {string} installation
 */
function placeRipgrep(installation) {
  const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const carrier = `ripgrep-${process.platform}-${process.arch}`;
  const target = path.join(vsCodeFolder(installation), 'node_modules', '@vscode', 'ripgrep', 'bin');
  fs.mkdirSync(target, { recursive: true });
  fs.copyFileSync(
    path.join(installation, 'node_modules', '@vscode', carrier, 'bin', program),
    path.join(target, program),
  );
  fs.chmodSync(path.join(target, program), 0o755);
}

/**
 * code-server loads a native password hash when it starts and calls it only when there is a password; here there is
 * none, so nothing needs to be compiled for it.
 *
 * @param {string} installation
 */
function replacePasswordHashing(installation) {
  const folder = path.join(installation, 'node_modules', 'argon2');
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'argon2', main: 'no-passwords.js' }));
  fs.writeFileSync(path.join(folder, 'no-passwords.js'), 'module.exports = {};\n');
}

/**
 * @param {string} target
 * @param {string} link
 */
function linkFolder(target, link) {
  fs.rmSync(link, { recursive: true, force: true });
  // A junction on Windows, where a link needs a right that a user may not have; ignored elsewhere.
  fs.symlinkSync(process.platform === 'win32' ? target : path.relative(path.dirname(link), target), link, 'junction');
}

module.exports = { installVsCode };
