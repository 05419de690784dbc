import type { CampaignReport } from '../../../server/src/report/campaign-report';
import { html } from '../dom/elements';
import type { HostBridge } from '../host/host-bridge';
import type { Store } from '../state/store';
import { hasNewReport, runOf, type ViewState } from '../state/view-state';
import { distribution, type OpenRun } from './distribution';
import { rangeOf } from './histogram';

/** How a scenario went over all of its seeds, and the way to the worst of them. */
export function createCampaign(store: Store<ViewState>, host: HostBridge): HTMLElement {
  const element = html('div', { class: 'campaign' });
  store.listen((state, previous) => {
    const run = runOf(state);
    if (run !== null && hasNewReport(state, previous)) {
      const { campaign, seed } = run.report;
      element.replaceChildren(...(campaign === undefined ? [none()] : contents(campaign, seed, host)));
    }
  });
  return element;
}

function none(): HTMLElement {
  return html(
    'p',
    { class: 'empty' },
    'This scenario was run with one seed. `runs: 100` in the model runs it with many.',
  );
}

function contents(campaign: CampaignReport, shown: number, host: HostBridge): readonly HTMLElement[] {
  const failed = campaign.decisions.filter((decision) => decision === 'fail').length;
  const summary = `${String(failed)} of ${String(campaign.seeds.length)} seeds fail. Shown is seed ${String(shown)}, in the underlined bars${host.canAct ? '; a bar opens the worst run in it' : ''}.`;
  const open: OpenRun = host.canAct
    ? (run) => {
        const seed = campaign.seeds[run];
        if (seed !== undefined) {
          host.send({ kind: 'openRun', cell: -1, seed });
        }
      }
    : null;
  return [
    html('p', { class: 'campaign-summary' }, summary),
    ...campaign.measures.map((measure) =>
      html(
        'section',
        { class: 'campaign-measure', 'aria-label': measure.name },
        html('h2', {}, measure.name, html('span', { class: 'comparison-mean' }, measure.text)),
        distribution(campaign, measure, rangeOf([measure]), open, campaign.seeds.indexOf(shown)),
      ),
    ),
  ];
}
