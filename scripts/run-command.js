// @ts-check
'use strict';

const { spawn } = require('node:child_process');

/** How much of a failed command's output is shown: enough for a compiler error, not a whole log. */
const SHOWN_LINES_OF_FAILURE = 40;

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * Runs a program silently to its end; its output is shown only when it fails.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<void>}
 */
function runQuietly(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], shell: needsShell(program) });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output += chunk));
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve();
        return;
      }
      const tail = output.trimEnd().split('\n').slice(-SHOWN_LINES_OF_FAILURE).join('\n');
      reject(new Error(`"${[program, ...args].join(' ')}" ended with ${signal ?? `exit code ${code}`}:\n${tail}`));
    });
  });
}

/**
 * Runs a program in the foreground, on this process's own terminal.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<number>} its exit code; 1 when a signal ended it or it could not start
 */
function runVisibly(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: 'inherit', shell: needsShell(program) });
    child.on('error', (error) => {
      console.error(`Cannot start ${program}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program in the foreground like `runVisibly`, but ends only when nobody writes to its output any more, not
 * even a process that it left behind.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<number>} its exit code; 1 when a signal ended it or it could not start
 */
function runToLastLine(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['inherit', 'pipe', 'pipe'], shell: needsShell(program) });
    child.stdout.pipe(process.stdout, { end: false });
    child.stderr.pipe(process.stderr, { end: false });
    child.on('error', (error) => {
      console.error(`Cannot start ${program}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * How to start npm: the very npm that started this script when there is one.
 *
 * @param {readonly string[]} args
 * @returns {{ program: string, args: string[] }}
 */
function npmCommand(args) {
  const running = process.env['npm_execpath'];
  return running?.endsWith('.js')
    ? { program: process.execPath, args: [running, ...args] }
    : { program: 'npm', args: [...args] };
}

/**
 * Windows finds npm only as npm.cmd, which Node starts only through a shell.
 *
 * @param {string} program
 */
function needsShell(program) {
  return process.platform === 'win32' && program === 'npm';
}

module.exports = { runQuietly, runVisibly, runToLastLine, npmCommand };
