import { CodeActionKind } from 'vscode-languageserver';
import type { InitializeResult } from 'vscode-languageserver';
import { Documents } from './documents';
import { FIX_ALL } from './features/code-actions';
import { semanticTokensLegend } from './features/semantic-tokens';
import type { ClientTraits } from './session';
import { WIRE_VERSION } from './wire';
import type { ServerExtras } from './wire';

/** Files that models name; a folder may hold some. */
const MOVED_FILES = ['**/*.ftm', '**/*.csv', '**/'];

/** What the server offers. It promises nothing that it does not do: each entry has its request in `feature-requests.ts`. */
export function capabilities(traits: ClientTraits): InitializeResult {
  const experimental: ServerExtras = { ftmWireVersion: WIRE_VERSION };
  return {
    serverInfo: { name: 'ftm' },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: Documents.syncKind },
      ...(traits.pullsDiagnostics
        ? { diagnosticProvider: { identifier: 'ftm', interFileDependencies: true, workspaceDiagnostics: false } }
        : {}),
      completionProvider: { triggerCharacters: [':', '.', '(', '=', '"', ' ', ','] },
      hoverProvider: true,
      signatureHelpProvider: { triggerCharacters: ['('], retriggerCharacters: [','] },
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      documentSymbolProvider: true,
      workspaceSymbolProvider: true,
      renameProvider: { prepareProvider: true },
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
      ...(traits.runsCommands ? { codeLensProvider: {} } : {}),
      documentLinkProvider: {},
      foldingRangeProvider: true,
      selectionRangeProvider: true,
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: ['\n'] },
      semanticTokensProvider: { legend: semanticTokensLegend, full: { delta: true }, range: true },
      callHierarchyProvider: true,
      typeHierarchyProvider: true,
      inlayHintProvider: true,
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        fileOperations: { willRename: { filters: MOVED_FILES.map((glob) => ({ pattern: { glob } })) } },
      },
      experimental,
    },
  };
}
