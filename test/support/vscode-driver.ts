import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/chromium.js';
import { startVsCode } from '../../scripts/real-vscode.js';
import { QUIET_SETTINGS } from '../../scripts/vscode-user-data.js';
import { DEADLINE_MS, until } from './poll.js';
import { takeScreenshot } from './screenshot.js';
import { WebOnlyProxy } from './web-only-proxy.js';

export interface WorkbenchOptions {
  /** The folder to work on; the window sees a fresh copy of it, so that stories do not disturb each other. */
  readonly folder: string;
  /** An unpacked extension, built. */
  readonly extensionPath?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Without a server behind the window, as on vscode.dev: the extension runs in a web worker, and no folder is open. */
  readonly webOnly?: boolean;
}

/** Every story begins in the theme that VS Code has by default, and does not see its own settings in the explorer. */
const DRIVEN_SETTINGS = { 'workbench.colorTheme': 'Default Dark Modern', 'files.exclude': { '**/.vscode': true } };

/** VS Code's own four themes, by what stands in the class of the workbench while each is on. */
const THEME_CLASSES = {
  'Default Dark Modern': 'themes-dark_modern-json',
  'Default Light Modern': 'themes-light_modern-json',
  'Default High Contrast': 'themes-hc_black-json',
  'Default High Contrast Light': 'themes-hc_light-json',
} as const;

export type ColourTheme = keyof typeof THEME_CLASSES;
export const COLOUR_THEMES = Object.keys(THEME_CLASSES) as readonly ColourTheme[];

interface Stoppable {
  stop(): Promise<void>;
}

/** A window of a real VS Code, used as a person uses it: by keyboard, palette and what is on the screen. */
export class Workbench {
  /** What the window complained of on its console. */
  readonly consoleErrors: readonly string[];
  private readonly folderSettings: Record<string, unknown> = {};

  private constructor(
    readonly page: Page,
    /** The copy of the folder that the window shows. */
    readonly folder: string,
    private readonly servers: readonly Stoppable[],
    private readonly browser: Browser,
    private readonly temporaryFolder: string,
  ) {
    this.consoleErrors = collectErrors(page);
  }

  /** Starts VS Code and a browser of its own, and resolves when the window is drawn. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const temporaryFolder = mkdtempSync(path.join(tmpdir(), 'ftm-'));
    const folder = path.join(temporaryFolder, path.basename(options.folder));
    cpSync(options.folder, folder, { recursive: true });
    const userDataDir = path.join(temporaryFolder, 'user');
    mkdirSync(userDataDir);

    const settings = { ...DRIVEN_SETTINGS, ...options.settings };
    const server = await startVsCode({ ...options, folder, userDataDir, settings });
    const servers: Stoppable[] = [server];
    let browser: Browser | undefined;
    try {
      let { url } = server;
      if (options.webOnly === true) {
        const proxy = await WebOnlyProxy.start(url, options.extensionPath ?? '', { ...QUIET_SETTINGS, ...settings });
        servers.unshift(proxy);
        ({ url } = proxy);
      }
      browser = await launchChromium();
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.setDefaultTimeout(DEADLINE_MS);
      const workbench = new Workbench(page, folder, servers, browser, temporaryFolder);
      await page.goto(url);
      await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: DEADLINE_MS });
      return workbench;
    } catch (failure) {
      const serverLog = readFileSync(server.logFile, 'utf8');
      await browser?.close();
      for (const each of servers) await each.stop();
      rmSync(temporaryFolder, { recursive: true, force: true, maxRetries: 5 });
      throw new Error(`The window of VS Code did not open. The server printed:\n${serverLog}`, { cause: failure });
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    for (const server of this.servers) await server.stop();
    rmSync(this.temporaryFolder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Opens a file of the folder in an editor that has the focus. */
  async openFile(relativePath: string): Promise<void> {
    const name = path.basename(relativePath);
    await this.pick(relativePath, name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: DEADLINE_MS });
    await this.page.locator('.editor-instance .monaco-editor .view-line').first().waitFor({ timeout: DEADLINE_MS });
  }

  /** Runs a command from the palette by the title it has there, such as `View: Close Editor`. */
  async runCommand(title: string): Promise<void> {
    await this.pick(`>${title}`, title);
  }

  /** Types into a quick pick that a command has opened, and takes the entry with that label. */
  async choose(label: string): Promise<void> {
    await this.quickInput().fill(label);
    await this.quickEntry(label).click({ timeout: DEADLINE_MS });
  }

  /** The labels of the quick pick that is open. */
  async choices(): Promise<string[]> {
    await this.quickInput().waitFor({ timeout: DEADLINE_MS });
    return this.page.locator('.quick-input-list .label-name').allInnerTexts();
  }

  /** Types at the cursor of whatever has the focus. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Puts the cursor of the active editor somewhere; both numbers count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.openQuickInput();
    await this.quickInput().fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.quickInput().waitFor({ state: 'hidden', timeout: DEADLINE_MS });
  }

  /** Waits until the lines that the active editor shows match, which is soon after typing but not at once. */
  async waitForEditorText(expected: RegExp): Promise<string> {
    return until(`an editor text that matches ${expected}`, async () => {
      const text = await this.editorText();
      return expected.test(text) && text;
    });
  }

  /** The text of the lines that the active editor shows at this moment. */
  async editorText(): Promise<string> {
    const lines = await this.page.locator('.editor-instance .monaco-editor .view-line').evaluateAll((elements) =>
      elements
        .map((element) => ({ top: Number.parseFloat((element as HTMLElement).style.top), text: element.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => (text ?? '').replaceAll('\u00a0', ' ')),
    );
    return lines.join('\n');
  }

  /** Opens the Problems view and waits until one of its rows contains the text; answers with that row's text. */
  async waitForProblem(text: string): Promise<string> {
    await this.runCommand('Problems: Focus on Problems View');
    const row = this.page.locator('.markers-panel .monaco-list-row').filter({ hasText: text }).first();
    await row.waitFor({ timeout: DEADLINE_MS });
    return row.innerText();
  }

  /** The rows of the Problems view, files and their problems, which must be open. */
  async problems(): Promise<string[]> {
    return this.page.locator('.markers-panel .monaco-list-row').allInnerTexts();
  }

  /** The inner document of the webview that shows an element with this selector, once there is one. */
  async webview(selector: string): Promise<Frame> {
    return until(`a webview that shows "${selector}"`, async () => {
      for (const outer of await this.page.locator('iframe.webview.ready').elementHandles()) {
        const wrapper = await outer.contentFrame();
        const inner = await (await wrapper?.$('#active-frame'))?.contentFrame();
        if (inner && (await outer.isVisible()) && (await inner.locator(selector).first().isVisible())) {
          return inner;
        }
      }
      return undefined;
    });
  }

  /** The notification with this text, there or not. */
  notification(text: string): Locator {
    return this.page.locator('.notification-list-item').filter({ hasText: text }).first();
  }

  /** Waits for a notification with this text. */
  async waitForNotification(text: string): Promise<Locator> {
    const toast = this.notification(text);
    await toast.waitFor({ timeout: DEADLINE_MS });
    return toast;
  }

  async setColourTheme(theme: ColourTheme): Promise<void> {
    this.changeSettings({ 'workbench.colorTheme': theme });
    const workbench = this.page.locator(`.monaco-workbench[class*="${THEME_CLASSES[theme]}"]`);
    await workbench.waitFor({ timeout: DEADLINE_MS });
  }

  /** Changes settings of the folder; the window follows on its own, soon but not at once. */
  changeSettings(changes: Readonly<Record<string, unknown>>): void {
    Object.assign(this.folderSettings, changes);
    const file = path.join(this.folder, '.vscode', 'settings.json');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(this.folderSettings, null, 2));
  }

  /** Keeps what the window shows as `out/screenshots/<name>.png`. */
  async screenshot(name: string): Promise<string> {
    return takeScreenshot(this.page, name);
  }

  private quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  /** The entry with exactly this label. */
  private quickEntry(label: string): Locator {
    return this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) })
      .first();
  }

  /** F1 until it is there: right after the start a window does not yet listen. */
  private async openQuickInput(): Promise<void> {
    await until('the command palette', async () => {
      if (await this.quickInput().isVisible()) {
        return true;
      }
      await this.page.keyboard.press('F1');
      return this.quickInput()
        .waitFor({ timeout: 2000 })
        .then(() => true);
    });
  }

  /** Types a query and takes the entry; again when it is not offered, as files and commands are found bit by bit. */
  private async pick(query: string, label: string): Promise<void> {
    await until(`"${label}" in the list for "${query}"`, async () => {
      await this.openQuickInput();
      // The command before may close the list that has just been opened: then it is opened anew.
      await this.quickInput().fill('', { timeout: 2000 });
      await this.quickInput().fill(query, { timeout: 2000 });
      await this.quickEntry(label).click({ timeout: 5000 });
      return true;
    });
  }
}

/**
 * Modules that VS Code does without: one that only its vendor ships, and those that an absent compiler left unbuilt. Its own
 * extensions are late on a slow machine.
 */
const EXPECTED_COMPLAINT = /\/vsda\/|@vscode\/spdlog|native-watchdog|Timed out getting tasks from +typescript/;

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    const complaint = `${message.text()} (${message.location().url})`;
    if (message.type() === 'error' && !EXPECTED_COMPLAINT.test(complaint)) {
      errors.push(complaint);
    }
  });
  return errors;
}
