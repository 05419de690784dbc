/**
 * How soon a run is drawn and how long a frame takes, by its size: `npm run bench -- picture`.
 * Script is what the picture itself takes in a frame; a frame also holds the browser's own work and what else the
 * machine does.
 */
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { ChromiumPage } from '../support/chromium-page';
import { bigReport } from '../webview/big-report';
import { BUILT, openPanel } from '../webview/panel';

const SIZES = [
  { operations: 4_000, messages: 6_000 },
  { operations: 40_000, messages: 60_000 },
  { operations: 400_000, messages: 600_000 },
];

interface Measured {
  readonly firstPictureMs: number;
  readonly topologyMs: number;
  readonly frames: readonly {
    readonly what: string;
    readonly scriptMs: readonly number[];
    readonly frameMs: readonly number[];
  }[];
}

async function main(): Promise<void> {
  for (const size of SIZES) {
    const panel = await openPanel();
    try {
      writeFileSync(path.join(BUILT, 'big.json'), JSON.stringify(bigReport(size)));
      const measured = await panel.page.evaluate(measure);
      show(size.operations + size.messages, measured, await heapMb(panel));
    } finally {
      await panel.close();
    }
  }
}

/** Runs in the page. */
async function measure(): Promise<Measured> {
  const nextFrame = window.requestAnimationFrame.bind(window);
  const frame = (): Promise<number> => new Promise((resolve) => nextFrame(resolve));
  const message: { readonly kind: string; report: unknown } = {
    kind: 'report',
    report: await (await fetch('/big.json')).json(),
  };
  const begun = performance.now();
  window.postMessage(message, '*');
  // What counts as memory of the picture is what the picture keeps.
  message.report = null;
  while (document.querySelector('.page')?.getAttribute('data-picture') !== 'run') {
    await frame();
  }
  const firstPictureMs = performance.now() - begun;
  while (document.querySelector('.box') === null) {
    await frame();
  }
  const topologyMs = performance.now() - begun;

  let script: number[] = [];
  window.requestAnimationFrame = (callback) =>
    nextFrame((now) => {
      const started = performance.now();
      callback(now);
      script.push(performance.now() - started);
    });
  const over = document.querySelector('.timeline-over');
  // Asked for once, because each time would make the page lay itself out.
  const clientX = (over?.getBoundingClientRect().left ?? 0) + 600;
  const wheel = (how: WheelEventInit): void => {
    over?.dispatchEvent(new WheelEvent('wheel', { ...how, clientX, bubbles: true, cancelable: true }));
  };
  const key = (name: string): void => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
  };
  const during = async (what: string, act: (step: number) => void): Promise<Measured['frames'][number]> => {
    script = [];
    const frameMs: number[] = [];
    for (let step = 0, last = performance.now(); step < 120; step++) {
      act(step);
      await frame();
      frameMs.push(performance.now() - last);
      last = performance.now();
    }
    return { what, scriptMs: script, frameMs };
  };
  const frames = [
    await during('zooming in', () => {
      wheel({ ctrlKey: true, deltaY: -30 });
    }),
    await during('panning', (step) => {
      wheel({ deltaX: step % 40 < 20 ? 40 : -40 });
    }),
    await during('zooming out', () => {
      wheel({ ctrlKey: true, deltaY: 30 });
    }),
  ];
  key('Home');
  key(' ');
  frames.push(await during('playing', () => undefined));
  return { firstPictureMs, topologyMs, frames };
}

/** After what nobody holds any more is gone. */
async function heapMb({ page }: ChromiumPage): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const bytes = await page.evaluate(
    () => (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? NaN,
  );
  return bytes / 1e6;
}

function show(events: number, { firstPictureMs, topologyMs, frames }: Measured, heap: number): void {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  console.log(
    `${events.toLocaleString('en')} events: first picture ${ms(firstPictureMs)}, topology ${ms(topologyMs)}, heap ${heap.toFixed(0)} MB, ${((heap * 1e6) / events).toFixed(0)} bytes an event`,
  );
  for (const { what, scriptMs, frameMs } of frames) {
    console.log(
      `  ${what.padEnd(12)} script p50 ${ms(quantile(scriptMs, 0.5))}, p95 ${ms(quantile(scriptMs, 0.95))};` +
        ` frame p50 ${ms(quantile(frameMs, 0.5))}, p95 ${ms(quantile(frameMs, 0.95))}`,
    );
  }
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}

main().then(
  () => process.exit(),
  (failure: unknown) => {
    console.error(failure);
    process.exit(1);
  },
);
