import * as vscode from 'vscode';
import type { RunnableEntry } from '../../../../server/src/editor/wire';
import { entryAt } from '../../runs/runnable-list';

interface RunnableItem extends vscode.QuickPickItem {
  readonly entry: RunnableEntry;
}

/** Lets the user choose among the scenarios or experiments of a model; the one at the cursor comes first. */
export async function pickRunnable(
  entries: readonly RunnableEntry[],
  cursorLine: number | undefined,
  placeHolder: string,
): Promise<RunnableEntry | undefined> {
  const nearest = cursorLine === undefined ? undefined : entryAt(entries, cursorLine);
  const ordered = nearest === undefined ? entries : [nearest, ...entries.filter((entry) => entry !== nearest)];
  const items = ordered.map((entry) => itemOf(entry, entry === nearest));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  return chosen?.entry;
}

function itemOf(entry: RunnableEntry, isNearest: boolean): RunnableItem {
  const notes = [
    ...(isNearest ? [vscode.l10n.t('at the cursor')] : []),
    ...(entry.runnable ? [] : [vscode.l10n.t('has errors')]),
  ];
  return {
    entry,
    label: entry.name,
    description: entry.title === entry.name ? '' : entry.title,
    ...(notes.length > 0 ? { detail: notes.join(' · ') } : {}),
    iconPath: new vscode.ThemeIcon(entry.runnable ? 'play' : 'warning'),
  };
}
