import * as vscode from 'vscode';
import type { SourcePlace } from '../../../server/src/editor/wire';

export function rangeOf(place: SourcePlace): vscode.Range {
  return new vscode.Range(place.line, place.column, place.line, place.endColumn);
}

export function locationOf(place: SourcePlace): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(place.file, true), rangeOf(place));
}

/** Whether a file is named by its address, as in `file:///a.ftm`; the drive of `C:\\a.ftm` is no scheme. */
export function isAddress(file: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(file);
}

/** Shows a place of a model beside the panel that asked for it, in an editor that is already there when there is one. */
export async function revealPlace(place: SourcePlace, preserveFocus = false): Promise<void> {
  const { uri, range } = locationOf(place);
  const open = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  const viewColumn = open?.viewColumn ?? columnForSource();
  const editor = await vscode.window.showTextDocument(uri, { viewColumn, preserveFocus, selection: range });
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** A panel fills its column; the text goes to the other one. */
function columnForSource(): vscode.ViewColumn {
  const active = vscode.window.tabGroups.activeTabGroup;
  if (active.activeTab?.input instanceof vscode.TabInputText) return active.viewColumn;
  return active.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
}
