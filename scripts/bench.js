// @ts-check
'use strict';

/**
 * Runs the benchmarks one after another, each in a process of its own so that none warms up another.
 *
 *   npm run bench                every test/bench/*.bench.ts
 *   npm run bench -- language    those whose name contains "language"
 */

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..');
const FOLDER = path.join(ROOT, 'test', 'bench');

const wanted = process.argv.slice(2);
const all = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER).filter((name) => name.endsWith('.bench.ts')) : [];
const chosen = all.filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part))).sort();
if (chosen.length === 0) {
  console.error(`no benchmark in test/bench matches; there are: ${all.join(', ') || 'none'}`);
  process.exit(2);
}

let failures = 0;
for (const name of chosen) {
  console.log(`\n${name}`);
  const { status } = spawnSync(
    process.execPath,
    ['--conditions=import', '--require', 'tsx/cjs', path.join(FOLDER, name)],
    {
      cwd: ROOT,
      stdio: 'inherit',
    },
  );
  if (status !== 0) failures += 1;
}
process.exit(failures === 0 ? 0 : 1);
