/**
 * How soon a run is drawn and how long a frame takes, by its size: `npm run bench -- picture`.
 * Script is what the picture itself takes in a frame; a frame also holds the browser's own work and what else the
 * machine does.
 */
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { CDPSession } from 'playwright-core';
import { reportMessages } from '../../server/src/report/webview-messages';
import type { ChromiumPage } from '../support/chromium-page';
import { bigReport } from '../webview/big-report';
import { BUILT, buildOnce, openPanel } from '../webview/panel';

const SIZES = [
  { operations: 4_000, messages: 6_000 },
  { operations: 40_000, messages: 60_000 },
  { operations: 400_000, messages: 600_000 },
];

/** How long the page has waited for its run: not at all, as when it was made already, and as long as a short run takes. */
const WAITED_MS = [0, 1_000];
/** Pages of their own for each first picture, because only one can be the first in a page. */
const FIRST_PICTURES = 5;
/** A browser that has not answered by then never will. */
const DEADLINE_MS = 120_000;

interface Measured {
  readonly firstPictureMs: number;
  /** Until all of a large run has come. */
  readonly allMs: number;
  /** What of it the main thread worked, whatever else the machine did meanwhile. */
  readonly onProcessorMs: number;
  readonly frames: readonly {
    readonly what: string;
    readonly scriptMs: readonly number[];
    readonly frameMs: readonly number[];
  }[];
}

async function main(): Promise<void> {
  for (const size of SIZES) {
    const events = size.operations + size.messages;
    await buildOnce();
    writeFileSync(path.join(BUILT, 'big.json'), JSON.stringify([...reportMessages('report', bigReport(size), 1)]));
    for (const waitedMs of WAITED_MS) {
      const pictures: First[] = [];
      for (let round = 0; round < FIRST_PICTURES; round++) {
        pictures.push(await inPage(waitedMs, (_, first) => Promise.resolve(first)));
      }
      showFirst(events, waitedMs, pictures);
    }
    await inPage(0, async ({ panel, session }) => {
      const frames = await within('the run to be moved around in', panel.page.evaluate(moveAround), panel.errors);
      showFrames(events, frames, await heapMb(session, panel));
    });
  }
}

interface Opened {
  readonly panel: ChromiumPage;
  readonly session: CDPSession;
}

type First = Pick<Measured, 'firstPictureMs' | 'allMs' | 'onProcessorMs'>;

/** Opens a page that waits so long, sends it the run, and goes on with it once all of it is there. */
async function inPage<T>(waitedMs: number, use: (opened: Opened, first: First) => Promise<T>): Promise<T> {
  const panel = await within('a page to open', openPanel());
  try {
    const session = await panel.page.context().newCDPSession(panel.page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await within('the page to get its run', panel.page.evaluate(load), panel.errors);
    await new Promise((resolve) => setTimeout(resolve, waitedMs));
    const before = await mainThreadMs(session);
    const first = await within('the first picture', panel.page.evaluate(firstPicture), panel.errors);
    const onProcessorMs = (await mainThreadMs(session)) - before;
    return await use({ panel, session }, { ...first, onProcessorMs });
  } finally {
    await panel.close();
  }
}

/** @param errors of the page, which may tell why nothing came */
async function within<T>(what: string, answer: Promise<T>, errors: readonly string[] = []): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error([`Waited ${String(DEADLINE_MS / 1000)} s for ${what}.`, ...errors].join('\n')));
    }, DEADLINE_MS);
  });
  return Promise.race([answer, late]).finally(() => {
    clearTimeout(timer);
  });
}

/** Kept by the page until it is sent. */
interface BenchWindow extends Window {
  messages?: unknown[];
}

/** Runs in the page, as do the next two. */
async function load(): Promise<void> {
  (window as BenchWindow).messages = (await (await fetch('/big.json')).json()) as unknown[];
}

async function firstPicture(): Promise<Pick<Measured, 'firstPictureMs' | 'allMs'>> {
  const holder = window as BenchWindow;
  const messages = holder.messages ?? [];
  // What counts as memory of the picture is what the picture keeps.
  delete holder.messages;
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const begun = performance.now();
  const send = async (): Promise<void> => {
    for (const message of messages.splice(0)) {
      window.postMessage(message, '*');
      // As VS Code does it: the next part comes when the last has been taken.
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  const sent = send();
  while (document.querySelector('.page')?.getAttribute('data-picture') !== 'run') {
    await frame();
  }
  const firstPictureMs = performance.now() - begun;
  await sent;
  while (document.querySelector('.coming:not([hidden])') !== null) {
    await frame();
  }
  return { firstPictureMs, allMs: performance.now() - begun };
}

async function moveAround(): Promise<Measured['frames']> {
  const nextFrame = window.requestAnimationFrame.bind(window);
  const frame = (): Promise<number> => new Promise((resolve) => nextFrame(resolve));
  while (document.querySelector('[data-layout="final"]') === null) {
    await frame();
  }
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
  return frames;
}

async function mainThreadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? NaN) * 1000;
}

/** After what nobody holds any more is gone. */
async function heapMb(session: CDPSession, { page }: ChromiumPage): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const bytes = await page.evaluate(
    () => (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? NaN,
  );
  return bytes / 1e6;
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;

function showFirst(events: number, waitedMs: number, pictures: readonly First[]): void {
  const median = (what: keyof First): string =>
    ms(
      quantile(
        pictures.map((one) => one[what]),
        0.5,
      ),
    );
  const waited = waitedMs === 0 ? 'at once' : `after ${String(waitedMs / 1000)} s of waiting`;
  console.log(
    `${events.toLocaleString('en')} events ${waited}: first picture ${median('firstPictureMs')},` +
      ` all of it ${median('allMs')} (main thread ${median('onProcessorMs')})`,
  );
}

function showFrames(events: number, frames: Measured['frames'], heap: number): void {
  console.log(`  heap ${heap.toFixed(0)} MB, ${((heap * 1e6) / events).toFixed(0)} bytes an event`);
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
