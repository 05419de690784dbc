import * as vscode from 'vscode';
import { CompareFeature } from './features/compare/compare-commands';
import { registerReferencesCommand } from './features/references/show-references';
import { registerNewModel } from './features/new-model/new-model';
import { registerRunCommands } from './features/run/run-commands';
import { VerdictStatus } from './features/status/verdict-status';
import { ScenarioTests } from './features/testing/scenario-tests';
import { SavedRunEditor } from './features/saved-run/saved-run-editor';
import { MomentLinks } from './features/timeline/moment-links';
import { TimelineFeature } from './features/timeline/timeline-panel';
import { TopologyFeature } from './features/topology/topology-panel';
import { CommandRegistry } from './infrastructure/commands';
import { CurrentModel } from './infrastructure/documents';
import { KeptJson } from './infrastructure/kept-json';
import { createLog } from './infrastructure/log';
import { ModelServer } from './infrastructure/model-server';
import type { LoadClient } from './infrastructure/model-server';
import { KeptResults } from './runs/kept-results';
import { ReportShelf } from './runs/report-shelf';
import { RunService } from './runs/run-service';

let server: ModelServer | undefined;

/** What differs between an extension host with Node and one in a browser. */
export interface Platform {
  readonly loadClient: LoadClient;
  /** Features that only this platform has. */
  readonly features: readonly vscode.Disposable[];
}

/** Puts the parts together, and does nothing else: each feature gets what it needs and knows no other feature. */
export function activateOn(context: vscode.ExtensionContext, platform: Platform): void {
  const { extensionUri, workspaceState, storageUri } = context;
  const log = createLog();
  const commands = new CommandRegistry(log);
  const current = new CurrentModel();
  server = new ModelServer(platform.loadClient, log);
  const runs = new RunService(server, log);
  const shelf = new ReportShelf(runs, new KeptJson(storageUri, 'last-run.json', log));
  const parts = { server, runs, shelf, current, state: workspaceState, extensionUri, log };
  const comparison = new KeptJson(storageUri, 'last-comparison.json', log);

  const timeline = new TimelineFeature(commands, parts);

  registerRunCommands(commands, parts);
  registerNewModel(commands, extensionUri);
  registerReferencesCommand(commands);
  registerServerCommands(commands, server, log);
  context.subscriptions.push(
    log,
    commands,
    current,
    server,
    runs,
    shelf,
    new KeptResults(runs, server, new KeptJson(storageUri, 'last-results.json', log), log),
    timeline,
    vscode.window.registerUriHandler(new MomentLinks((moment) => timeline.openMoment(moment), log)),
    SavedRunEditor.register(extensionUri, log, (run) => timeline.openMoment(run)),
    new TopologyFeature(commands, parts),
    new CompareFeature(commands, { ...parts, kept: comparison }),
    new VerdictStatus(runs),
    new ScenarioTests(commands, parts),
    ...platform.features,
  );
  context.subscriptions.push(startSoon(server));
}

/**
 * The server starts a turn later, and nobody awaits it: commands and panels wait for it by themselves, and the window and the
 * other extensions need not wait for the library that speaks to it.
 */
function startSoon(starting: ModelServer): vscode.Disposable {
  const timer = setTimeout(() => void starting.start());
  return {
    dispose: () => {
      clearTimeout(timer);
    },
  };
}

export async function deactivateAll(): Promise<void> {
  await server?.stop();
}

function registerServerCommands(commands: CommandRegistry, running: ModelServer, log: vscode.LogOutputChannel): void {
  commands.register('ftm.restartServer', () => running.restart());
  commands.register('ftm.showLog', () => {
    log.show();
  });
}
