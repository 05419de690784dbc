// @ts-check
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { ensureInstalled } = require('./install.js');
const { npmCommand, runToLastLine, runVisibly } = require('./run-command.js');

const ROOT = path.resolve(__dirname, '..');
const COUNTS_FOLDER = path.join(ROOT, 'out', 'test-counts');

const USAGE = `usage: npm test [-- --only PART]

Runs everything that must hold: build, lint, unit tests, webview tests in Chromium, stories in a real VS Code.

  --only PART  one of lint, unit, webview, end-to-end
`;

/** @typedef {{ passed: number, failed: number }} Counts */

const FAILED_STEP = { passed: 0, failed: 1 };
const GOOD_STEP = { passed: 0, failed: 0 };

/** A browser that a failed test left open would keep mocha alive, so it is told to exit. */
const BROWSER_OPTIONS = ['--exit', '--timeout'];

/** Unit tests share nothing but built files, so each core takes the next test file. */
const ON_ALL_CORES = ['--parallel', '--jobs', String(os.availableParallelism())];

/** What a unit test is not: it needs a browser, or it takes long (`npm run test:long`). */
const NOT_UNIT = ['test/webview/**', 'test/end-to-end/**', 'test/long/**'];

/** The parts that are mocha runs, in order, by name. Settings that all share are in .mocharc.json. */
const SUITES = new Map([
  ['unit', [...ON_ALL_CORES, 'test/**/*.test.ts', ...NOT_UNIT.flatMap((glob) => ['--ignore', glob])]],
  ['webview', [...BROWSER_OPTIONS, '60000', 'test/webview/**/*.test.ts']],
  ['end-to-end', [...BROWSER_OPTIONS, '180000', 'test/end-to-end/**/*.test.ts']],
]);

/**
 * @param {string | undefined} only
 * @returns {Promise<Counts>}
 */
async function test(only) {
  const wanted = (/** @type {string} */ part) => only === undefined || only === part;
  if (!(await ensureInstalled())) {
    return FAILED_STEP;
  }
  // Tests that start a bundle would otherwise test the one from the last build that worked.
  if (only !== 'lint' && !(await build())) {
    return FAILED_STEP;
  }
  const counts = [];
  if (wanted('lint')) {
    counts.push(await lint());
  }
  for (const [suite, mochaArguments] of SUITES) {
    if (wanted(suite)) {
      counts.push(await runSuite(suite, mochaArguments));
    }
  }
  return counts.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }));
}

/** When one bundle fails, the bundler's own process still writes about the others after the build has ended. */
async function build() {
  return succeeds('build', process.execPath, ['esbuild.js'], runToLastLine);
}

/** @returns {Promise<Counts>} */
async function lint() {
  const npm = npmCommand(['run', '--silent', 'lint']);
  return (await succeeds('lint', npm.program, npm.args)) ? GOOD_STEP : FAILED_STEP;
}

/**
 * @param {string} suite
 * @param {readonly string[]} mochaArguments
 * @returns {Promise<Counts>}
 */
async function runSuite(suite, mochaArguments) {
  const countFile = path.join(COUNTS_FOLDER, `${suite}.json`);
  fs.mkdirSync(COUNTS_FOLDER, { recursive: true });
  fs.rmSync(countFile, { force: true });
  const mocha = path.join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const reporter = ['--reporter', path.join(__dirname, 'mocha-count-reporter.js')];
  const reporterOption = ['--reporter-option', `countFile=${countFile}`];
  const good = await succeeds(suite, process.execPath, [mocha, ...mochaArguments, ...reporter, ...reporterOption]);
  if (!fs.existsSync(countFile)) {
    return FAILED_STEP;
  }
  const { passes, failures } = JSON.parse(fs.readFileSync(countFile, 'utf8'));
  // A run that crashed after its last test has counted no failure of its own.
  return { passed: passes, failed: good ? failures : Math.max(failures, 1) };
}

/**
 * @param {string} step
 * @param {string} program
 * @param {readonly string[]} args
 * @param {typeof runVisibly} [run]
 */
async function succeeds(step, program, args, run = runVisibly) {
  console.log(`\n== ${step}`);
  const exitCode = await run(program, args, { cwd: ROOT });
  if (exitCode !== 0) {
    console.log(`== ${step} failed`);
  }
  return exitCode === 0;
}

async function main() {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', default: false } } });
  if (values.help || (values.only !== undefined && values.only !== 'lint' && !SUITES.has(values.only))) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const { passed, failed } = await test(values.only);
  process.exitCode = failed === 0 ? 0 : 1;
  console.log(`\n${passed} passed, ${failed} failed`);
}

main();
