/** Reports messages a second on one core, metrics kept: `npx tsx test/bench/simulation.bench.ts`. */
import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'ftm-bench-'));
try {
  const outfile = join(folder, 'bench.js');
  buildSync({ entryPoints: [join(__dirname, 'simulation-scenarios.ts')], bundle: true, platform: 'node', outfile });
  execFileSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}
