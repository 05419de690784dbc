import { rmSync } from 'node:fs';
import * as path from 'node:path';
import { Workbench } from '../support/vscode-driver';

/** The extension under test: this project. */
export const EXTENSION = path.resolve(__dirname, '..', '..');

export interface StoryWindow {
  /** Makes the folder that the window shows, in a folder of its own that goes with it. */
  readonly makeFolder: () => string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Without Node: extension and language server run in web workers. */
  readonly webOnly?: boolean;
}

/**
 * One window for all stories of a `describe`, each of which begins where the last one ended: opened before the first,
 * photographed where one fails, closed after the last.
 */
export function storyWindow(
  { makeFolder, ...options }: StoryWindow,
  opened: (workbench: Workbench) => void | Promise<void>,
): void {
  let folder: string;
  let workbench: Workbench | undefined;

  before(async () => {
    folder = makeFolder();
    workbench = await Workbench.open({ folder, extensionPath: EXTENSION, ...options });
    await opened(workbench);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.screenshot(`failed-${this.currentTest.title}`);
  });

  after(async () => {
    await workbench?.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });
}
