// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');
const { installOnce, installPackages } = require('./install-once.js');
const { runQuietly } = require('./run-command.js');

/** A Chromium that lies inside an npm package (Linux on x64 only), for machines that have none. */
const PACKAGED_CHROMIUM_VERSION = '143.0.4';
const FONTS_VERSION = '2.37.3';

/** Where installers put a Chromium or Chrome, by platform. */
const USUAL_PLACES = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** The same browser everywhere: no display, no graphics card, and no request that the page under test did not make. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/**
 * @typedef {object} ChromiumProgram
 * @property {string} executablePath
 * @property {string[]} args
 * @property {Record<string, string>} env variables it needs beside the usual ones
 */

/**
 * The Chromium or Chrome of this machine, or else one that is installed into `.cache/` once.
 *
 * @returns {Promise<ChromiumProgram>}
 */
async function findChromium() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen && !fs.existsSync(chosen)) {
    throw new Error(`CHROME_PATH names ${chosen}, which does not exist.`);
  }
  const places = Object.entries(USUAL_PLACES).find(([platform]) => platform === process.platform)?.[1] ?? [];
  const installed = chosen || places.find((place) => fs.existsSync(place));
  return installed ? { executablePath: installed, args: FLAGS, env: {} } : packagedChromium();
}

/**
 * Starts it without a window and with a fresh profile, which goes away when it closes.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
async function launchChromium() {
  const { executablePath, args, env } = await findChromium();
  return chromium.launch({ executablePath, args, env: { ...process.env, ...env }, headless: true });
}

/** @returns {Promise<ChromiumProgram>} */
async function packagedChromium() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium or Chrome was found. Install one, or name it in the variable CHROME_PATH.');
  }
  const folder = await installOnce(`chromium-${PACKAGED_CHROMIUM_VERSION}`, async (target, report) => {
    report('1/2 getting Chromium and fonts, about 75 MB, once');
    await installPackages(target, {
      '@sparticuz/chromium': PACKAGED_CHROMIUM_VERSION,
      'dejavu-fonts-ttf': FONTS_VERSION,
    });
    report('2/2 unpacking');
    await unpackChromium(target);
    writeFontConfiguration(target);
  });
  return {
    executablePath: path.join(folder, 'browser', 'chromium'),
    args: FLAGS,
    env: {
      LD_LIBRARY_PATH: path.join(folder, 'browser', 'al2023', 'lib'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}

/**
 * The package unpacks itself into the temporary folder of the process that asks, so a process is given another one.
 * The runtime's name makes it unpack the shared libraries that a bare system lacks as well.
 *
 * @param {string} folder
 */
async function unpackChromium(folder) {
  const browser = path.join(folder, 'browser');
  fs.mkdirSync(browser);
  const unpack = "import('@sparticuz/chromium').then((package_) => package_.default.executablePath())";
  await runQuietly(process.execPath, ['--eval', unpack], {
    cwd: folder,
    env: { ...process.env, TMPDIR: browser, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
  });
}

/**
 * The packaged fonts and no others, so that a screenshot looks the same on every machine.
 *
 * @param {string} folder
 */
function writeFontConfiguration(folder) {
  const alias = (/** @type {string} */ family, /** @type {string} */ font) =>
    `  <alias><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
  fs.writeFileSync(
    path.join(folder, 'fonts.conf'),
    [
      '<?xml version="1.0"?>',
      '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
      '<fontconfig>',
      `  <dir>${path.join(folder, 'node_modules', 'dejavu-fonts-ttf', 'ttf')}</dir>`,
      `  <cachedir>${path.join(folder, 'font-cache')}</cachedir>`,
      '  <!-- Whatever has no rule of its own is sans-serif. -->',
      '  <match><edit name="family" mode="append_last"><string>DejaVu Sans</string></edit></match>',
      alias('sans-serif', 'DejaVu Sans'),
      alias('system-ui', 'DejaVu Sans'),
      alias('serif', 'DejaVu Serif'),
      alias('monospace', 'DejaVu Sans Mono'),
      '</fontconfig>',
      '',
    ].join('\n'),
  );
}

module.exports = { findChromium, launchChromium };
