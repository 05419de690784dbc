/**
 * Reports messages a second on one core, metrics kept, beside a bare event loop on the same machine; what a trace costs;
 * and whether memory stays flat: `npm run bench -- simulation`. To measure one scenario alone, build and name it:
 * `npx tsx test/bench/simulation.bench.ts A` (A to D, T for the trace, M for memory).
 */
import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'ftm-bench-'));
try {
  const outfile = join(folder, 'bench.js');
  buildSync({ entryPoints: [join(__dirname, 'simulation-rounds.ts')], bundle: true, platform: 'node', outfile });
  execFileSync(process.execPath, ['--expose-gc', outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}
