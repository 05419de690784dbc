import { modelBounds } from '../analysis';
import { plural } from './quantity-text';
import type { BoundsRow } from './run-report';
import type { ScenarioResult } from './scenario-result';
import { listText } from './why-sentences';

/** Names that are told; of more, only how many there are. */
const MOST_NAMES = 4;

/** Of each store that is not linearizable: the strongest models that it keeps, the weakest that it breaks, and for whom. */
export function boundsLines({ scenario, stores, picture }: ScenarioResult): readonly string[] {
  return stores.flatMap(({ store, consistency }) => {
    if (consistency.linearizable?.decision !== 'fail') return [];
    const { strongestHeld, weakestBroken } = modelBounds(consistency);
    const rows = picture?.stores?.[store]?.bounds ?? [];
    const name = scenario.stores[store]?.name ?? '?';
    return [`${name} ${boundsText(strongestHeld, weakestBroken)}`, ...rows.map((row) => `  ${rowText(row)}`)];
  });
}

function rowText({ of, names, keeps, breaks }: BoundsRow): string {
  const who = names.length <= MOST_NAMES ? `${of} ${listText(names)}` : plural(names.length, of);
  return `${who}: ${boundsText(keeps, breaks)}`;
}

function boundsText(keeps: readonly string[], breaks: readonly string[]): string {
  const parts = [
    ...(breaks.length === 0 ? [] : [`breaks ${listText(breaks)}`]),
    ...(keeps.length === 0 ? [] : [`keeps ${listText(keeps)}`]),
  ];
  return parts.length === 0 ? 'undecided' : parts.join(', ');
}
