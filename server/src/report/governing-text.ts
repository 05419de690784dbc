import type { Governing } from '../analysis';
import type { ScenarioModel } from '../language/model';
import type { GoverningRow } from './run-report';
import { lineText, sourcePlace } from './source-place';

/** ``ledger is `primary-backup { acknowledge: all  failover: manual }` (line 12); by default `timeout: 5s`.`` */
export function governingRow(scenario: ScenarioModel, governing: Governing): GoverningRow {
  const { of, is, written, byDefault, beside, origin } = governing;
  const source = sourcePlace(scenario, origin);
  const block = written.length === 0 ? '' : `{ ${written.join('  ')} }`;
  const code = [is, block].filter((part) => part !== '').join(' ');
  const what = beside.length === 0 ? '' : ` with \`${beside.join('  ')}\``;
  const silent = byDefault.length === 0 ? '' : `; by default \`${byDefault.join('  ')}\``;
  const text = `${of} is \`${code}\`${lineText(scenario.files[0], source)}${what}${silent}.`;
  return { text, of, is, settings: [...written, ...beside], defaults: byDefault, source };
}
