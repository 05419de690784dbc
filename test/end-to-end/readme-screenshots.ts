/**
 * The pictures of the README and of the walkthrough, taken in a real VS Code with the extension in it:
 *
 *   node esbuild.js && npm run screenshots
 *
 * They are kept in `docs/images`. Run it when what they show has changed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
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

/** Small enough to be packed, as WebP. */
const SIZE = { width: 1200, height: 820 };
const NARROW = { width: 760, height: 620 };
const STRIP = { x: 0, y: 35, width: 600, height: 460 };
/** The pictures are part of the package, which is to stay small: the second one leaves out the model. */
const PANEL = { x: 600, y: 35, width: 600, height: SIZE.height - 57 };
const RIGHT_HALF = { x: 600, y: 35, width: 600, height: 520 };

/** Lines of the showcase: its policy, its scenario, its last expectation. */
const POLICY_LINE = 15;
const POLICY_END = 93;
const SCENARIO_LINE = 38;
const LAST_LINE = 46;

async function main(): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  await inWindow('showcase', async (workbench) => {
    await takeEditing(workbench);
    await takeTimeline(workbench);
  });
  await inWindow('cap-comparison', takeComparison);
}

async function inWindow(sample: string, take: (workbench: Workbench) => Promise<void>): Promise<void> {
  const folder = path.join(ROOT, 'samples', sample);
  const workbench = await Workbench.open({ folder, extensionPath: ROOT, settings: SETTINGS });
  try {
    await workbench.page.setViewportSize(SIZE);
    await take(workbench);
  } finally {
    await workbench.close();
  }
}

/** Completion in a policy, and what a run measured beside its expectations. */
async function takeEditing(workbench: Workbench): Promise<void> {
  await workbench.openFile('showcase.ftm');
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.page.setViewportSize(NARROW);
  await workbench.goTo(POLICY_LINE, POLICY_END);
  await workbench.type(' pre');
  await workbench.page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'pre-vote' }).first().waitFor();
  await shoot(workbench, 'walkthrough-write', { x: 0, y: 35, width: NARROW.width, height: NARROW.height - 60 });
  await workbench.page.keyboard.press('Escape');
  await workbench.page.setViewportSize(SIZE);
  await workbench.runCommand('File: Revert File');
  await workbench.goTo(SCENARIO_LINE, 1);
  await workbench.runCommand('FTM: Run All Scenarios');
  const view = await workbench.webview('.timeline');
  await until('the run in the picture', async () => (await view.locator('.badge').count()) > 0);
  await workbench.goTo(LAST_LINE, 1);
  await until('what was measured', async () => /✓ [\d.]+ %/.test(await workbench.editorText()));
  await shoot(workbench, 'walkthrough-run', STRIP);
}

async function takeTimeline(workbench: Workbench): Promise<void> {
  const view = await workbench.webview('.timeline');
  for (const [theme, name] of [
    ['Default Dark Modern', 'dark'],
    ['Default Light Modern', 'light'],
  ] as const satisfies readonly (readonly [ColourTheme, string])[]) {
    await workbench.setColourTheme(theme);
    await workbench.webview('.timeline');
    await view.locator('svg:has(.box)').first().waitFor();
    await until('all boxes', async () => (await view.locator('.box').count()) >= 8);
    await shoot(workbench, `timeline-${name}`, name === 'light' ? PANEL : undefined);
  }
}

async function takeComparison(workbench: Workbench): Promise<void> {
  await workbench.openFile('cap-comparison.ftm');
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.runCommand('FTM: Compare Experiment...');
  const view = await workbench.webview('table');
  await view.locator('table').first().waitFor();
  await shoot(workbench, 'walkthrough-compare', RIGHT_HALF);
}

interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Playwright itself writes no WebP, which takes two thirds of what JPEG takes of such pictures. */
async function shoot({ page }: Workbench, name: string, clip: Clip = { x: 0, y: 0, ...SIZE }): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    ...{ format: 'webp', quality: 42 },
    clip: { ...clip, scale: 1 },
  });
  await session.detach();
  writeFileSync(path.join(IMAGES, `${name}.webp`), Buffer.from(data, 'base64'));
}

main().then(
  () => process.exit(0),
  (failure: unknown) => {
    console.error(failure);
    process.exit(1);
  },
);
