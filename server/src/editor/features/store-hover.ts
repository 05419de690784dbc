import { storeFacts, type StoreFacts } from '../../language/check/store-facts';
import type { ModelSymbol } from '../../language/names/symbols';
import type { Snapshot } from '../snapshot';

/** What a store tolerates, as Markdown; empty where that is not known. */
export function storeText(snapshot: Snapshot, symbol: ModelSymbol): string {
  for (const topology of snapshot.program.model.topologies) {
    const store = topology.stores.find((each) => each.symbol === symbol);
    const facts = store && storeFacts(store, topology);
    if (facts !== undefined) return linesOf(facts).join('\n');
  }
  return '';
}

function linesOf(facts: StoreFacts): readonly string[] {
  const { replicas, quorums, readsSurvive, writesSurvive, family } = facts;
  const failures = family === 'pbft' ? 'that fail or lie' : 'that fail';
  const borne =
    readsSurvive === writesSurvive
      ? [`- goes on with up to ${String(readsSurvive)} ${failures}`]
      : [
          `- reads go on with up to ${String(readsSurvive)} ${failures}`,
          `- writes go on with up to ${String(writesSurvive)} ${failures}`,
        ];
  return [
    `**${String(replicas)} ${replicas === 1 ? 'replica' : 'replicas'}** of each key`,
    '',
    ...(quorums === undefined
      ? []
      : [`- waits for ${String(quorums.read)} to read, ${String(quorums.write)} to write`]),
    ...borne,
    ...facts.survives.map((level) => `- survives the loss of any ${level}`),
    ...facts.doesNotSurvive.map((level) => `- does **not** survive the loss of any ${level}`),
  ];
}
