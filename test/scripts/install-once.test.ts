import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { installOnce } from '../../scripts/install-once.js';

const SCRIPT = path.resolve(import.meta.dirname, '../../scripts/install-once.js');

describe('an installation in .cache', () => {
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(path.join(tmpdir(), 'ftm-install-once-'));
  });

  afterEach(() => {
    rmSync(cache, { recursive: true });
  });

  const fill = async (folder: string): Promise<void> => writeFileSync(path.join(folder, 'program'), 'new');

  it('is made by one of the processes that want it at the same time, and the others wait for it', async () => {
    const log = path.join(cache, 'log');
    // Half of it is written before a wait, half after: a second installation would take away the first half.
    const program = `
      const fs = require('node:fs');
      const { installOnce } = require(${JSON.stringify(SCRIPT)});
      const fill = async (folder) => {
        fs.appendFileSync(${JSON.stringify(log)}, 'filled\\n');
        fs.writeFileSync(folder + '/first', 'half');
        await new Promise((resolve) => setTimeout(resolve, 600));
        fs.writeFileSync(folder + '/second', fs.readFileSync(folder + '/first'));
      };
      installOnce('tool-1', fill, ${JSON.stringify(cache)})
        .then((folder) => console.log('has ' + fs.readFileSync(folder + '/second', 'utf8')));`;
    const start = async (): Promise<string> =>
      (await promisify(execFile)(process.execPath, ['--eval', program])).stdout;

    const outputs = await Promise.all([start(), start(), start()]);

    assert.equal(readFileSync(log, 'utf8'), 'filled\n');
    for (const output of outputs) {
      assert.match(output, /has half/);
    }
    assert.deepEqual(readdirSync(cache).sort(), ['log', 'tool-1']);
  });

  it('starts over where a process was killed at it', async () => {
    const { pid } = spawnSync(process.execPath, ['--eval', '']);
    mkdirSync(path.join(cache, 'tool-1'));
    writeFileSync(path.join(cache, 'tool-1', 'rest'), 'half');
    writeFileSync(path.join(cache, 'tool-1.claim'), String(pid));

    const folder = await installOnce('tool-1', fill, cache);

    assert.deepEqual(readdirSync(folder).sort(), ['.installed', 'program']);
  });

  it('starts over where it failed', async () => {
    const failing = installOnce('tool-1', () => Promise.reject(new Error('no network')), cache);
    await assert.rejects(failing, /Could not install tool-1 into \.cache: no network/);

    const folder = await installOnce('tool-1', fill, cache);

    assert.equal(readFileSync(path.join(folder, 'program'), 'utf8'), 'new');
  });
});
