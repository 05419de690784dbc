import type { InitializeParams } from 'vscode-languageserver';
import type { ClientTraits } from './session';
import { receiveServerOptions } from './wire';

/** Reads what a client says of itself; what it does not mention it cannot do. */
export function clientTraits({
  capabilities,
  workspaceFolders,
  rootUri,
  initializationOptions,
}: InitializeParams): ClientTraits {
  const { textDocument, workspace } = capabilities;
  const folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]);
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    links: textDocument?.definition?.linkSupport === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true,
    runsCommands: receiveServerOptions(initializationOptions).runsCommands,
    folders,
  };
}
