// @ts-check
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { clearInterval, setInterval } = require('node:timers');
const { parseArgs } = require('node:util');
const { ensureInstalled } = require('./install.js');
const { runVisibly } = require('./run-command.js');
const { startVsCode } = require('./real-vscode.js');

const ROOT = path.resolve(__dirname, '..');

const USAGE = `usage: npm run vscode [-- [--port N] [FOLDER]]

Builds the extension, and serves a real VS Code with it to a browser on this machine until Ctrl+C.

  FOLDER    the folder to open (default: samples)
  --port N  where to serve it (default: any free port)
`;

/** @returns {Promise<number>} the exit code */
async function main() {
  const { values, positionals } = parseArgs({
    options: { port: { type: 'string', default: '0' }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const port = Number(values.port);
  if (values.help || positionals.length > 1 || !Number.isInteger(port)) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  if (!(await ensureInstalled()) || (await runVisibly(process.execPath, ['esbuild.js'], { cwd: ROOT })) !== 0) {
    return 1;
  }
  const userDataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ftm-'));
  const folder = path.resolve(positionals[0] ?? path.join(ROOT, 'samples'));
  const vsCode = await startVsCode({ folder, extensionPath: ROOT, userDataDir, port });
  console.log(`\nVS Code with the extension: ${vsCode.url}\nAfter a build, reload the window. Ctrl+C ends it.`);
  await interrupted();
  await vsCode.stop();
  fs.rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  return 0;
}

/**
 * Resolves when someone asks the process to end; until then a timer keeps it alive. Under npm one Ctrl+C arrives
 * twice, so the signals stay handled while things are put away.
 */
function interrupted() {
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, 60_000);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        clearInterval(alive);
        resolve(undefined);
      });
    }
  });
}

main().then(
  (exitCode) => (process.exitCode = exitCode),
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
