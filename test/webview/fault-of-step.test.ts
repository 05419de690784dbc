import assert from 'node:assert/strict';
import { faultOf } from '../../client/webview/timeline/draw-why';
import { sampleReport } from './sample-report';

describe('the fault at which a way begins', () => {
  const [first, second] = sampleReport().faults;
  assert.ok(first && second && first.source && second.source);
  const beside = { ...first, source: { ...first.source, line: first.source.line + 1 } };

  it('is the one of its instant and of its line', () => {
    const faults = [beside, first, second];
    assert.equal(faultOf(faults, { at: first.from, source: first.source }), 1);
    assert.equal(faultOf(faults, { at: first.from, source: beside.source }), 0);
    assert.equal(faultOf(faults, { at: second.to, source: second.source }), 2);
  });

  it('is any of its instant where the line is not known', () => {
    assert.equal(faultOf([first, second], { at: second.from, source: null }), 1);
  });
});
