// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');
const NOTICES = path.join(ROOT, 'THIRD-PARTY-NOTICES.md');

/** Copied beside the bundles as it is, so no source map names it. */
const COPIED = ['elkjs'];

const HEAD = `# Third-party notices

The bundles of this extension contain the following packages, each under its own licence.
Written by \`npm run notices\` from what the last build really bundled.
`;

/**
 * Names of the packages that the bundles in a folder contain, by their source maps.
 *
 * @param {string} folder
 */
function bundledPackages(folder) {
  const names = new Set(COPIED);
  for (const file of fs.readdirSync(folder)) {
    if (!file.endsWith('.map')) continue;
    /** @type {{ sources: string[] }} */
    const { sources } = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
    for (const source of sources) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
      if (name !== undefined) names.add(name);
    }
  }
  return [...names].sort();
}

/** @param {string} name */
function notice(name) {
  const folder = path.join(ROOT, 'node_modules', name);
  /** @type {{ version: string, license?: string, homepage?: string }} */
  const { version, license, homepage } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = fs.readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? '' : fs.readFileSync(path.join(folder, file), 'utf8').trim();
  const facts = [`Licence: ${license ?? 'see below'}.`, ...(homepage === undefined ? [] : [`Home: <${homepage}>.`])];
  const body = text === '' ? '' : `\n\n\`\`\`text\n${text.replace(/\r\n/g, '\n')}\n\`\`\``;
  return `## ${name} ${version}\n\n${facts.join(' ')}${body}\n`;
}

/** The whole text for the bundles in `dist/`. */
function thirdPartyNotices() {
  return [HEAD, ...bundledPackages(path.join(ROOT, 'dist')).map(notice)].join('\n');
}

module.exports = { NOTICES, thirdPartyNotices };

if (require.main === module) fs.writeFileSync(NOTICES, thirdPartyNotices());
