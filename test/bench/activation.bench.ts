/**
 * What the extension costs a window of a real VS Code that opens a model: loading its code and `activate`, as VS Code itself
 * measures and shows them. The language server is a process of its own that starts beside it, and is no part of it. What
 * VS Code's own extensions took at the same time is said too: on a busy machine only the ratio means something.
 *
 *   node esbuild.js --minify && npm run bench -- activation
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { until } from '../support/poll';
import { Workbench } from '../support/vscode-driver';

const EXTENSION = path.resolve(__dirname, '..', '..');
const ROUNDS = 5;
const AIM_MS = 100;

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ftm-activation-'));
  writeFileSync(path.join(folder, 'small.ftm'), 'policy P = raft { heartbeat: 50ms }\n');
  const workbench = await Workbench.open({ folder, extensionPath: EXTENSION });
  try {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      times.push(await activationMs(workbench));
      console.log((await runningExtensions(workbench)).join(', '));
      await workbench.page.reload();
      await workbench.page.locator('.monaco-workbench .statusbar').waitFor();
    }
    times.sort((left, right) => left - right);
    const median = times[Math.floor(times.length / 2)] ?? NaN;
    console.log(`activation: median ${String(median)} ms (below ${String(AIM_MS)}) of ${times.join(', ')}`);
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the list of running extensions shows of each, such as `Emmet 12 ms`. */
async function runningExtensions(workbench: Workbench): Promise<readonly string[]> {
  const rows = await workbench.page.locator('.runtime-extensions-editor .monaco-list-row').allInnerTexts();
  return rows.flatMap((row) => {
    const [, name, time] = /^(.+?)\s+\d+\.\d+\.\d+.*Activation: (\d+)ms/s.exec(row) ?? [];
    return name === undefined || time === undefined ? [] : [`${name} ${time} ms`];
  });
}

/** Opens VS Code's own list of running extensions and reads ours. */
async function activationMs(workbench: Workbench): Promise<number> {
  await workbench.openFile('small.ftm');
  await workbench.runCommand('Developer: Show Running Extensions');
  const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: /^ftm:/ });
  return until('the activation time', async () => {
    const shown = /Activation: (\d+)ms/.exec(await row.first().innerText({ timeout: 2000 }))?.[1];
    return shown === undefined ? undefined : Number(shown);
  });
}

main().then(
  () => process.exit(0),
  (failure: unknown) => {
    console.error(failure);
    process.exit(1);
  },
);
