import { chromeTrace } from '../../../server/src/report/chrome-trace';
import { htmlReport } from '../../../server/src/report/html-report';
import { reportCsv, REPORT_TABLES } from '../../../server/src/report/report-tables';
import { button, html } from '../dom/elements';
import type { SavedFile } from '../../../server/src/report/webview-messages';
import type { HostBridge } from '../host/host-bridge';
import { bundleText, elkWorkerText } from '../host/report-source';
import type { Announcer } from '../page/announcer';
import type { RunIndex } from '../run/run-index';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { pngPicture, svgPicture, type ShownParts } from './picture-files';
import { savedReport } from './saved-report';

export interface ExportDialog {
  readonly element: HTMLDialogElement;
  readonly show: () => void;
}

interface Choice {
  readonly title: string;
  readonly what: string;
  readonly make: (run: RunIndex) => Promise<SavedFile>;
}

/** Takes the run, or what is shown of it, out of the page. */
export function createExportDialog(store: Store<ViewState>, host: HostBridge, announcer: Announcer): ExportDialog {
  const element = html('dialog', { class: 'help export', 'aria-label': 'Save' });
  const close = button('Close', () => {
    element.close();
  });
  const whole = waitForWhole(store);
  const save = async ({ title, make }: Choice): Promise<void> => {
    element.close();
    await whole();
    const run = runOf(store.state);
    if (run === null) {
      return;
    }
    try {
      host.send({ kind: 'save', ...(await make(run)) });
      announcer.say(`${title} is ready`);
    } catch (failure) {
      const message = `${title} could not be made: ${failure instanceof Error ? failure.message : String(failure)}`;
      store.change({ problem: { severity: 'error', message, source: null } });
    }
  };
  element.append(
    html('div', { class: 'help-head' }, html('h2', {}, 'Save'), close),
    html(
      'ul',
      { class: 'export-choices' },
      ...choices(store).map((choice) => {
        const act = button(choice.title, () => {
          void save(choice);
        });
        return html('li', {}, act, html('span', {}, choice.what));
      }),
    ),
  );
  return {
    element,
    show: () => {
      if (!element.open && runOf(store.state) !== null) {
        element.showModal();
      }
    },
  };
}

/** What is saved is all of a run, however much of it has come when somebody asks. */
function waitForWhole(store: Store<ViewState>): () => Promise<void> {
  let waiting: (() => void)[] = [];
  store.listen(({ coming }) => {
    if (coming === null && waiting.length > 0) {
      const released = waiting;
      waiting = [];
      for (const release of released) {
        release();
      }
    }
  });
  return () =>
    store.state.coming === null
      ? Promise.resolve()
      : new Promise((resolve) => {
          waiting.push(resolve);
        });
}

function choices(store: Store<ViewState>): readonly Choice[] {
  const text = (run: RunIndex, ending: string, mime: string, content: string): SavedFile => ({
    ...{ name: `${run.report.scenario}${ending}`, mime, content, encoding: 'text' },
  });
  const json = (value: unknown): string => `${JSON.stringify(value)}\n`;
  return [
    {
      ...{ title: 'SVG', what: 'Topology and timeline as they are shown, as a drawing' },
      make: (run) => Promise.resolve(text(run, '.svg', 'image/svg+xml', svgPicture(shownParts(run, store.state)))),
    },
    {
      ...{ title: 'PNG', what: 'The same as an image' },
      make: async (run) => {
        const content = await pngPicture(shownParts(run, store.state));
        return { name: `${run.report.scenario}.png`, mime: 'image/png', content, encoding: 'base64' };
      },
    },
    {
      ...{ title: 'HTML', what: 'This page in one file, for any browser, without a network' },
      make: async (run) => {
        const [bundle, elkWorker] = await Promise.all([bundleText(), elkWorkerText()]);
        return text(run, '.html', 'text/html', htmlReport({ report: savedReport(run), bundle, elkWorker }));
      },
    },
    {
      ...{ title: 'Perfetto trace', what: 'For ui.perfetto.dev and the trace viewer of Chrome' },
      make: (run) => Promise.resolve(text(run, '.trace.json', 'application/json', json(chromeTrace(savedReport(run))))),
    },
    {
      ...{ title: 'JSON', what: 'All of the data' },
      make: (run) => Promise.resolve(text(run, '.json', 'application/json', json(savedReport(run)))),
    },
    ...REPORT_TABLES.map((table): Choice => ({
      ...{ title: `CSV: ${table}`, what: `The ${table === 'charts' ? 'numbers over time' : table}, as a table` },
      make: (run) => Promise.resolve(text(run, `-${table}.csv`, 'text/csv', reportCsv(savedReport(run), table))),
    })),
  ];
}

function shownParts(run: RunIndex, state: ViewState): ShownParts {
  const surface = document.querySelector<SVGSVGElement>('.topology-surface');
  const stage = document.querySelector('.timeline-stage');
  if (surface === null || stage === null) {
    throw new Error('Nothing is shown.');
  }
  return { run, state, surface, timelineWidth: stage.clientWidth };
}
