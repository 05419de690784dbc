import { NO_FOLDS } from '../topology/folding';
import type { RunReport } from '../../../server/src/report/run-report';
import { receiveHostMessage, type HostMessage } from '../../../server/src/report/webview-messages';
import { comfortableSpeed } from '../playback/speeds';
import { jumpPoints } from '../run/jump-points';
import { indexRun, type RunIndex } from '../run/run-index';
import type { Actions } from '../state/actions';
import { restoreInto, type SavedView } from '../state/saved-state';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { clampViewport, wholeRun } from '../time/viewport';
import type { HostBridge } from './host-bridge';

export interface Receiver {
  /** Takes whatever arrives; what is not a message of ours is reported and changes nothing. */
  receive(value: unknown): void;
}

/** Applies messages of the host to the state. A message can replace the picture, but never leave it empty. */
export function createReceiver(
  store: Store<ViewState>,
  actions: Actions,
  host: HostBridge,
  saved: SavedView | null,
): Receiver {
  let toRestore = saved;
  return {
    receive: (value) => {
      const received = receiveHostMessage(value);
      if (!received.ok) {
        refuse(store, host, received.problem);
        return;
      }
      if (received.message.kind === 'report') {
        showReport(store, received.message.report, toRestore);
        toRestore = null;
      } else {
        apply(store, actions, received.message);
      }
    },
  };
}

function refuse(store: Store<ViewState>, host: HostBridge, problem: string): void {
  const message = `What came to be shown could not be read (${problem}).`;
  store.change({ problem: { severity: 'error', message, source: null }, running: null });
  host.send({ kind: 'failed', message });
}

function apply(store: Store<ViewState>, actions: Actions, message: Exclude<HostMessage, { kind: 'report' }>): void {
  switch (message.kind) {
    case 'topology':
      store.change({
        picture: { kind: 'topology', file: message.file, title: message.title, graph: message.graph },
        problem: null,
        selection: null,
        playing: false,
      });
      return;
    case 'comparison':
      store.change({
        picture: { kind: 'comparison', comparison: message.comparison },
        ...{ problem: null, running: null, selection: null, playing: false },
      });
      return;
    case 'against':
      store.change({ other: message.report === null ? null : indexRun(message.report) });
      return;
    case 'choices':
      store.change({ choices: { titles: message.titles, chosen: message.chosen } });
      return;
    case 'running':
      store.change({ running: { title: message.title, share: message.share } });
      return;
    case 'problem':
      store.change({
        problem: { severity: message.severity, message: message.message, source: message.source },
        running: null,
      });
      return;
    case 'revealTime':
      actions.moveCursor(message.at, 'into view');
      return;
    case 'revealSource':
      actions.selectSource(message.file, message.line);
  }
}

function showReport(store: Store<ViewState>, report: RunReport, saved: SavedView | null): void {
  const before = runOf(store.state);
  const run = indexRun(report);
  const sameScenario = before?.report.file === report.file && before.report.scenario === report.scenario;
  const shared = { picture: { kind: 'run', run }, problem: null, running: null } as const;
  if (sameScenario) {
    store.change({ ...shared, ...kept(store.state, before, run) });
  } else {
    store.change({ ...shared, ...fresh(run), ...(saved === null ? {} : restoreInto(saved, run)) });
  }
}

/** A run of the same scenario that comes again is looked at where the last one was. */
function kept(state: ViewState, before: RunIndex, run: RunIndex): Partial<ViewState> {
  const sawAll = state.viewport.from === 0 && state.viewport.to >= before.durationNs;
  return {
    viewport: sawAll ? wholeRun(run.durationNs) : clampViewport(state.viewport, run.durationNs),
    cursor: Math.min(state.cursor, run.durationNs),
    selection: before.key === run.key ? state.selection : null,
  };
}

/**
 * A new run is first looked at where it matters: at a witness, or else at the first failure while a fault lasts, at the
 * first fault, or at any failure. What was still going on when the run ended has not failed.
 */
function firstLook(run: RunIndex): number {
  const { faults, failures } = jumpPoints(run);
  const witness = run.report.expectations.find(({ decision }) => decision === 'fail')?.witness?.at;
  const measured = failures.filter((at) => at >= run.report.warmUpNs);
  const underFault = measured.find((at) => run.report.faults.some(({ from, to }) => from <= at && at <= to));
  const isBroken = run.report.decision === 'fail';
  return witness ?? underFault ?? (isBroken ? measured[0] : undefined) ?? faults[0] ?? measured[0] ?? 0;
}

function fresh(run: RunIndex): Partial<ViewState> {
  return {
    viewport: wholeRun(run.durationNs),
    cursor: Math.min(run.durationNs, firstLook(run)),
    selection: null,
    playing: false,
    speed: comfortableSpeed(run.durationNs),
    tab: 'topology',
    folds: NO_FOLDS,
    camera: null,
  };
}
