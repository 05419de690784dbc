import * as vscode from 'vscode';
import { momentText } from '../../../server/src/editor/wire';
import type { Moment, SavedFile } from '../../../server/src/editor/wire';

/** `publisher.name` of the manifest: what links to this extension begin with. */
const EXTENSION_ID = 'ftm.ftm';

/** Asks where to, and writes what the picture has made. */
export async function saveFile({ name, content, encoding }: SavedFile): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const defaultUri = folder === undefined ? vscode.Uri.file(name) : vscode.Uri.joinPath(folder, name);
  const target = await vscode.window.showSaveDialog({ defaultUri });
  if (target === undefined) return;
  const bytes = encoding === 'base64' ? bytesOf(content) : new TextEncoder().encode(content);
  await vscode.workspace.fs.writeFile(target, bytes);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Saved {0}.', vscode.workspace.asRelativePath(target)), 5000);
}

/** Of base 64; there is no Node in a web editor. */
function bytesOf(content: string): Uint8Array {
  return Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
}

/** A link that opens this moment of the run again, in this editor or another one. */
export async function copyLink(moment: Moment): Promise<void> {
  await vscode.env.clipboard.writeText(`${vscode.env.uriScheme}://${EXTENSION_ID}/moment?${momentText(moment)}`);
  vscode.window.setStatusBarMessage(vscode.l10n.t('The link to this moment is on the clipboard.'), 5000);
}
