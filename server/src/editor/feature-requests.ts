import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Connection, SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './features/call-hierarchy';
import { codeActions } from './features/code-actions';
import { codeLenses } from './features/code-lens';
import { completion } from './features/completion/completion';
import { definition, plainDefinition } from './features/definition';
import { documentLinks } from './features/document-links';
import { documentSymbols } from './features/document-symbols';
import { pathEdits } from './features/file-rename';
import { foldingRanges } from './features/folding';
import { formatting, formattingOnType } from './features/formatting';
import { documentHighlights } from './features/highlights';
import { hover } from './features/hover';
import { inlayHints } from './features/inlay-hints';
import { references } from './features/references';
import { prepareRename, rename } from './features/rename';
import type { RenameAnswer } from './features/rename';
import { selectionRanges } from './features/selection-ranges';
import { semanticTokens } from './features/semantic-tokens';
import { signatureHelp } from './features/signature-help';
import { TokenDeltas } from './features/token-deltas';
import { prepareTypeHierarchy, subtypes, supertypes } from './features/type-hierarchy';
import { workspaceSymbols } from './features/workspace-symbols';
import { guarded } from './guard';
import type { Session } from './session';

/** One row a request of the protocol: which feature answers it, and what is answered where there is nothing to say. */
export function registerFeatures(connection: Connection, session: Session): void {
  registerReading(connection, session);
  registerTokens(connection, session);
  registerNavigation(connection, session);
  registerHierarchies(connection, session);
  registerChanges(connection, session);
}

function registerReading(connection: Connection, session: Session): void {
  connection.onHover(({ textDocument, position }, token) =>
    session.about(
      'hover',
      textDocument.uri,
      token,
      null,
      (snapshot) => hover(snapshot, position, session.host.documentation) ?? null,
    ),
  );
  connection.onSignatureHelp(({ textDocument, position }, token) =>
    session.about(
      'signature help',
      textDocument.uri,
      token,
      null,
      (snapshot) => signatureHelp(snapshot, position) ?? null,
    ),
  );
  connection.onDocumentSymbol(({ textDocument }, token) =>
    session.about('document symbols', textDocument.uri, token, [], documentSymbols),
  );
  connection.onFoldingRanges(({ textDocument }, token) =>
    session.about('folding', textDocument.uri, token, [], foldingRanges),
  );
  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    session.about('selection ranges', textDocument.uri, token, [], (snapshot) => selectionRanges(snapshot, positions)),
  );
  connection.onDocumentLinks(({ textDocument }, token) =>
    session.about('document links', textDocument.uri, token, [], documentLinks),
  );
  connection.onCodeLens(({ textDocument }, token) =>
    session.about('code lens', textDocument.uri, token, [], codeLenses),
  );
  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    session.about('inlay hints', textDocument.uri, token, [], (snapshot) =>
      inlayHints(snapshot, range, session.results),
    ),
  );
}

function registerTokens(connection: Connection, session: Session): void {
  const deltas = new TokenDeltas();
  const noTokens: SemanticTokens = { data: [] };
  session.documents.onDidChange((uri) => {
    if (!session.documents.isOpen(uri)) deltas.forget(uri);
  });
  connection.languages.semanticTokens.on(({ textDocument: { uri } }, token) =>
    session.about('semantic tokens', uri, token, noTokens, (snapshot) => deltas.full(uri, semanticTokens(snapshot))),
  );
  connection.languages.semanticTokens.onDelta(({ textDocument: { uri }, previousResultId }, token) =>
    session.about<SemanticTokens | SemanticTokensDelta>('semantic tokens', uri, token, noTokens, (snapshot) =>
      deltas.since(uri, previousResultId, semanticTokens(snapshot)),
    ),
  );
  connection.languages.semanticTokens.onRange(({ textDocument, range }, token) =>
    session.about('semantic tokens', textDocument.uri, token, noTokens, (snapshot) => semanticTokens(snapshot, range)),
  );
}

function registerHierarchies(connection: Connection, session: Session): void {
  const { callHierarchy, typeHierarchy } = connection.languages;
  callHierarchy.onPrepare(({ textDocument, position }, token) =>
    session.about('call hierarchy', textDocument.uri, token, null, (snapshot) =>
      prepareCallHierarchy(snapshot, position),
    ),
  );
  callHierarchy.onIncomingCalls(({ item }, token) =>
    session.about('call hierarchy', item.uri, token, [], (snapshot) =>
      incomingCalls([snapshot, ...session.others(snapshot)], item),
    ),
  );
  callHierarchy.onOutgoingCalls(({ item }, token) =>
    session.about('call hierarchy', item.uri, token, [], (snapshot) => outgoingCalls(snapshot, item)),
  );
  typeHierarchy.onPrepare(({ textDocument, position }, token) =>
    session.about('type hierarchy', textDocument.uri, token, null, (snapshot) =>
      prepareTypeHierarchy(snapshot, position),
    ),
  );
  typeHierarchy.onSupertypes(({ item }, token) =>
    session.about('type hierarchy', item.uri, token, [], (snapshot) => supertypes(snapshot, item)),
  );
  typeHierarchy.onSubtypes(({ item }, token) =>
    session.about('type hierarchy', item.uri, token, [], (snapshot) =>
      subtypes([snapshot, ...session.others(snapshot)], item),
    ),
  );
}

function registerNavigation(connection: Connection, session: Session): void {
  connection.onDefinition(({ textDocument, position }, token) =>
    session.about('definition', textDocument.uri, token, null, (snapshot) =>
      session.traits().links ? definition(snapshot, position) : plainDefinition(snapshot, position),
    ),
  );
  connection.onReferences(({ textDocument, position, context }, token) =>
    session.about('references', textDocument.uri, token, [], (snapshot) =>
      references(snapshot, position, context.includeDeclaration, session.others(snapshot)),
    ),
  );
  connection.onDocumentHighlight(({ textDocument, position }, token) =>
    session.about('highlights', textDocument.uri, token, [], (snapshot) => documentHighlights(snapshot, position)),
  );
  connection.onWorkspaceSymbol(({ query }, token) =>
    guarded('workspace symbols', token, session.logCrash, [], () => workspaceSymbols(session.allModels(), query)),
  );
}

function registerChanges(connection: Connection, session: Session): void {
  connection.onCompletion(({ textDocument, position }, token) =>
    session.about('completion', textDocument.uri, token, null, (snapshot) =>
      completion(snapshot, position, { snippets: session.traits().snippets, models: () => session.modelUris() }),
    ),
  );
  connection.onCodeAction(({ textDocument, range, context }, token) =>
    session.about('code actions', textDocument.uri, token, [], (snapshot) =>
      codeActions(snapshot, range, context.diagnostics, context.only),
    ),
  );
  connection.onPrepareRename(({ textDocument, position }, token) =>
    session.about('rename', textDocument.uri, token, null, (snapshot) => orRefusal(prepareRename(snapshot, position))),
  );
  connection.onRenameRequest(({ textDocument, position, newName }, token) =>
    session.about('rename', textDocument.uri, token, null, (snapshot) =>
      orRefusal(rename(snapshot, position, newName, session.others(snapshot))),
    ),
  );
  connection.workspace.onWillRenameFiles(({ files }, token) => {
    const edit = guarded('moving files', token, session.logCrash, null, () => pathEdits(session.allModels(), files));
    // A move cannot be refused: without an edit the files move all the same.
    return edit instanceof ResponseError ? null : edit;
  });
  connection.onDocumentFormatting(({ textDocument }, token) =>
    session.about('formatting', textDocument.uri, token, [], (snapshot) => formatting(snapshot)),
  );
  connection.onDocumentRangeFormatting(({ textDocument, range }, token) =>
    session.about('formatting', textDocument.uri, token, [], (snapshot) => formatting(snapshot, range)),
  );
  connection.onDocumentOnTypeFormatting(({ textDocument, position, ch }, token) =>
    session.about('formatting', textDocument.uri, token, [], (snapshot) => formattingOnType(snapshot, position, ch)),
  );
}

/** The editor shows the reason of a refusal to the user. */
function orRefusal<T>(answer: RenameAnswer<T>): T {
  if (answer.kind === 'ok') return answer.value;
  throw new ResponseError(LSPErrorCodes.RequestFailed, answer.reason);
}
