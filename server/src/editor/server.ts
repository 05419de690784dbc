import { DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import type { Connection } from 'vscode-languageserver';
import { prepareParser } from '../language';
import { capabilities } from './capabilities';
import { ClientFiles } from './client-files';
import { clientTraits } from './client-traits';
import { registerCustomRequests } from './custom-requests';
import { DiagnosticsFlow } from './diagnostics-flow';
import { Documents } from './documents';
import { registerFeatures } from './feature-requests';
import { Programs } from './programs';
import { LastResults } from './runs/last-results';
import { PendingExplanations } from './runs/pending-explanations';
import { RunQueue } from './runs/run-queue';
import { Session } from './session';
import type { ClientTraits, ServerHost } from './session';
import { receiveServerOptions } from './wire';

const UNKNOWN: ClientTraits = {
  pullsDiagnostics: false,
  refreshesDiagnostics: false,
  refreshesLenses: false,
  refreshesHints: false,
  snippets: false,
  links: false,
  watchesFiles: false,
  changesFolders: false,
  runsCommands: false,
  folders: [],
};

/** Serves one client over one connection, whatever that is made of. */
export function startServer(connection: Connection, host: ServerHost): void {
  let traits = UNKNOWN;
  let readsFiles = false;
  const clientFiles = new ClientFiles(host.files, connection, (uri) => {
    documents.fileHasChanged(uri);
    flow.refresh();
  });
  const files: ServerHost['files'] = {
    read: (uri) => (readsFiles ? clientFiles : host.files).read(uri),
    listModels: (folders) => host.files.listModels(folders),
  };
  const documents = new Documents(files);
  const programs = new Programs(documents);
  const results = new LastResults();
  const queue = new RunQueue(host.workers);
  const unexplained = new PendingExplanations();
  const session = new Session(
    connection,
    { ...host, files },
    documents,
    programs,
    results,
    unexplained,
    queue,
    () => traits,
  );
  const flow = new DiagnosticsFlow(session);

  connection.onInitialize((params) => {
    traits = clientTraits(params);
    readsFiles = receiveServerOptions(params.initializationOptions).readsFiles;
    // While the client reads the answer, so that its first text finds everything ready.
    setTimeout(prepareParser);
    return capabilities(traits);
  });
  connection.onInitialized(() => {
    if (traits.watchesFiles) watchFiles(connection);
    if (!traits.changesFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      const kept = traits.folders.filter((uri) => !gone.has(uri));
      traits = { ...traits, folders: [...kept, ...added.map(({ uri }) => uri)] };
    });
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) documents.fileHasChanged(uri);
    flow.refresh();
  });
  documents.onDidChange((uri) => {
    if (!documents.isOpen(uri)) results.forget(uri);
    flow.changed();
  });
  registerFeatures(connection, session);
  registerCustomRequests(connection, session, () => {
    flow.refresh();
  });
  flow.listen(connection);
  connection.onShutdown(async () => {
    flow.dispose();
    await queue.dispose();
  });
  documents.listen(connection);
  connection.listen();
}

/** Only what models are made of: watching everything costs a large workspace dearly. */
function watchFiles(connection: Connection): void {
  const watchers = [{ globPattern: '**/*.ftm' }, { globPattern: '**/*.csv' }];
  void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}
