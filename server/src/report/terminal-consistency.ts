import { modelBounds, type StoreVerdict } from '../analysis';
import { plural, listText } from './quantity-text';
import type { BoundsRow } from './run-report';
import type { ScenarioResult } from './scenario-result';
import { toldRunText } from './told-run';

/** Names that are told; of more, only how many there are. */
const MOST_NAMES = 4;

/**
 * Of each store that was cut by a partition its CAP class, and of each that is not linearizable the strongest models that it
 * keeps, the weakest that it breaks, and for whom.
 */
export function consistencyLines(result: ScenarioResult): readonly string[] {
  const { scenario, stores, picture } = result;
  return stores.flatMap((verdict) => {
    const name = scenario.stores[verdict.store]?.name ?? '?';
    const rows = picture?.stores?.[verdict.store]?.bounds ?? [];
    return [...capLines(name, verdict), ...boundsLines(name, verdict, rows, toldRunText(result))];
  });
}

function capLines(name: string, { cap, capReason, pacelc }: StoreVerdict): readonly string[] {
  if (cap === null) return [];
  const latency = pacelc === null ? '' : ` (PACELC ${pacelc})`;
  return [`${name} ${capText(cap)}${latency}: ${capReason}`];
}

function capText(cap: 'CP' | 'AP' | 'both' | 'neither'): string {
  switch (cap) {
    case 'CP':
    case 'AP':
      return `was ${cap} in the partition`;
    case 'both':
      return 'had nothing to choose in the partition, and was both consistent and available';
    case 'neither':
      return 'was neither consistent nor available in the partition';
  }
}

/** For whom is found out of the run that is told, `told`; empty where there was no other. */
function boundsLines(
  name: string,
  { consistency }: StoreVerdict,
  rows: readonly BoundsRow[],
  told: string,
): readonly string[] {
  if (consistency.linearizable?.decision !== 'fail') return [];
  const { strongestHeld, weakestBroken } = modelBounds(consistency);
  return [
    `${name} ${boundsText(strongestHeld, weakestBroken)}`,
    ...rows.map((row) => `  ${told === '' ? '' : `${told}, `}${rowText(row)}`),
  ];
}

function rowText({ of, names, keeps, breaks }: BoundsRow): string {
  const nouns = names.length === 1 ? of : `${of}s`;
  const who = names.length <= MOST_NAMES ? `${nouns} ${listText(names)}` : plural(names.length, of);
  return `${who}: ${boundsText(keeps, breaks)}`;
}

function boundsText(keeps: readonly string[], breaks: readonly string[]): string {
  const parts = [
    ...(breaks.length === 0 ? [] : [`breaks ${modelsText(breaks)}`]),
    ...(keeps.length === 0 ? [] : [`keeps ${modelsText(keeps)}`]),
  ];
  return parts.length === 0 ? 'undecided' : parts.join(', ');
}

/** All four session guarantees are one thing to read. */
function modelsText(models: readonly string[]): string {
  return models.length === SESSION_GUARANTEES && models.includes('read-your-writes')
    ? 'all session guarantees'
    : listText(models);
}

/** Read-your-writes, monotonic reads, monotonic writes, writes follow reads. */
const SESSION_GUARANTEES = 4;
