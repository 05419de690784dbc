// @ts-check
'use strict';

/**
 * Finds files that need each other before either is ready. An import of types alone does not count: it is gone once the
 * program runs.
 */

const path = require('node:path');
const ts = require('typescript');

/**
 * The strongly connected parts of the graph of imports that have more than one file (R. Tarjan, "Depth-first search and
 * linear graph algorithms", SIAM Journal on Computing 1972).
 *
 * @param {ReadonlyMap<string, string>} texts the text of each TypeScript file, by its path with slashes
 * @returns {readonly (readonly string[])[]} the files of each circle, sorted
 */
function importCircles(texts) {
  /** @type {Map<string, number>} the order in which files were met */
  const met = new Map();
  /** @type {Map<string, number>} the earliest file on the way that can be reached again */
  const reaches = new Map();
  /** @type {string[]} */
  const way = [];
  /** @type {string[][]} */
  const circles = [];

  /** @param {string} file */
  function visit(file) {
    const number = met.size;
    met.set(file, number);
    let earliest = number;
    way.push(file);
    for (const imported of importedFiles(file, texts)) {
      if (!met.has(imported)) visit(imported);
      // What has left the way belongs to a part that is complete.
      if (way.includes(imported)) earliest = Math.min(earliest, reaches.get(imported) ?? Number(met.get(imported)));
    }
    reaches.set(file, earliest);
    if (earliest < number) return;
    const part = way.splice(way.indexOf(file));
    if (part.length > 1) circles.push(part.sort());
  }

  for (const file of texts.keys()) if (!met.has(file)) visit(file);
  return circles;
}

/** @param {string} file @param {ReadonlyMap<string, string>} texts @returns {string[]} */
function importedFiles(file, texts) {
  const source = ts.createSourceFile(file, texts.get(file) ?? '', ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const specifier = importsValues(statement);
    if (specifier === undefined || !specifier.startsWith('.')) return [];
    const target = path.posix.join(path.posix.dirname(file), specifier);
    return [`${target}.ts`, `${target}/index.ts`].filter((candidate) => texts.has(candidate)).slice(0, 1);
  });
}

/** @param {import('typescript').Statement} statement @returns {string | undefined} where it takes values from */
function importsValues(statement) {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined;
  const { moduleSpecifier } = statement;
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return undefined;
  return isOfTypesAlone(statement) ? undefined : moduleSpecifier.text;
}

/** @param {import('typescript').ImportDeclaration | import('typescript').ExportDeclaration} statement */
function isOfTypesAlone(statement) {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (clause === undefined) return false;
  const names = clause.namedBindings;
  if (clause.isTypeOnly) return true;
  if (clause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.every(({ isTypeOnly }) => isTypeOnly);
}

module.exports = { importCircles };
