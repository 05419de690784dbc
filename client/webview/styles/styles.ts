import campaign from './campaign.css';
import page from './page.css';
import side from './side.css';
import standAloneTheme from './stand-alone.css';
import theme from './theme.css';
import timeline from './timeline.css';
import topology from './topology.css';

/** Style sheets are made by the script, which a strict content security policy lets do so without any style source. */
export function applyStyles({ standAlone }: { readonly standAlone: boolean }): void {
  const texts = [...(standAlone ? [standAloneTheme] : []), theme, page, topology, side, timeline, campaign];
  for (const text of texts) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
  }
}
