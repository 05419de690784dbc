import type { ClientOperations, OperationIndex } from '../run/operation-index';
import type { Stripe } from './draw-faults';
import type { Painter } from './painter';
import { TWO_LINES_PX, type ClientRow } from './rows';

/** Signs of what went wrong stand above the operations of a lane, smaller in a low one. */
export function signSize({ height }: ClientRow): { readonly room: number; readonly glyph: number } {
  return height < TWO_LINES_PX ? { room: 9, glyph: 8 } : { room: 13, glyph: 10 };
}
/** An operation without an answer is drawn this long: nobody knows when it ended. */
const OPEN_TAIL_PX = 26;
const NARROWEST_PX = 2;
/** Single operations are drawn while each has this much room on average. */
const SINGLE_PX = 7;

/** Whether single operations can be told apart, or only how many there were. */
export function showsSingles(painter: Painter, client: ClientOperations): boolean {
  const inView = client.intervals.countStarting(painter.viewport.from, painter.viewport.to);
  return inView <= painter.width / SINGLE_PX;
}

/** Where the operation at a position of the client's list lies. */
export function operationStripe(
  painter: Painter,
  operations: OperationIndex,
  row: ClientRow,
  position: number,
): Stripe {
  const { client } = row;
  const report = client.rows[position] ?? -1;
  const from = operations.from[report] ?? 0;
  const to = operations.to[report] ?? NaN;
  const slotHeight = (row.height - signSize(row).room - 4) / client.slotCount;
  const x = painter.x(from);
  const width = Number.isNaN(to) ? OPEN_TAIL_PX : painter.x(to) - x;
  return {
    x,
    y: row.top + row.height - 2 - ((client.slots[position] ?? 0) + 1) * slotHeight,
    width: Math.max(width, NARROWEST_PX),
    height: Math.max(Math.min(slotHeight - 1, 15), 1.5),
  };
}
