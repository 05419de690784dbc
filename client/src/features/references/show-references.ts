import * as vscode from 'vscode';
import type { CommandRegistry } from '../../infrastructure/commands';

/** What a code lens "3 references" says: plain data, since a language server knows no type of the editor. */
interface ReferencesArgument {
  readonly uri: string;
  readonly line: number;
  readonly column: number;
}

/** The command behind "n references": asks the language server again and shows the peek view of the editor. */
export function registerReferencesCommand(commands: CommandRegistry): void {
  commands.register('ftm.showReferences', async (argument) => {
    if (!isReferencesArgument(argument)) return;
    const uri = vscode.Uri.parse(argument.uri, true);
    const position = new vscode.Position(argument.line, argument.column);
    const found = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      uri,
      position,
    );
    await vscode.commands.executeCommand('editor.action.showReferences', uri, position, found);
  });
}

function isReferencesArgument(value: unknown): value is ReferencesArgument {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['uri', 'line', 'column'].every((name) => name in value) &&
    typeof (value as ReferencesArgument).line === 'number'
  );
}
