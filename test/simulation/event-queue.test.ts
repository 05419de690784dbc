import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EventQueue, Field, INTS_LOG2 } from '../../server/src/simulation/kernel/event-queue';

/** Runs a script of delays through the queue and a sorted list side by side; each taken event schedules some more. */
function agrees(script: readonly { readonly delay: number; readonly takes: boolean }[]): void {
  const queue = new EventQueue(4);
  const model: { time: number; order: number; id: number }[] = [];
  let now = 0;
  let order = 0;
  const take = (): void => {
    model.sort((x, y) => x.time - y.time || x.order - y.order);
    const expected = model.shift();
    assert.equal(queue.earliest(), expected?.time ?? Infinity);
    if (expected === undefined) return;
    now = expected.time;
    assert.equal(queue.take(expected.time * (1 - Number.EPSILON) - 1), -1, 'nothing before its time');
    const slot = queue.take(expected.time);
    assert.equal(queue.timeOf(slot), expected.time);
    assert.equal(queue.ints[(slot << INTS_LOG2) + Field.Target], expected.id);
    assert.equal(queue.body[slot], `event ${expected.id}`);
    queue.release(slot);
  };
  for (const { delay, takes } of script) {
    queue.add(now + delay, 0, order, 0, 0, -1, now, `event ${order}`);
    model.push({ time: now + delay, order, id: order });
    order++;
    if (takes) take();
  }
  while (model.length > 0) take();
  assert.equal(queue.size, 0);
}

describe('the event queue', () => {
  const delays = fc.oneof(fc.constant(0), fc.nat(10), fc.nat(1e6), fc.nat(1e9), fc.constant(8e15));

  it('gives events in order of time, then of scheduling', () => {
    fc.assert(fc.property(fc.array(fc.record({ delay: delays, takes: fc.boolean() }), { maxLength: 400 }), agrees));
  });

  it('keeps its order while it adapts', () => {
    const script = Array.from({ length: 60_000 }, (_, i) => ({
      delay: ((i * 7919) % 1000) * (i < 30_000 ? 1 : 100_000),
      takes: i > 300,
    }));
    agrees(script.slice(0, 300).concat(script.slice(300).map((step) => ({ ...step, takes: true }))));
  });
});
