import { DECISION_SIGNS } from '../look/vocabulary';
import type { RunIndex } from '../run/run-index';
import type { ViewState } from '../state/view-state';
import { formatInstant } from '../time/time-format';
import { AXIS_HEIGHT, drawAxis } from '../timeline/draw-axis';
import { drawOverlay } from '../timeline/draw-overlay';
import { drawRows } from '../timeline/draw-rows';
import { textsAt } from '../timeline/gutter';
import { createPainter, type Brushes } from '../timeline/painter';
import { layOutRows, type Row, type RowLayout } from '../timeline/rows';
import type { Drawing } from './drawing';
import { drawTopology } from './draw-topology';

const HEAD = 62;
const GUTTER = 150;
const MARGIN = 12;

/** What is shown, and the room that it has on the page. */
export interface PictureParts {
  readonly run: RunIndex;
  readonly state: ViewState;
  readonly surface: SVGSVGElement;
  readonly brushes: Brushes;
  /** Of the timeline, without the names of its rows. */
  readonly timelineWidth: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Arranged extends Size {
  readonly layout: RowLayout;
  readonly topologyHeight: number;
  readonly timelineTop: number;
}

export function pictureSize(parts: PictureParts): Size {
  return arrange(parts);
}

function arrange({ run, surface, timelineWidth }: PictureParts): Arranged {
  const layout = layOutRows(run, timelineWidth, 0);
  const topologyHeight = surface.getBoundingClientRect().height;
  const timelineTop = HEAD + topologyHeight + AXIS_HEIGHT;
  return {
    ...{ layout, topologyHeight, timelineTop },
    ...{ width: GUTTER + timelineWidth, height: timelineTop + layout.height + MARGIN },
  };
}

/** Verdict, topology and the whole timeline with its cursor and selection, one below the other. */
export function drawPicture(drawing: Drawing, parts: PictureParts): void {
  const { run, state, surface, brushes, timelineWidth } = parts;
  const { layout, timelineTop, width, height } = arrange(parts);
  drawing.fillStyle = brushes.palette.tone.surface;
  drawing.fillRect(0, 0, width, height);
  drawing.save();
  drawing.translate((width - surface.getBoundingClientRect().width) / 2, HEAD);
  drawTopology(drawing, brushes, surface);
  drawing.restore();

  const painter = createPainter(drawing, brushes, state.viewport, timelineWidth);
  drawing.save();
  drawing.translate(GUTTER, timelineTop);
  const view = { scrollTop: 0, height: layout.height, messagesShown: state.messagesShown };
  const arrows = drawRows(painter, run, layout, view);
  drawOverlay({ painter, run, layout, arrows }, state.cursor, null, state.selection, layout.height);
  drawing.translate(0, -AXIS_HEIGHT);
  drawAxis(painter, run.report.warmUpNs);
  drawing.restore();

  drawHead(drawing, parts);
  drawNames(drawing, parts, layout, timelineTop);
}

function drawHead(drawing: Drawing, { run, state, brushes }: PictureParts): void {
  const { palette } = brushes;
  const { decision, title, file, scenario, seed, summary } = run.report;
  const sign = DECISION_SIGNS[decision];
  const line = (text: string, x: number, y: number, font: string, color: string): void => {
    drawing.font = font;
    drawing.fillStyle = color;
    drawing.textAlign = 'start';
    drawing.textBaseline = 'middle';
    drawing.globalAlpha = 1;
    drawing.fillText(text, x, y);
  };
  line(sign.word.toUpperCase(), MARGIN, 16, palette.boldFont, palette.tone[sign.tone]);
  line(title, MARGIN + 90, 16, palette.boldFont, palette.tone.text);
  line(summary, MARGIN, 35, palette.font, palette.tone.text);
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const facts = `${name} · ${scenario} · seed ${String(seed)} · at ${formatInstant(state.cursor, 1e6)}`;
  line(facts, MARGIN, 52, palette.smallFont, palette.tone.muted);
}

/** The names of the rows on their own ground, which also covers what the rows draw to the left of their start. */
function drawNames(drawing: Drawing, { run, state, brushes }: PictureParts, layout: RowLayout, top: number): void {
  const { palette } = brushes;
  drawing.globalAlpha = 1;
  drawing.fillStyle = palette.tone.surface;
  drawing.fillRect(0, top - AXIS_HEIGHT, GUTTER - 1, layout.height + AXIS_HEIGHT + MARGIN);
  for (const row of layout.rows) {
    const middle = top + row.top + row.height / 2;
    drawing.textBaseline = 'middle';
    drawing.textAlign = 'start';
    drawing.font = palette.boldFont;
    drawing.fillStyle = palette.tone.text;
    const now = nowOf(run, row, state.cursor);
    drawing.fillText(row.label, MARGIN, now === '' || row.height < 30 ? middle : middle - 7);
    drawing.font = palette.smallFont;
    drawing.fillStyle = palette.tone.muted;
    drawing.textAlign = row.height < 30 ? 'end' : 'start';
    drawing.fillText(now, row.height < 30 ? GUTTER - MARGIN : MARGIN, row.height < 30 ? middle : middle + 8);
  }
  drawing.textAlign = 'start';
}

function nowOf(run: RunIndex, row: Row, at: number): string {
  return textsAt(run, row, at).join(' · ');
}
