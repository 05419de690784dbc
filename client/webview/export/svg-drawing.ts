import { escapeHtml } from '../../../server/src/report/html-embed';
import type { Drawing } from './drawing';
import type { Outlines } from './outlines';

interface Pen {
  readonly fillStyle: Drawing['fillStyle'];
  readonly strokeStyle: Drawing['strokeStyle'];
  readonly globalAlpha: number;
  readonly lineWidth: number;
  readonly lineCap: CanvasLineCap;
  readonly font: string;
  readonly textAlign: CanvasTextAlign;
  readonly textBaseline: CanvasTextBaseline;
  readonly dash: readonly number[];
  readonly matrix: readonly [scaleX: number, scaleY: number, x: number, y: number];
}

const MIDDLE_PX = 0.35;

/** Writes down as SVG what is drawn on it. Patterns are texts such as `url(#name)`; whoever draws defines them. */
export class SvgDrawing implements Drawing {
  fillStyle: Drawing['fillStyle'] = '#000';
  strokeStyle: Drawing['strokeStyle'] = '#000';
  globalAlpha = 1;
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  font = '12px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  private dash: readonly number[] = [];
  private matrix: Pen['matrix'] = [1, 1, 0, 0];
  private readonly kept: Pen[] = [];
  private readonly parts: string[] = [];
  private trace: string[] = [];

  /** @param ruler measures text as the screen would */
  constructor(
    private readonly outlines: Outlines,
    private readonly ruler: CanvasRenderingContext2D,
  ) {}

  /** The elements that were drawn so far. */
  get content(): string {
    return this.parts.join('\n');
  }

  save(): void {
    const { fillStyle, strokeStyle, globalAlpha, lineWidth, lineCap, font, textAlign, textBaseline, dash, matrix } =
      this;
    this.kept.push({
      ...{ fillStyle, strokeStyle, globalAlpha, lineWidth, lineCap, font, textAlign, textBaseline, dash, matrix },
    });
  }

  restore(): void {
    const pen = this.kept.pop();
    if (pen !== undefined) {
      Object.assign(this, pen);
    }
  }

  translate(x: number, y: number): void {
    const [scaleX, scaleY, left, top] = this.matrix;
    this.matrix = [scaleX, scaleY, left + x * scaleX, top + y * scaleY];
  }

  scale(x: number, y: number): void {
    const [scaleX, scaleY, left, top] = this.matrix;
    this.matrix = [scaleX * x, scaleY * y, left, top];
  }

  setLineDash(dash: Iterable<number>): void {
    this.dash = [...dash];
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.put(`<rect ${this.box(x, y, width, height)} ${this.filled()}/>`);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.put(`<rect ${this.box(x, y, width, height)} fill="none" ${this.stroked()}/>`);
  }

  beginPath(): void {
    this.trace = [];
  }

  moveTo(x: number, y: number): void {
    this.trace.push(`M${number(x)} ${number(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.trace.push(`${this.trace.length === 0 ? 'M' : 'L'}${number(x)} ${number(y)}`);
  }

  /** Only whole circles are drawn. */
  arc(x: number, y: number, radius: number): void {
    const [r, left, right] = [number(radius), number(x - radius), number(x + radius)];
    this.trace.push(`M${left} ${number(y)}A${r} ${r} 0 1 0 ${right} ${number(y)}A${r} ${r} 0 1 0 ${left} ${number(y)}`);
  }

  fill(path?: Path2D | CanvasFillRule): void {
    const d = path instanceof Path2D ? this.outlines.textOf(path) : this.trace.join('');
    this.put(`<path d="${d}" fill-rule="evenodd" ${this.filled()}/>`);
  }

  stroke(path?: Path2D): void {
    const d = path instanceof Path2D ? this.outlines.textOf(path) : this.trace.join('');
    this.put(`<path d="${d}" fill="none" ${this.stroked()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    const size = /([\d.]+)px/.exec(this.font)?.[1] ?? '12';
    const weight = /^\s*(?:bold|[6-9]00)/.test(this.font) ? ' font-weight="600"' : '';
    const anchor = { start: 'start', left: 'start', center: 'middle', right: 'end', end: 'end' }[this.textAlign];
    const lowered = this.textBaseline === 'middle' ? y + Number(size) * MIDDLE_PX : y;
    this.put(
      `<text x="${number(x)}" y="${number(lowered)}" font-size="${size}"${weight} text-anchor="${anchor}" ${this.filled()}>${escapeHtml(text)}</text>`,
    );
  }

  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  private put(element: string): void {
    const [scaleX, scaleY, x, y] = this.matrix;
    const isPlain = scaleX === 1 && scaleY === 1 && x === 0 && y === 0;
    const transform = `translate(${number(x)} ${number(y)}) scale(${number(scaleX)} ${number(scaleY)})`;
    this.parts.push(isPlain ? element : element.replace(/^<\w+/, (start) => `${start} transform="${transform}"`));
  }

  private box(x: number, y: number, width: number, height: number): string {
    return `x="${number(x)}" y="${number(y)}" width="${number(Math.max(width, 0))}" height="${number(Math.max(height, 0))}"`;
  }

  private filled(): string {
    return `fill="${paint(this.fillStyle)}"${this.globalAlpha < 1 ? ` fill-opacity="${number(this.globalAlpha)}"` : ''}`;
  }

  private stroked(): string {
    const dash = this.dash.length === 0 ? '' : ` stroke-dasharray="${this.dash.join(' ')}"`;
    const alpha = this.globalAlpha < 1 ? ` stroke-opacity="${number(this.globalAlpha)}"` : '';
    return `stroke="${paint(this.strokeStyle)}" stroke-width="${number(this.lineWidth)}" stroke-linecap="${this.lineCap}"${dash}${alpha}`;
  }
}

function paint(style: Drawing['fillStyle']): string {
  return typeof style === 'string' ? escapeHtml(style) : 'none';
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
