import * as vscode from 'vscode';
import type { CommandRegistry } from '../../infrastructure/commands';
import { LANGUAGE_ID } from '../../infrastructure/documents';

interface Template extends vscode.QuickPickItem {
  /** Under `snippets/models`. */
  readonly file: string;
}

/** `FTM: New Model...`: a whole model that runs, to be changed into one's own. */
export function registerNewModel(commands: CommandRegistry, extensionUri: vscode.Uri): void {
  commands.register('ftm.newModel', async (argument) => {
    const named = typeof argument === 'string' ? templates().find(({ file }) => file === argument) : undefined;
    const chosen =
      named ?? (await vscode.window.showQuickPick(templates(), { placeHolder: vscode.l10n.t('Begin with') }));
    if (chosen === undefined) return;
    const uri = vscode.Uri.joinPath(extensionUri, 'snippets', 'models', chosen.file);
    const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const document = await vscode.workspace.openTextDocument({ language: LANGUAGE_ID, content });
    await vscode.window.showTextDocument(document);
  });
}

function templates(): readonly Template[] {
  return [
    {
      file: 'single-region.ftm',
      label: vscode.l10n.t('One region'),
      description: 'raft',
      detail: vscode.l10n.t('Three machines side by side, of which two share their power.'),
    },
    {
      file: 'one-region.ftm',
      label: vscode.l10n.t('One region, three zones'),
      description: 'raft',
      detail: vscode.l10n.t('Three replicas with a leader that crashes.'),
    },
    {
      file: 'primary-backup.ftm',
      label: vscode.l10n.t('Primary and backups'),
      description: 'primary-backup',
      detail: vscode.l10n.t('Automatic failover with fencing while two zones are separated.'),
    },
    {
      file: 'multi-region.ftm',
      label: vscode.l10n.t('Three regions'),
      description: 'quorum',
      detail: vscode.l10n.t('A leaderless store that loses a region.'),
    },
    {
      file: 'kafka.ftm',
      label: vscode.l10n.t('Kafka topic'),
      description: 'isr-log',
      detail: vscode.l10n.t('Three brokers, two copies in sync, and a controller quorum.'),
    },
    {
      file: 'etcd.ftm',
      label: vscode.l10n.t('etcd cluster'),
      description: 'raft',
      detail: vscode.l10n.t('Three members with the defaults, a leader that crashes and a zone that is cut off.'),
    },
    {
      file: 'web-service.ftm',
      label: vscode.l10n.t('Web service'),
      description: vscode.l10n.t('services'),
      detail: vscode.l10n.t('Balancers, servers that call another service, circuit breakers and a store.'),
    },
  ];
}
