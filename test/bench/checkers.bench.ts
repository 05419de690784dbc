/**
 * How long the linearizability checkers take and how much memory, against their goals and beside a bare event loop on the
 * same machine, each history in a process of its own that did not make it: `npm run bench -- checkers`.
 */
import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'ftm-bench-'));
try {
  const outfile = join(folder, 'bench.js');
  buildSync({ entryPoints: [join(__dirname, 'checker-rounds.ts')], bundle: true, platform: 'node', outfile });
  const history = join(folder, 'history');
  const run = (...words: string[]): string =>
    execFileSync(process.execPath, ['--expose-gc', outfile, ...words], { encoding: 'utf8' });
  for (const name of run('list').split('\n')) {
    run('make', name, history);
    process.stdout.write(run('check', name, history));
  }
} finally {
  rmSync(folder, { recursive: true });
}
