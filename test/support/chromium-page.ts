import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { launchChromium } from '../../scripts/chromium.js';
import { DEFAULT_STYLES, installFakeHost } from './fake-webview-host.js';
import type { FakeHostWindow, WebviewTheme } from './fake-webview-host.js';
import { until } from './poll.js';
import { takeScreenshot } from './screenshot.js';
import { slowDown } from './slow-page.js';
import recordedThemes from './vscode-themes.json' with { type: 'json' };

export type ThemeName = keyof typeof recordedThemes;
export const THEME_NAMES = Object.keys(recordedThemes) as readonly ThemeName[];

/** Pages are served from here by the test itself; nothing goes to a network. */
const ORIGIN = 'https://webview.test';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
};

/** How long a page may take for one thing: less than a test has, so that it is the test that tells what it waited for. */
const PAGE_DEADLINE_MS = 40_000;

/** A frame for the change, one for what that asks for, one for what follows from its size. */
const QUIET_FRAMES = 3;

export interface PageOptions {
  /** The folder whose files the page can ask for, such as `dist/webview`. */
  readonly root: string;
  /** The page's own text, or, as `{ file }`, the name of one of those files. */
  readonly html: string | { readonly file: string };
  /** The host that the page finds: a VS Code webview, or none as for a report opened from disk. */
  readonly host?: 'webview' | 'none';
  /** What `getState` answers before the page has called `setState`. */
  readonly initialState?: unknown;
  readonly theme?: ThemeName;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** One browser for all pages of a process: starting one takes longer than most tests. It ends with the process. */
let browser: Promise<Browser> | null = null;

/** A page of ours in Chromium, without VS Code: a fake of its webview host stands around it. */
export class ChromiumPage {
  /** Every message that the page has posted to its host, oldest first. */
  readonly posted: unknown[] = [];
  /** Errors on the page's console, and errors that it did not catch. */
  readonly errors: string[] = [];
  /** What the page asked for and was refused, because it lies outside its folder. */
  readonly refusedRequests: string[] = [];

  private constructor(readonly page: Page) {}

  /** Opens a page with a profile of its own, so that it knows nothing of the others. */
  static async open(options: PageOptions): Promise<ChromiumPage> {
    browser ??= launchChromium();
    const context = await (await browser).newContext({ viewport: options.viewport ?? { width: 1200, height: 800 } });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(PAGE_DEADLINE_MS);
      const opened = new ChromiumPage(page);
      await opened.prepare(options);
      await page.goto(`${ORIGIN}/${typeof options.html === 'string' ? '' : options.html.file}`);
      return opened;
    } catch (failure) {
      await context.close();
      throw failure;
    }
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** Sends the page a message from its host, and resolves when it has taken it; what it draws of it comes a frame later. */
  async send(message: unknown): Promise<void> {
    await this.page.evaluate(
      (data) =>
        new Promise<void>((resolve) => {
          // The page began to listen before this does, and so is called before.
          window.addEventListener('message', () => resolve(), { once: true });
          window.postMessage(data, '*');
        }),
      message,
    );
  }

  /**
   * Waits until what the page was told and given is drawn: some frames went by in which no part of it said that it is busy.
   * A change is drawn in the frame after it, and what is drawn may ask for one more.
   */
  async drawn(): Promise<void> {
    const drawing = this.page.evaluate(
      async ({ quietFrames, deadlineMs }) => {
        const end = performance.now() + deadlineMs;
        for (let quiet = 0; quiet < quietFrames; quiet++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          const busy = document.querySelector('[aria-busy="true"]');
          if (busy !== null && performance.now() > end) {
            throw new Error(`The page still says that it is busy: ${busy.outerHTML.slice(0, 200)}`);
          }
          if (busy !== null) {
            quiet = -1;
          }
        }
      },
      { quietFrames: QUIET_FRAMES, deadlineMs: PAGE_DEADLINE_MS },
    );
    await answered(drawing, 'to draw');
  }

  /** Waits until the page has posted a message that fits, and answers with the first such. */
  async waitForPosted<T>(what: string, fits: (message: unknown) => message is T): Promise<T> {
    return until(`the page to post ${what}`, () => this.posted.find(fits));
  }

  /** What VS Code does when the user changes the theme. */
  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(
      (next) => (window as unknown as FakeHostWindow).fakeHostApplyTheme(next),
      recordedThemes[theme] as WebviewTheme,
    );
  }

  /** Loads the page again with the state it last set, as VS Code does when a hidden panel comes back. */
  async reload(): Promise<void> {
    await this.page.reload();
  }

  /** Keeps what the page shows as `out/screenshots/<name>.png`. */
  async screenshot(name: string): Promise<string> {
    return takeScreenshot(this.page, name);
  }

  private async prepare(options: PageOptions): Promise<void> {
    this.page.on('pageerror', (error) => this.errors.push(error.message));
    this.page.on('console', (message) => {
      if (message.type() === 'error') {
        this.errors.push(message.text());
      }
    });
    await slowDown(this.page);
    // The compiler that runs the tests wraps named functions in calls of this; those sent to a page need it there.
    await this.page.addInitScript('globalThis.__name = (named) => named;');
    await this.page.route('**/*', (route) => this.serve(route, options));
    if (options.host !== 'none') {
      await this.page.exposeFunction('fakeHostPosted', (message: unknown) => void this.posted.push(message));
      await this.page.addInitScript(installFakeHost, {
        initialState: options.initialState,
        theme: recordedThemes[options.theme ?? 'Default Dark Modern'] as WebviewTheme,
        defaultStyles: DEFAULT_STYLES,
      });
    }
  }

  private async serve(route: Route, { root, html }: PageOptions): Promise<void> {
    const url = new URL(route.request().url());
    if (url.origin !== ORIGIN) {
      this.refusedRequests.push(url.href);
      await route.abort();
      return;
    }
    if (typeof html === 'string' && url.pathname === '/') {
      await route.fulfill({ body: html, contentType: 'text/html' });
      return;
    }
    const file = path.join(root, decodeURIComponent(url.pathname));
    try {
      await route.fulfill({ body: readFileSync(file), contentType: CONTENT_TYPES[path.extname(file)] ?? 'text/plain' });
    } catch {
      this.refusedRequests.push(url.href);
      await route.fulfill({ status: 404, body: '' });
    }
  }
}

/** A page that has come to a stand answers nothing at all, and what asks it would wait for ever. */
async function answered<T>(answer: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const standstill = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new Error(`The page answered nothing when it was asked ${what}.`));
    timer = setTimeout(fail, PAGE_DEADLINE_MS + 2000);
  });
  try {
    return await Promise.race([answer, standstill]);
  } finally {
    clearTimeout(timer);
  }
}
