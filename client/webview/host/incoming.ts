import { NO_FOLDS } from '../topology/folding';
import type { RunReport, WhyRow } from '../../../server/src/report/run-report';
import { receiveHostMessage, type Coming, type HostMessage } from '../../../server/src/report/webview-messages';
import { comfortableSpeed } from '../playback/speeds';
import { firstLook } from '../run/first-look';
import { explainedRun, indexRun, type RunIndex } from '../run/run-index';
import type { Actions } from '../state/actions';
import { restoreInto, type SavedView } from '../state/saved-state';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { clampViewport, wholeRun } from '../time/viewport';
import { ComingReport } from './coming-report';
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
  const coming: Record<Place, ComingReport | undefined> = { report: undefined, other: undefined };
  /** Whatever was still coming to this place is not wanted any more. */
  const begin = (place: Place, report: RunReport, announced: Coming | undefined): RunIndex => {
    const begun = announced === undefined ? undefined : new ComingReport(report, announced);
    coming[place] = begun;
    return begun?.run ?? indexRun(report);
  };
  const takePart = ({ id, part }: PartMessage): void => {
    const place = PLACES.find((one) => coming[one]?.id === id);
    const report = place === undefined ? undefined : coming[place];
    if (place === undefined || report === undefined) {
      return;
    }
    if (!report.append(part)) {
      coming[place] = undefined;
      store.change({ coming: null });
      refuse(store, host, 'a part of a report that does not go with the rest');
      return;
    }
    if (place === 'report') {
      store.change({ coming: report.isComplete ? null : report.share });
    }
    if (report.isComplete) {
      coming[place] = undefined;
    }
    if (report.isWorthALook) {
      showMore(store, place, report.look());
    }
  };
  /** Without a part that cannot be read the rest is of no use: what has come stays. */
  const giveUp = (part: { readonly id?: unknown }): void => {
    for (const place of PLACES) {
      if (typeof part.id !== 'number' || coming[place]?.id === part.id) {
        coming[place] = undefined;
      }
    }
    store.change({ coming: coming.report === undefined ? null : store.state.coming });
  };
  return {
    receive: (value) => {
      const received = receiveHostMessage(value);
      if (!received.ok) {
        if (isPart(value)) {
          giveUp(value);
        }
        refuse(store, host, received.problem);
        return;
      }
      const { message } = received;
      switch (message.kind) {
        case 'part':
          takePart(message);
          return;
        case 'report':
          showReport(store, begin('report', message.report, message.coming), toRestore);
          store.change({ coming: coming.report === undefined ? null : 0, explaining: null });
          toRestore = null;
          return;
        case 'explained':
          coming.report?.explain(message.whys);
          showWhys(store, message.whys);
          return;
        case 'against':
          coming.other = undefined;
          store.change({ other: message.report === null ? null : begin('other', message.report, message.coming) });
          return;
        case 'topology':
        case 'comparison':
          coming.report = undefined;
          store.change({ coming: null, explaining: null });
          apply(store, actions, message);
          return;
        default:
          apply(store, actions, message);
      }
    },
  };
}

/** A large report may be on its way to either. */
type Place = 'report' | 'other';
const PLACES: readonly Place[] = ['report', 'other'];

function isPart(value: unknown): value is { readonly id?: unknown } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'part';
}

type PartMessage = Extract<HostMessage, { kind: 'part' }>;

/** More of a report that is shown already. */
function showMore(store: Store<ViewState>, place: Place, run: RunIndex): void {
  if (place === 'other') {
    store.change({ other: run });
    return;
  }
  const before = runOf(store.state);
  // Failures that were not there yet may be what to look at first; whoever has looked elsewhere stays there.
  const isUntouched = before !== null && store.state.cursor === firstLook(before);
  store.change({ picture: { kind: 'run', run }, ...(isUntouched ? { cursor: firstLook(run) } : {}) });
}

/** What was found out belongs to the run that is shown, which stays where it is looked at. */
function showWhys(store: Store<ViewState>, whys: readonly (WhyRow | null)[]): void {
  const run = runOf(store.state);
  if (run !== null) {
    store.change({ picture: { kind: 'run', run: explainedRun(run, whys) }, explaining: null });
  }
}

function refuse(store: Store<ViewState>, host: HostBridge, problem: string): void {
  const message = `What came to be shown could not be read (${problem}).`;
  store.change({ problem: { severity: 'error', message, source: null }, running: null });
  host.send({ kind: 'failed', message });
}

type OtherMessage = Exclude<HostMessage, { kind: 'report' | 'against' | 'part' | 'explained' }>;

function apply(store: Store<ViewState>, actions: Actions, message: OtherMessage): void {
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
    case 'choices':
      store.change({ choices: { titles: message.titles, chosen: message.chosen } });
      return;
    case 'running':
      store.change({ running: { title: message.title, share: message.share } });
      return;
    case 'explaining':
      store.change({ explaining: message.progress });
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

function showReport(store: Store<ViewState>, run: RunIndex, saved: SavedView | null): void {
  const before = runOf(store.state);
  const { report } = run;
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

function fresh(run: RunIndex): Partial<ViewState> {
  return {
    viewport: wholeRun(run.durationNs),
    cursor: firstLook(run),
    selection: null,
    playing: false,
    speed: comfortableSpeed(run.durationNs),
    tab: 'topology',
    folds: NO_FOLDS,
    camera: null,
  };
}
