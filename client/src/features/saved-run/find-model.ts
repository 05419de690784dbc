import * as vscode from 'vscode';
import { isAddress } from '../../infrastructure/source-places';

/**
 * Where a model is that a saved run names. `ftm run` names files as they were given to it, seen from the folder that it
 * ran in, which the saved run does not say: that folder is the one it lies in, one above, or one that is open.
 *
 * @throws where there is no such file
 */
export async function findModel(file: string, saved: vscode.Uri): Promise<vscode.Uri> {
  for (const uri of candidates(file, saved)) if (await exists(uri)) return uri;
  throw new Error(vscode.l10n.t('{0}, which this run is of, is not here.', file));
}

function candidates(file: string, saved: vscode.Uri): readonly vscode.Uri[] {
  if (isAddress(file)) return [vscode.Uri.parse(file, true)];
  if (/^([/\\]|[a-z]:)/i.test(file)) return [vscode.Uri.file(file)];
  const open = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  return [...foldersAbove(saved), ...open].map((folder) => vscode.Uri.joinPath(folder, file.replaceAll('\\', '/')));
}

/** The nearest first. */
function foldersAbove(uri: vscode.Uri): readonly vscode.Uri[] {
  const folder = vscode.Uri.joinPath(uri, '..');
  return folder.path === uri.path ? [] : [folder, ...foldersAbove(folder)];
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
