import type { SourcePlace } from '../../../server/src/report/run-report';
import { button, html } from '../dom/elements';
import type { HostBridge } from '../host/host-bridge';
import type { Actions } from '../state/actions';

/** Leads to a line of the model; where nobody can open it, it names the line. */
export function sourceButton(source: SourcePlace, actions: Actions, host: HostBridge): HTMLElement {
  const name = source.file.split(/[\\/]/).at(-1) ?? source.file;
  const text = `${name}:${String(source.line + 1)}`;
  if (!host.canAct) {
    return html('code', { class: 'source' }, text);
  }
  const result = button(text, () => {
    actions.openSource(source);
  });
  result.className = 'source link';
  result.title = `Open ${source.file} at line ${String(source.line + 1)}`;
  return result;
}
