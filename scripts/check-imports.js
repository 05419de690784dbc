// @ts-check
'use strict';

/**
 * Keeps the arrows of ARCHITECTURE.md: which folder may import which, which package is known where, and that no two files
 * need each other.
 *
 *   node scripts/check-imports.js          check every source file; exit 1 when an import breaks a rule
 *   node scripts/check-imports.js --list   print the rules
 *
 * An import that no rule allows is a violation: a new arrow or a new package is added here, on purpose, or not at all.
 */

const fs = require('node:fs');
const path = require('node:path');
const { builtinModules } = require('node:module');
const ts = require('typescript');
const { importCircles } = require('./import-circles');

const ROOT = path.resolve(__dirname, '..');

/** Server rooms in the order of the arrows: each may import itself and those before it. */
const ROOMS = ['language', 'simulation', 'analysis', 'report', 'campaigns', 'editor', 'command-line'];

/** Rooms that run anywhere and so know no Node module. */
const PURE_ROOMS = new Set(['language', 'simulation', 'analysis', 'report']);

/** A value may be made of values: its reader is one recursive descent, written in several files. */
const RECURSIVE = /^server\/src\/language\/values\//;

/**
 * @typedef {object} Rule
 * @property {string} what who the rule is for, in words
 * @property {RegExp} from paths of the files it is for; the first rule that matches a file is its rule
 * @property {readonly RegExp[]} files paths that such a file may import
 * @property {readonly (string | RegExp)[]} packages packages that it may import; `node:` stands for every Node module
 * @property {string} why
 */

/** @type {readonly Rule[]} */
const RULES = [
  {
    what: 'server/src/language/syntax',
    from: /^server\/src\/language\/syntax\//,
    files: roomsUpTo('language'),
    packages: ['chevrotain'],
    why: 'a pure room; the only one that knows chevrotain',
  },
  ...ROOMS.map((room) => ({
    what: `server/src/${room}`,
    from: new RegExp(`^server/src/${room}/`),
    files: roomsUpTo(room),
    packages: packagesOf(room),
    why: PURE_ROOMS.has(room)
      ? `a pure room: only ${roomsBefore(room)}, no package and no Node module`
      : `only ${roomsBefore(room)} and its own packages`,
  })),
  {
    what: 'client/webview (layout)',
    from: /^client\/webview\/(.*[/-])?(layout|elk)[^/]*(\/.*)?$/,
    files: [/^client\/webview\//, /^server\/src\/report(\/|$)/],
    packages: ['elkjs', /^elkjs\//],
    why: 'the only place that knows elkjs',
  },
  {
    what: 'client/webview',
    from: /^client\/webview\//,
    files: [/^client\/webview\//, /^server\/src\/report(\/|$)/],
    packages: [],
    why: 'draws a report: only server/src/report, no package and no Node module',
  },
  {
    what: 'client/src',
    from: /^client\/src\//,
    files: [/^client\/src\//, /^server\/src\/editor\/wire[^/]*(\/.*)?$/],
    packages: ['vscode', 'vscode-languageclient', /^vscode-languageclient\//, 'node:'],
    why: 'the extension host: of the server only the wire types in server/src/editor/wire*',
  },
  {
    what: 'test',
    from: /^test\//,
    files: [/./],
    packages: [/./, 'node:'],
    why: 'tests may look anywhere',
  },
];

/** @param {string} room */
function roomsUpTo(room) {
  const allowed = ROOMS.slice(0, ROOMS.indexOf(room) + 1).map((name) => new RegExp(`^server/src/${name}(/|$)`));
  return room === 'command-line' ? [...allowed, /^package\.json$/] : allowed;
}

/** @param {string} room */
function roomsBefore(room) {
  const before = ROOMS.slice(0, ROOMS.indexOf(room));
  return before.length === 0 ? 'itself' : `itself and ${before.join(', ')}`;
}

/** @param {string} room @returns {readonly (string | RegExp)[]} */
function packagesOf(room) {
  if (PURE_ROOMS.has(room)) return [];
  if (room === 'campaigns') return ['node:'];
  if (room === 'editor') return ['node:', 'vscode-languageserver', /^vscode-languageserver[/-]/];
  return ['node:', 'commander', 'picocolors'];
}

/**
 * @typedef {object} Violation
 * @property {string} file
 * @property {number} line counted from 1
 * @property {string} specifier as written
 * @property {string} message
 */

/**
 * @param {string} file path from the repository's root, with slashes
 * @param {string} text
 * @returns {Violation[]}
 */
function checkFile(file, text) {
  const rule = RULES.find(({ from }) => from.test(file));
  const imports = ts.preProcessFile(text, true, true).importedFiles;
  if (!rule) {
    return [{ file, line: 1, specifier: '', message: 'no rule covers this file; give its folder one in this script' }];
  }
  return imports.flatMap(({ fileName: specifier, pos }) => {
    const message = refusal(rule, file, specifier);
    return message === undefined ? [] : [{ file, line: lineOf(text, pos), specifier, message }];
  });
}

/** @param {Rule} rule @param {string} file @param {string} specifier @returns {string | undefined} */
function refusal(rule, file, specifier) {
  if (specifier.startsWith('.')) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
    return rule.files.some((pattern) => pattern.test(target))
      ? undefined
      : `${rule.what} may not import ${target} (${rule.why})`;
  }
  const allowed = isNodeModule(specifier)
    ? rule.packages.includes('node:')
    : rule.packages.some((name) => (typeof name === 'string' ? name === specifier : name.test(specifier)));
  const kind = isNodeModule(specifier) ? 'the Node module' : 'the package';
  return allowed ? undefined : `${rule.what} may not import ${kind} '${specifier}' (${rule.why})`;
}

/** @param {string} specifier */
function isNodeModule(specifier) {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/** @param {string} text @param {number} offset */
function lineOf(text, offset) {
  return text.slice(0, offset).split('\n').length;
}

/** Every TypeScript file under the folders that have rules. */
function sourceFiles() {
  return ['server', 'client', 'test'].flatMap((folder) =>
    fs
      .readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|cts)$/.test(entry.name))
      .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')),
  );
}

function main() {
  if (process.argv.includes('--list')) {
    for (const { what, why } of RULES) console.log(`${what}: ${why}`);
    return;
  }
  const texts = new Map(sourceFiles().map((file) => [file, fs.readFileSync(path.join(ROOT, file), 'utf8')]));
  const violations = [...texts].flatMap(([file, text]) => checkFile(file, text));
  for (const { file, line, message } of violations) console.error(`${file}:${line}: ${message}`);
  const circles = importCircles(texts).filter((circle) => !circle.every((file) => RECURSIVE.test(file)));
  for (const circle of circles) console.error(`These files import each other:\n  ${circle.join('\n  ')}`);
  if (violations.length + circles.length > 0) {
    const found = `${violations.length} imports and ${circles.length} circles`;
    console.error(`${found} in ${texts.size} files break the rules of ARCHITECTURE.md.`);
    process.exitCode = 1;
  }
}

module.exports = { checkFile };

if (require.main === module) main();
