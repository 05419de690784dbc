import assert from 'node:assert/strict';
import { receiveHostMessage, receiveViewMessage } from '../../server/src/report/webview-messages';
import { sampleReport } from './sample-report';

/** A message as the other side would get it. */
function sent(message: unknown): unknown {
  return JSON.parse(JSON.stringify(message));
}

function refusal(message: unknown): string {
  const received = receiveHostMessage(sent(message));
  return received.ok ? 'taken' : received.problem;
}

describe('webview messages', () => {
  it('takes a report with instants that never come', () => {
    const report = sampleReport();
    const faults = report.faults.map((fault) => ({ ...fault, to: Infinity }));
    assert.equal(receiveHostMessage(sent({ kind: 'report', report: { ...report, faults } })).ok, true);
  });

  const report = sampleReport();
  const cases: readonly [what: string, message: unknown, problem: RegExp][] = [
    ['nothing', null, /unknown kind undefined/],
    ['an unknown kind', { kind: 'toString' }, /unknown kind "toString"/],
    ['another version', { kind: 'report', report: { ...report, version: 1 } }, /report.version is not one of 2/],
    ['a missing part', { kind: 'report', report: { ...report, lanes: undefined } }, /report.lanes is not a list/],
    [
      'columns of different lengths',
      { kind: 'report', report: { ...report, operations: { ...report.operations, mark: 'u1:AAAA' } } },
      /report.operations has columns of different lengths/,
    ],
    [
      'what is no column',
      { kind: 'report', report: { ...report, operations: { ...report.operations, mark: [0, 1] } } },
      /report.operations.mark is not a column/,
    ],
    ['an instant that is text', { kind: 'revealTime', at: 'now' }, /at is not a number/],
  ];
  for (const [what, message, problem] of cases) {
    it(`refuses ${what} and says where`, () => {
      assert.match(refusal(message), problem);
    });
  }

  it('checks what the view sends as well', () => {
    assert.equal(receiveViewMessage({ kind: 'ready' }).ok, true);
    assert.equal(receiveViewMessage({ kind: 'openSource', source: { file: 'a' } }).ok, false);
  });
});
