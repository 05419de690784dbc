import type { BoundPlace } from '../../language/bind/bound';
import { placesIn } from '../../language/bind/bind-topology';
import type { ModelSymbol } from '../../language/names/symbols';
import type { Snapshot } from '../snapshot';

/** More than this are counted rather than named. */
const MAX_NAMED = 4;

/** The nodes and clients that a domain or a group at an offset stands for; undefined for what stands for itself. */
export function targetText(snapshot: Snapshot, offset: number): string | undefined {
  const symbols = snapshot.symbols.symbolsAt(snapshot.uri, offset);
  const [symbol] = symbols;
  // A schedule that several topologies use means other nodes in each.
  if (symbol === undefined || symbols.length !== 1) return undefined;
  const places = placesOf(snapshot, symbol);
  if (places === undefined) return undefined;
  if (places.length === 0) return 'nothing';
  if (places.length > MAX_NAMED) {
    const clients = places.some(({ symbol: { kind } }) => kind === 'client') ? ' and clients' : '';
    return `${String(places.length)} nodes${clients}`;
  }
  return places.map(({ name }) => name).join(', ');
}

function placesOf({ program }: Snapshot, symbol: ModelSymbol): readonly BoundPlace[] | undefined {
  for (const topology of program.model.topologies) {
    const held =
      topology.domains.find((domain) => domain.symbol === symbol) ??
      topology.groups.find((group) => group.symbol === symbol);
    if (held !== undefined) return placesIn(held, topology.places);
  }
  return undefined;
}
