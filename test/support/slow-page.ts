import type { Page } from 'playwright-core';

/** How many times slower a page shall be than the machine; what a test reads too early, it then reads too early every time. */
const SLOWER = Number(process.env['FTM_SLOW'] ?? '1');

/** A page draws in its next frame: on a machine so slow that comes late, but frames still come in their order. */
const FRAME_LATE_MS = 80;

/** Makes a page that has not been loaded yet as slow as the variable `FTM_SLOW` asks for: a rate such as 4 or 6. */
export async function slowDown(page: Page): Promise<void> {
  if (SLOWER <= 1) {
    return;
  }
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript((lateMs) => {
    const inNextFrame = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (act) => inNextFrame(() => setTimeout(() => inNextFrame(act), lateMs));
  }, FRAME_LATE_MS);
}
