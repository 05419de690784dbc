import * as vscode from 'vscode';
import type { SourcePlace } from '../../../../server/src/editor/wire';

/** Marks the lines of the faults that are in force where the cursor in time rests. */
export class SourceMarks implements vscode.Disposable {
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });

  show(places: readonly SourcePlace[]): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const file = editor.document.uri.toString();
      const lines = places.filter((place) => place.file === file).map(({ line }) => line);
      editor.setDecorations(
        this.decoration,
        [...new Set(lines)].map((line) => new vscode.Range(line, 0, line, 0)),
      );
    }
  }

  clear(): void {
    this.show([]);
  }

  dispose(): void {
    this.decoration.dispose();
  }
}
