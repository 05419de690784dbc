import * as vscode from 'vscode';
import { momentOf } from '../../../../server/src/editor/wire';
import type { Moment } from '../../../../server/src/editor/wire';
import { isAddress } from '../../infrastructure/source-places';

/** Opens links that the picture copies: `vscode://ftm.ftm/moment?file=...&scenario=...&seed=...&at=...`. */
export class MomentLinks implements vscode.UriHandler {
  constructor(
    private readonly open: (moment: Moment) => Promise<void>,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async handleUri(uri: vscode.Uri): Promise<void> {
    const moment = uri.path === MOMENT_PATH ? momentOf(uri.query) : undefined;
    if (moment === undefined || !isAddress(moment.file) || !moment.file.endsWith('.ftm')) {
      this.log.warn(`A link that names no moment of a run was opened: ${uri.toString()}`);
      await vscode.window.showWarningMessage(vscode.l10n.t('This link names no moment of a run.'));
      return;
    }
    await this.open(moment);
  }
}

const MOMENT_PATH = '/moment';
