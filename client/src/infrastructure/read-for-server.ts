import * as vscode from 'vscode';
import { receiveDocumentQuery } from '../../../server/src/editor/wire';
import type { ReadFileAnswer } from '../../../server/src/editor/wire';
import { messageOf } from './log';

/** As much as the language reads of one file, with room for characters of several bytes. */
const MAX_BYTES = 16_000_000;

/** Reads a file that only the editor can see, such as one of a virtual workspace, for the server's imports. */
export async function readForServer(query: unknown): Promise<ReadFileAnswer> {
  const received = receiveDocumentQuery(query);
  if (!received.ok) return { kind: 'unreadable', reason: received.problem };
  const uri = vscode.Uri.parse(received.value.uri, true);
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) return { kind: 'unreadable', reason: 'it is a folder' };
    if (size > MAX_BYTES) return { kind: 'too-large', reason: `it has ${String(size)} bytes` };
    return { kind: 'text', text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
  } catch (failure) {
    const isMissing = failure instanceof vscode.FileSystemError && failure.code === 'FileNotFound';
    return { kind: isMissing ? 'missing' : 'unreadable', reason: messageOf(failure) };
  }
}
