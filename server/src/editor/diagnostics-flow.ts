import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type {
  Connection,
  Diagnostic,
  DiagnosticServerCancellationData,
  DocumentDiagnosticReport,
} from 'vscode-languageserver';
import { diagnosticsOf } from './features/diagnostics';
import type { Session } from './session';
import { uriKey } from './uris';

/** Letters that are typed faster than this are checked together. */
const QUIET_MS = 15;

/**
 * Brings problems to the editor: when it asks, for editors that do, and otherwise on our own after each change. Both
 * show the same list, what is wrong with the text and what the last run found.
 */
export class DiagnosticsFlow {
  private timer: NodeJS.Timeout | undefined;
  /** What was last sent to an editor that does not ask. */
  private readonly sent = new Set<string>();

  constructor(private readonly session: Session) {}

  listen(connection: Connection): void {
    connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) => {
      if (token.isCancellationRequested) return refusal(LSPErrorCodes.ServerCancelled, 'cancelled');
      try {
        return this.report(textDocument.uri, previousResultId);
      } catch (failure) {
        this.session.logCrash('diagnostics', failure);
        // A list that cannot be made now keeps what is shown, rather than clearing it.
        return refusal(LSPErrorCodes.RequestFailed, 'The check failed; see the log.');
      }
    });
  }

  /** A text or a result has changed. */
  changed(): void {
    const { pullsDiagnostics } = this.session.traits();
    if (!pullsDiagnostics) this.sendSoon();
  }

  /** Something changed that the editor cannot know of, such as the result of a run: it is told to ask again. */
  refresh(): void {
    const { pullsDiagnostics, refreshesDiagnostics, refreshesHints, refreshesLenses } = this.session.traits();
    const { connection } = this.session;
    if (!pullsDiagnostics) this.sendSoon();
    else if (refreshesDiagnostics) void connection.languages.diagnostics.refresh();
    if (refreshesHints) void connection.languages.inlayHint.refresh();
    if (refreshesLenses) void connection.sendRequest('workspace/codeLens/refresh');
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private report(uri: string, previousResultId: string | undefined): DocumentDiagnosticReport {
    const resultId = this.stampOf(uri);
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: this.collect(uri) };
  }

  private stampOf(uri: string): string {
    return `${this.session.programs.stampOf(uri)}#${this.session.results.stampOf(uri)}`;
  }

  private collect(uri: string): Diagnostic[] {
    const snapshot = this.session.programs.get(uri);
    if (snapshot === undefined) return [];
    return [...diagnosticsOf(snapshot, this.session.host.documentation), ...this.session.results.diagnostics(snapshot)];
  }

  private sendSoon(): void {
    clearTimeout(this.timer);
    // Whoever opens a document types nothing yet.
    const isNew = this.session.documents.openUris().some((uri) => !this.sent.has(uri));
    this.timer = setTimeout(
      () => {
        this.send();
      },
      isNew ? 0 : QUIET_MS,
    );
  }

  /** All open documents: an edit in one may break those that import it. What is current costs a comparison of stamps. */
  private send(): void {
    const open = this.session.documents.openUris();
    const openKeys = new Set(open.map(uriKey));
    for (const uri of open) {
      try {
        const diagnostics = this.collect(uri);
        this.sent.add(uri);
        void this.session.connection.sendDiagnostics({ uri, diagnostics });
      } catch (failure) {
        this.session.logCrash('diagnostics', failure);
      }
    }
    for (const uri of [...this.sent].filter((each) => !openKeys.has(uriKey(each)))) {
      this.sent.delete(uri);
      void this.session.connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  }
}

function refusal(code: number, message: string): ResponseError<DiagnosticServerCancellationData> {
  return new ResponseError(code, message, { retriggerRequest: code === LSPErrorCodes.ServerCancelled });
}
