/**
 * The pictures of the README, taken in a real VS Code with the extension in it:
 *
 *   node esbuild.js && npm run screenshots
 *
 * They are kept in `docs/images`. Run it when what they show has changed.
 */
import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { until } from '../support/poll';
import { Workbench } from '../support/vscode-driver';
import type { ColourTheme } from '../support/vscode-driver';

const ROOT = path.resolve(__dirname, '..', '..');
const IMAGES = path.join(ROOT, 'docs', 'images');
const SETTINGS = {
  'files.autoSave': 'off',
  'ftm.run.whenFinished': 'showTimeline',
  'workbench.startupEditor': 'none',
  'workbench.activityBar.location': 'hidden',
  'editor.minimap.enabled': false,
  'editor.wordWrap': 'on',
};

/** Small enough to be packed, as JPEG. */
const SIZE = { width: 1200, height: 720 };

async function main(): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  const workbench = await Workbench.open({
    folder: path.join(ROOT, 'samples', 'showcase'),
    extensionPath: ROOT,
    settings: SETTINGS,
  });
  try {
    await workbench.page.setViewportSize(SIZE);
    await workbench.openFile('showcase.ftm');
    await workbench.runCommand('View: Close Primary Side Bar');
    await workbench.goTo(38, 1);
    await workbench.runCommand('FTM: Run All Scenarios');
    const view = await workbench.webview('.timeline');
    await until('the run in the picture', async () => (await view.locator('.badge').count()) > 0);
    for (const [theme, name] of [
      ['Default Dark Modern', 'dark'],
      ['Default Light Modern', 'light'],
    ] as const satisfies readonly (readonly [ColourTheme, string])[]) {
      await workbench.setColourTheme(theme);
      await workbench.webview('.timeline');
      const topology = view.locator('svg:has(.box)').first();
      await topology.waitFor();
      await until('all boxes', async () => (await view.locator('.box').count()) >= 8);
      const picture = { path: path.join(IMAGES, `timeline-${name}.jpg`), type: 'jpeg', quality: 72 } as const;
      await workbench.page.screenshot(picture);
    }
  } finally {
    await workbench.close();
  }
}

main().then(
  () => process.exit(0),
  (failure: unknown) => {
    console.error(failure);
    process.exit(1);
  },
);
