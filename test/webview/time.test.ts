import assert from 'node:assert/strict';
import { ticksFor } from '../../client/webview/time/ticks';
import { formatDuration, formatInstant } from '../../client/webview/time/time-format';
import { clampViewport, panViewport, withInstant, zoomViewport } from '../../client/webview/time/viewport';

const S = 1e9;

describe('time', () => {
  const durations: readonly [ns: number, text: string][] = [
    [0, '0 s'],
    [250, '250 ns'],
    [1_500, '1.5 µs'],
    [850e6, '850 ms'],
    [1.234 * S, '1.23 s'],
    [65 * S, '1 min 5 s'],
    [119.6 * S, '2 min'],
    [7_500 * S, '2 h 5 min'],
    [200_000 * S, '2 d 8 h'],
    [Infinity, 'without end'],
  ];
  for (const [ns, text] of durations) {
    it(`writes ${text}`, () => {
      assert.equal(formatDuration(ns), text);
    });
  }

  it('writes instants as exactly as the axis needs', () => {
    assert.equal(formatInstant(8.24 * S, 1e6), '8.240 s');
    assert.equal(formatInstant(8.24 * S, S), '8 s');
    assert.equal(formatInstant(59.9999 * S, 1e6), '1:00.000');
    assert.equal(formatInstant(3_725 * S, S), '1:02:05');
    assert.equal(formatInstant(90_000 * S, 60 * S), '1d 1:00:00');
  });

  it('has few round ticks at every zoom', () => {
    for (let span = 2_000; span < 1e16; span *= 7) {
      const { at, stepNs } = ticksFor({ from: span / 3, to: span / 3 + span }, 1000);
      assert.ok(at.length >= 3 && at.length <= 12, `${String(at.length)} ticks over ${String(span)} ns`);
      assert.ok(at.every((tick) => Math.abs(tick / stepNs - Math.round(tick / stepNs)) < 1e-6));
    }
  });

  it('never shows anything outside the run', () => {
    assert.deepEqual(clampViewport({ from: -50_000, to: 50_000 }, 60_000), { from: 0, to: 60_000 });
    assert.deepEqual(panViewport({ from: 20_000, to: 40_000 }, 90_000, 60_000), { from: 40_000, to: 60_000 });
  });

  it('zooms around the instant under the pointer', () => {
    const zoomed = zoomViewport({ from: 0, to: 40 * S }, 10 * S, 0.5, 40 * S);
    assert.deepEqual(zoomed, { from: 5 * S, to: 25 * S });
  });

  it('brings an instant into view by the shortest way', () => {
    assert.deepEqual(withInstant({ from: 0, to: 10 * S }, 5 * S, 40 * S), { from: 0, to: 10 * S });
    assert.deepEqual(withInstant({ from: 0, to: 10 * S }, 20 * S, 40 * S), { from: 11 * S, to: 21 * S });
  });
});
