import type { CampaignMeasure, CampaignReport } from '../../../server/src/report/campaign-report';
import { html, svg } from '../dom/elements';
import { campaignValue } from './campaign-value';
import { barsOf, type Bar, type Range } from './histogram';

const BARS = 12;
const WIDTH = 168;
const HEIGHT = 44;
/** A line below the bar of the run that is shown. */
const SHOWN_PX = 3;

/** Opens one run of a campaign; null in a saved page, where nobody can make that run. */
export type OpenRun = ((run: number) => void) | null;

/**
 * How the values of a measure are spread over the seeds. Each bar opens the worst run in it.
 *
 * @param shown the run that is on the screen, whose bar is underlined
 */
export function distribution(
  campaign: CampaignReport,
  measure: CampaignMeasure,
  range: Range,
  open: OpenRun,
  shown = -1,
): HTMLElement {
  const bars = barsOf(campaign, measure, range, BARS);
  const most = Math.max(1, ...bars.map(({ runs }) => runs.length));
  // One bar, where all runs agree, is no wider than one of many: a block would look like much of something.
  const width = WIDTH / BARS;
  const picture = svg('svg', {
    ...{
      class: 'distribution-bars',
      width: WIDTH,
      height: HEIGHT + SHOWN_PX,
      viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT + SHOWN_PX)}`,
    },
    ...{ role: 'group', 'aria-label': `${measure.name} over ${String(campaign.seeds.length)} seeds` },
  });
  picture.append(
    svg('path', { class: 'distribution-base', d: `M0 ${String(HEIGHT - 0.5)}H${String(WIDTH)}` }),
    ...bars.flatMap((bar, number) =>
      bar.runs.length === 0 ? [] : [barView(campaign, measure, bar, { x: number * width, width, most, shown }, open)],
    ),
  );
  return html(
    'div',
    { class: 'distribution' },
    picture,
    html(
      'div',
      { class: 'distribution-ends', 'aria-hidden': 'true' },
      html('span', {}, campaignValue(range.least, measure.unit)),
      html('span', {}, range.most > range.least ? campaignValue(range.most, measure.unit) : ''),
    ),
  );
}

interface Place {
  readonly x: number;
  readonly width: number;
  readonly most: number;
  readonly shown: number;
}

function barView(
  campaign: CampaignReport,
  measure: CampaignMeasure,
  { from, to, runs }: Bar,
  { x, width, most, shown }: Place,
  open: OpenRun,
): SVGGElement {
  const height = Math.max(3, (runs.length / most) * (HEIGHT - 6));
  const failed = runs.filter((run) => campaign.decisions[run] === 'fail').length;
  const [worst = -1] = runs;
  const count = runs.length === 1 ? '1 run' : `${String(runs.length)} runs`;
  const stretch = `${campaignValue(from, measure.unit)}${to > from ? ` to ${campaignValue(to, measure.unit)}` : ''}`;
  const seed = String(campaign.seeds[worst] ?? 0);
  const here = runs.includes(shown) ? ' The one that is shown is among them.' : '';
  const label = `${measure.name} ${stretch}: ${count}, ${String(failed)} failed.${here} ${open === null ? 'The worst is' : 'Open the worst,'} seed ${seed}`;
  const failedHeight = height * (failed / runs.length);
  const bar = svg(
    'g',
    {
      class: 'distribution-bar',
      role: open === null ? 'img' : 'button',
      tabindex: 0,
      'aria-label': label,
      'data-seed': seed,
    },
    svg('title', {}, label),
    svg('rect', { class: 'distribution-reach', x, y: 0, width, height: HEIGHT }),
    svg('rect', { class: 'distribution-held', x: x + 1, y: HEIGHT - height, width: width - 2, height }),
    svg('rect', {
      ...{ class: 'distribution-failed', x: x + 1, y: HEIGHT - failedHeight },
      ...{ width: width - 2, height: failedHeight },
    }),
    runs.includes(shown)
      ? svg('rect', { class: 'distribution-shown', x: x + 1, y: HEIGHT, width: width - 2, height: SHOWN_PX })
      : null,
  );
  bar.addEventListener('click', () => {
    open?.(worst);
  });
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      event.stopPropagation();
      open?.(worst);
    }
  });
  return bar;
}
