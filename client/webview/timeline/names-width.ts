import type { RunIndex } from '../run/run-index';
import { leadership } from '../run/leaders';
import type { TextRuler } from '../topology/text-width';
import { wordsOf } from './gutter';

/** Between and beside a name and what its node is doing. */
const AROUND_PX = 24;
/** Rows that are looked at: measuring the names of hundreds would be felt. */
const MOST_ROWS = 40;

/** How wide the names of the rows become with what stands beside them, in pixels. */
export function namesWidth(run: RunIndex, ruler: TextRuler): number {
  const words = new Map<string, number>();
  const wordWidth = (word: string): number => {
    const width = words.get(word) ?? ruler.widthOf(word, 'detail');
    words.set(word, width);
    return width;
  };
  const nodes = run.report.lanes
    .slice(0, MOST_ROWS)
    .map((lane) => ruler.widthOf(lane.label, 'name') + Math.max(0, ...wordsOf(lane).map(wordWidth)));
  const leaders = leadership(run)
    .slice(0, MOST_ROWS)
    .map(({ store }) => ruler.widthOf(`leader of ${store}`, 'row'));
  return Math.ceil(Math.max(0, ...nodes, ...leaders) + AROUND_PX);
}
