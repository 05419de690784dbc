// @ts-check
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { bundleTests } = require('./bundle-tests.js');
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

/** Tests share nothing but built files, and each process has a browser of its own: each core takes the next test file. */
const ON_ALL_CORES = ['--parallel', '--jobs', String(os.availableParallelism())];

/** What a unit test is not: it needs a browser, or it takes long (`npm run test:long`). */
const NOT_UNIT = /^(?:webview|end-to-end|long)$/;

/** These run whole simulations, most of them many: they begin first, so that none is left to one core at the end. */
const LONG_FOLDERS = ['samples', 'anomalies', 'fidelity', 'simulation', 'campaigns', 'property', 'analysis'];

/** The pages that take longest begin first, for the same reason. */
const LONG_PAGES = ['small-room', 'panel', 'axe', 'short', 'narrow'];

/** The parts that are mocha runs, in order, by name. Settings that all share are in .mocharc.json. */
const SUITES = new Map([
  ['unit', async () => [...ON_ALL_CORES, ...(await bundleTests(unitTests()))]],
  ['webview', async () => [...ON_ALL_CORES, ...BROWSER_OPTIONS, '60000', ...(await webviewTests())]],
  ['end-to-end', async () => [...BROWSER_OPTIONS, '180000', 'test/end-to-end/**/*.test.ts']],
]);

/** Relative to the root, those of the long folders first. */
function unitTests() {
  const isUnit = (/** @type {string} */ file) => !NOT_UNIT.test(folderOf(file));
  return inOrder(testFiles('.').filter(isUnit), LONG_FOLDERS, folderOf);
}

/** The browser that they need is there before the first of them begins: none has to wait for it within its own time. */
async function webviewTests() {
  // Not before: this script may yet have to install what loads it.
  const { findChromium } = require('./chromium.js');
  await findChromium();
  return inOrder(testFiles('webview'), LONG_PAGES, (file) => path.basename(file, '.test.ts'));
}

/**
 * The files of tests below a folder of `test`, relative to the root.
 *
 * @param {string} folder
 */
function testFiles(folder) {
  return fs
    .readdirSync(path.join(ROOT, 'test', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join('test', folder, file));
}

/**
 * The name of the folder below `test` that a file lies in.
 *
 * @param {string} file relative to the root
 */
function folderOf(file) {
  return file.split(path.sep)[1] ?? '';
}

/**
 * Each file once, those of the first names first: mocha begins a file that it is given twice twice.
 *
 * @param {readonly string[]} files
 * @param {readonly string[]} first
 * @param {(file: string) => string} nameOf
 */
function inOrder(files, first, nameOf) {
  const rankOf = (/** @type {string} */ file) => [...first, nameOf(file)].indexOf(nameOf(file));
  return [...files].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
}

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
 * @param {() => Promise<readonly string[]>} mochaArguments
 * @returns {Promise<Counts>}
 */
async function runSuite(suite, mochaArguments) {
  const chosen = await mochaArguments().catch((error) => {
    console.log(`\n${error instanceof Error ? error.message : String(error)}\n== ${suite} failed`);
    return null;
  });
  if (chosen === null) {
    return FAILED_STEP;
  }
  const countFile = path.join(COUNTS_FOLDER, `${suite}.json`);
  fs.mkdirSync(COUNTS_FOLDER, { recursive: true });
  fs.rmSync(countFile, { force: true });
  const mocha = path.join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const reporter = ['--reporter', path.join(__dirname, 'mocha-count-reporter.js')];
  const reporterOption = ['--reporter-option', `countFile=${countFile}`];
  const good = await succeeds(suite, process.execPath, [mocha, ...chosen, ...reporter, ...reporterOption]);
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
