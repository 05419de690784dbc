import type { CampaignMeasure, ComparisonReport } from '../../../server/src/report/campaign-report';
import { html, svg } from '../dom/elements';
import { spanOf } from './axis-span';
import { campaignValue } from './campaign-value';
import { worstRun, type Range } from './histogram';

const WIDTH = 520;
const HEIGHT = 276;
/** Above and below the axes stand their names, where no point comes. */
const PAD = { left: 70, right: 130, top: 30, bottom: 34 } as const;
const LINE_HEIGHT = 12;
/** A shape for each cell, so that colour is not all that tells them apart. */
const SHAPES = [
  'M-5 0A5 5 0 1 1 5 0A5 5 0 1 1-5 0Z',
  'M-5-5H5V5H-5Z',
  'M0-6.5 6 5H-6Z',
  'M0-7 7 0 0 7-7 0Z',
  'M-6-2H-2V-6H2V-2H6V2H2V6H-2V2H-6Z',
  'M0 6.5-6-5H6Z',
] as const;

export interface Axes {
  readonly x: string;
  readonly y: string;
}

/** Opens one run of a cell; null in a saved page, where nobody can make that run. */
export type OpenCell = ((cell: number, run: number) => void) | null;

/** The shape and colour of a cell: that of its point. */
function cellMark(number: number): SVGPathElement {
  return svg('path', {
    d: SHAPES[number % SHAPES.length] ?? SHAPES[0],
    class: `tone-series-${String((number % 6) + 1)}`,
  });
}

/** The mark of a cell's point, to stand before its name elsewhere. */
export function cellSign(number: number): SVGSVGElement {
  return svg('svg', { class: 'cell-sign', viewBox: '-8 -8 16 16', 'aria-hidden': 'true' }, cellMark(number));
}

/** What one choice costs in terms of the other: the mean of each cell as a point that opens its worst run. */
export function scatter({ cells }: ComparisonReport, axes: Axes, open: OpenCell): HTMLElement {
  const measure = (cell: number, name: string): CampaignMeasure | undefined =>
    cells[cell]?.campaign.measures.find((one) => one.name === name);
  const points = cells.flatMap((cell, number) => {
    const [across, up] = [measure(number, axes.x), measure(number, axes.y)];
    const [x, y] = [meanOf(across), meanOf(up)];
    return across === undefined || up === undefined || x === null || y === null
      ? []
      : [{ x, y, number, across, up, name: cell.values.join(', ') || 'all' }];
  });
  const [xUnit, yUnit] = [points[0]?.across.unit ?? 'number', points[0]?.up.unit ?? 'number'];
  const xRange = spanOf(
    points.map(({ x }) => x),
    xUnit,
  );
  const yRange = spanOf(
    points.map(({ y }) => y),
    yUnit,
  );
  const place = (value: number, { least, most }: Range, from: number, to: number): number =>
    from + ((value - least) / (most - least)) * (to - from);
  const [left, right, top, bottom] = [PAD.left, WIDTH - PAD.right, PAD.top, HEIGHT - PAD.bottom];
  const picture = svg('svg', {
    ...{ class: 'scatter', width: WIDTH, height: HEIGHT, viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}` },
    ...{ role: 'group', 'aria-label': `${axes.y} against ${axes.x}` },
  });
  const label = (text: string, x: number, y: number, anchor: string): SVGTextElement =>
    svg('text', { x, y, 'text-anchor': anchor, class: 'scatter-label' }, text);
  picture.append(
    svg('path', { class: 'scatter-axes', d: `M${String(left)} ${String(top)}V${String(bottom)}H${String(right)}` }),
    label(campaignValue(yRange.most, yUnit), left - 6, top + 4, 'end'),
    label(campaignValue(yRange.least, yUnit), left - 6, bottom, 'end'),
    label(campaignValue(xRange.least, xUnit), left, bottom + 15, 'start'),
    label(campaignValue(xRange.most, xUnit), right, bottom + 15, 'end'),
    label(axes.x, (left + right) / 2, HEIGHT - 4, 'middle'),
    label(axes.y, left, 12, 'start'),
  );
  const taken: { readonly x: number; readonly y: number }[] = [];
  for (const { x, y, number, across, up, name } of points) {
    const [px, py] = [place(x, xRange, left + 10, right - 10), place(y, yRange, bottom - 10, top + 10)];
    const said = `${name}: ${axes.x} ${across.text}, ${axes.y} ${up.text}`;
    const mark = cellMark(number);
    mark.setAttribute('transform', `translate(${String(px)} ${String(py)})`);
    const beside = taken.filter((other) => Math.abs(other.x - px) < 110).map((other) => other.y);
    const textY = freeBaseline(py + 4, beside, top + LINE_HEIGHT, bottom - 4);
    taken.push({ x: px, y: textY });
    const point = svg(
      'g',
      {
        class: 'scatter-point',
        role: open === null ? 'img' : 'button',
        tabindex: 0,
        'aria-label': open === null ? said : `${said}. Open the worst run`,
        'data-cell': number,
      },
      svg('title', {}, said),
      mark,
      label(name, px + 11, textY, 'start'),
    );
    const act = (): void => {
      const campaign = cells[number]?.campaign;
      if (campaign !== undefined && open !== null) {
        open(number, worstRun(campaign, up));
      }
    };
    point.addEventListener('click', act);
    point.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        act();
      }
    });
    picture.append(point);
  }
  return html('div', { class: 'scatter-box' }, picture);
}

/** The line of text nearest to `wanted` that lies within the axes and on none of the others, if there is one. */
function freeBaseline(wanted: number, others: readonly number[], top: number, bottom: number): number {
  const most = Math.ceil((bottom - top) / LINE_HEIGHT);
  const lines = Array.from({ length: most + 1 }, (_, step) => [
    wanted + step * LINE_HEIGHT,
    wanted - step * LINE_HEIGHT,
  ]).flat();
  return (
    lines.find((y) => y >= top && y <= bottom && others.every((other) => Math.abs(other - y) >= LINE_HEIGHT)) ?? wanted
  );
}

function meanOf(measure: CampaignMeasure | undefined): number | null {
  const values = measure?.values.filter((value) => value !== null) ?? [];
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
