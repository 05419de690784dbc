import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';

const SCREENSHOTS_FOLDER = path.resolve(import.meta.dirname, '..', '..', 'out', 'screenshots');

/** Keeps what the page shows now as `out/screenshots/<name>.png`. */
export async function takeScreenshot(page: Page, name: string): Promise<string> {
  mkdirSync(SCREENSHOTS_FOLDER, { recursive: true });
  const file = path.join(SCREENSHOTS_FOLDER, `${name}.png`);
  await page.screenshot({ path: file });
  return file;
}
