import { TONES, type Tone } from './vocabulary';

/** Colours as a canvas takes them, read from the style sheet; it is read again when the theme changes. */
export interface Palette {
  readonly tone: Readonly<Record<Tone, string>>;
  /** Text that can be read on a full patch of the tone. */
  readonly on: Readonly<Record<Tone, string>>;
  readonly font: string;
  readonly smallFont: string;
  readonly boldFont: string;
}

export function readPalette(): Palette {
  // One element a colour, all there before the first is asked for: a change in between would style the page anew each time.
  const probe = document.createElement('span');
  probe.hidden = true;
  const swatches = TONES.map((tone) => {
    const swatch = document.createElement('span');
    swatch.style.color = `var(--ftm-${tone})`;
    return [tone, swatch] as const;
  });
  probe.append(...swatches.map(([, swatch]) => swatch));
  document.body.append(probe);
  const entries = swatches.map(([tone, swatch]) => [tone, getComputedStyle(swatch).color] as const);
  probe.remove();
  const family = getComputedStyle(document.body).fontFamily;
  return {
    tone: Object.fromEntries(entries) as Record<Tone, string>,
    on: Object.fromEntries(entries.map(([tone, color]) => [tone, readableOn(color)])) as Record<Tone, string>,
    font: `12px ${family}`,
    smallFont: `11px ${family}`,
    boldFont: `600 12px ${family}`,
  };
}

/** Calls back when VS Code changes its theme, the system its colours, or the browser its zoom. */
export function watchTheme(changed: () => void): void {
  const observer = new MutationObserver(changed);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-id'] });
  }
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']) {
    matchMedia(query).addEventListener('change', changed);
  }
}

export function prefersReducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Black or white, whichever contrasts more by the measure of WCAG 2. */
function readableOn(color: string): string {
  return luminance(color) > 0.179 ? '#000000' : '#ffffff';
}

function luminance(color: string): number {
  const isShare = color.startsWith('color(');
  const parts = (color.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).slice(0, 3).map(Number);
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    const share = isShare ? part : part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
