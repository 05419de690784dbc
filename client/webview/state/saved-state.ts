import {
  isList,
  isNumber,
  isOneOf,
  isText,
  orAbsent,
  orNull,
  shape,
  type Check,
} from '../../../server/src/report/webview-check';
import type { HostBridge } from '../host/host-bridge';
import type { RunIndex } from '../run/run-index';
import { clampViewport } from '../time/viewport';
import { NO_FOLDS, type Folds } from '../topology/folding';
import type { Store } from './store';
import { INITIAL_STATE, type Camera, type Selection, type SideTab, type Split, type ViewState } from './view-state';

/** What outlives the page. `file`, `scenario` and `seed` let a host that revives the panel make the same run again. */
export interface SavedView {
  readonly version: 1;
  readonly file: string;
  readonly scenario: string;
  readonly seed: number;
  readonly cursor: number;
  readonly from: number;
  readonly to: number;
  readonly speed: number;
  readonly tab: SideTab;
  readonly search: string;
  readonly camera: Camera | null;
  /** What an older view did not know is as at first. */
  readonly split: Partial<Split>;
  readonly folds?: Folds;
  readonly selected?: SavedSelection | null;
}

/** What was selected in which run: rows of another mean something else. */
interface SavedSelection {
  readonly traceHash: string;
  readonly kind: Selection['kind'];
  /** The row, or the place. */
  readonly number: number;
}

const isSaved: Check = shape<SavedView>({
  version: isOneOf(1),
  file: isText,
  scenario: isText,
  seed: isNumber,
  cursor: isNumber,
  from: isNumber,
  to: isNumber,
  speed: isNumber,
  tab: isOneOf('topology', 'timeline', 'verdict', 'events', 'tables', 'seeds'),
  search: isText,
  camera: orNull(shape<Camera>({ x: isNumber, y: isNumber, scale: isNumber })),
  split: shape<Partial<Split>>({ top: orAbsent(isNumber), left: orAbsent(isNumber), beside: orAbsent(isNumber) }),
  folds: orAbsent(shape<Folds>({ opened: isList(isText), closed: isList(isText) })),
  selected: orAbsent(
    orNull(
      shape<SavedSelection>({
        traceHash: isText,
        kind: isOneOf('event', 'operation', 'fault', 'expectation', 'message', 'place'),
        number: isNumber,
      }),
    ),
  ),
});

const SAVE_AFTER_MS = 250;

export function readSaved(host: HostBridge): SavedView | null {
  const value = host.savedState();
  return isSaved(value, '') === null ? (value as SavedView) : null;
}

/** Saves after changes have settled, and at once when the page is hidden, for it may never come back. */
export function keepSaved(store: Store<ViewState>, host: HostBridge): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const save = (): void => {
    timer = null;
    const view = savedView(store.state);
    if (view !== null) {
      host.saveState(view);
    }
  };
  store.listen((state, previous) => {
    if (state !== previous && timer === null) {
      timer = setTimeout(save, SAVE_AFTER_MS);
    }
  });
  document.addEventListener('visibilitychange', save);
  window.addEventListener('pagehide', save);
}

/** The saved view of this run, or nothing if it was of another. */
export function restoreInto(saved: SavedView, run: RunIndex): Partial<ViewState> {
  const { file, scenario } = run.report;
  if (saved.file !== file || saved.scenario !== scenario) {
    return { split: { ...INITIAL_STATE.split, ...saved.split } };
  }
  return {
    cursor: Math.min(saved.cursor, run.durationNs),
    viewport: clampViewport({ from: saved.from, to: saved.to }, run.durationNs),
    speed: saved.speed,
    tab: saved.tab,
    filter: { text: saved.search, hidden: [] },
    camera: saved.camera,
    split: { ...INITIAL_STATE.split, ...saved.split },
    folds: saved.folds ?? NO_FOLDS,
    selection: selectionIn(run, saved.selected ?? null),
  };
}

function selectionIn({ report }: RunIndex, saved: SavedSelection | null): Selection | null {
  if (saved === null || saved.traceHash !== report.traceHash) {
    return null;
  }
  const { kind, number } = saved;
  return kind === 'place' ? { kind, place: number } : { kind, row: number };
}

function savedSelection({ picture, selection }: ViewState): SavedSelection | null {
  if (picture.kind !== 'run' || selection === null) {
    return null;
  }
  const { traceHash } = picture.run.report;
  return { traceHash, kind: selection.kind, number: selection.kind === 'place' ? selection.place : selection.row };
}

function savedView(state: ViewState): SavedView | null {
  const shown = identityOf(state);
  const { cursor, viewport, speed, tab, filter, camera, split, folds } = state;
  return shown === null
    ? null
    : {
        ...{ version: 1, ...shown, cursor, from: viewport.from, to: viewport.to },
        ...{ speed, tab, search: filter.text, camera, split, folds, selected: savedSelection(state) },
      };
}

/** A topology without a run has no scenario. */
function identityOf({ picture }: ViewState): Pick<SavedView, 'file' | 'scenario' | 'seed'> | null {
  switch (picture.kind) {
    case 'none':
      return null;
    case 'comparison':
      return { file: picture.comparison.file, scenario: picture.comparison.name, seed: 0 };
    case 'topology':
      return { file: picture.file, scenario: '', seed: 0 };
    case 'run': {
      const { file, scenario, seed } = picture.run.report;
      return { file, scenario, seed };
    }
  }
}
