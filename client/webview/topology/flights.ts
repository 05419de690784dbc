import type { RunIndex } from '../run/run-index';

/** A message on its way, with the share of the way it has gone. */
export interface Flight {
  readonly row: number;
  readonly sender: number;
  readonly receiver: number;
  readonly share: number;
  readonly lost: boolean;
}

export const MOST_FLIGHTS = 80;
/** Ids of places are below this, so that a way and a stretch are one number: a text for each would cost more. */
const MOST_PLACES = 2 ** 16;
/** Messages that are looked at before the picture counts as full. */
const MOST_CONSIDERED = 6_000;

/**
 * Messages in flight at an instant. Real ones are often too fast to be seen, so each is shown for at least `leastNs`
 * after it was sent. Of those that go the same way, the first of each such stretch flies for all: a heartbeat is a dot
 * now and then, not a string of pearls.
 */
export function flightsAt(run: RunIndex, at: number, leastNs: number): readonly Flight[] {
  const { messages } = run;
  const stretchNs = Math.max(leastNs, 1);
  const taken = new Set<number>();
  const flights: Flight[] = [];
  let considered = 0;
  const from = Math.floor((at - leastNs) / stretchNs) * stretchNs;
  messages.intervals.visit(from, at, (row) => {
    const flight = flightOf(run, row, at, leastNs);
    const sentAt = messages.sentAt[row] ?? 0;
    const stretch = Math.floor((sentAt - from) / stretchNs);
    const way = (stretch * MOST_PLACES + flight.sender + 1) * MOST_PLACES + flight.receiver + 1;
    if (!taken.has(way)) {
      taken.add(way);
      if (flight.share <= 1) {
        flights.push(flight);
      }
    }
    return ++considered < MOST_CONSIDERED && flights.length < MOST_FLIGHTS;
  });
  return flights;
}

function flightOf({ messages }: RunIndex, row: number, at: number, leastNs: number): Flight {
  const sentAt = messages.sentAt[row] ?? 0;
  const arrivedAt = messages.arrivedAt[row] ?? NaN;
  const lost = Number.isNaN(arrivedAt);
  const took = Math.max(leastNs, lost ? 0 : arrivedAt - sentAt, 1);
  return {
    row,
    sender: messages.sender[row] ?? -1,
    receiver: messages.receiver[row] ?? -1,
    share: (at - sentAt) / took,
    lost,
  };
}
