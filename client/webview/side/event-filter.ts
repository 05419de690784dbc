import type { EventRow } from '../../../server/src/report/run-report';
import { EVENT_SIGNS } from '../look/vocabulary';
import { placeName, type RunIndex } from '../run/run-index';
import type { EventFilter } from '../state/view-state';

/** Rows of the events that a filter lets through: every word must occur in text, place or kind. */
export function filteredEvents(run: RunIndex, filter: EventFilter): readonly number[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const hidden = new Set<EventRow['kind']>(filter.hidden);
  return run.report.events.flatMap((event, row) => {
    if (hidden.has(event.kind)) {
      return [];
    }
    const text = `${event.text} ${placeName(run, event.place)} ${EVENT_SIGNS[event.kind].word}`.toLowerCase();
    return words.every((word) => text.includes(word)) ? [row] : [];
  });
}
