/**
 * How long it takes to parse, bind and check a model of 10,000 lines, warm, on one core: what stands between a
 * keystroke and its diagnostics. Measured on a bundle, as the product is run; from the sources it is twice as slow.
 *
 *   npm run bench -- check
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(path.join(tmpdir(), 'ftm-bench-'));
const outfile = path.join(folder, 'check-rounds.js');
buildSync({ entryPoints: [path.join(__dirname, 'check-rounds.ts')], bundle: true, platform: 'node', outfile });
const { status } = spawnSync(process.execPath, [outfile], { stdio: 'inherit' });
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
