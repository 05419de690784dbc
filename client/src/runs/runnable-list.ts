import * as vscode from 'vscode';
import { receiveScenariosAnswer, scenariosRequest } from '../../../server/src/editor/wire';
import type { DocumentQuery, RunnableEntry } from '../../../server/src/editor/wire';
import type { ModelServer } from '../infrastructure/model-server';

/** The scenarios and experiments of a model, as its text stands now. */
export async function listRunnables(
  server: ModelServer,
  uri: vscode.Uri,
  token: vscode.CancellationToken = new vscode.CancellationTokenSource().token,
): Promise<readonly RunnableEntry[]> {
  const query: DocumentQuery = { uri: uri.toString() };
  const { entries } = await server.ask(scenariosRequest, query, receiveScenariosAnswer, token);
  return entries;
}

/** The entry around a line, or the one whose name stands nearest above it; the first one without a line. */
export function entryAt(entries: readonly RunnableEntry[], line: number | undefined): RunnableEntry | undefined {
  if (line === undefined) return entries[0];
  const around = entries.find(({ fromLine, toLine }) => fromLine <= line && line <= toLine);
  return around ?? entries.findLast(({ fromLine }) => fromLine <= line) ?? entries[0];
}
