import assert from 'node:assert/strict';
import { ComingReport } from '../../client/webview/host/coming-report';
import { indexRun, isWhole, withMore, type RunIndex } from '../../client/webview/run/run-index';
import { operationText } from '../../client/webview/run/operation-index';
import { ReportTables } from '../../client/webview/run/report-tables';
import { partReport, type ReportPart } from '../../server/src/report/report-parts';
import {
  receiveHostMessage,
  reportMessages,
  type Coming,
  type HostMessage,
} from '../../server/src/report/webview-messages';
import { bigReport } from './big-report';
import { sampleReport } from './sample-report';

const BIG = bigReport({ operations: 20_003, messages: 50_007 });

/** As it arrives in the picture. */
function arrived(): { readonly coming: Coming; readonly report: ComingReport; readonly parts: readonly ReportPart[] } {
  const [head, ...rest] = [...reportMessages('report', BIG, 7)].map((message): HostMessage => {
    const received = receiveHostMessage(JSON.parse(JSON.stringify(message)));
    assert.ok(received.ok, received.ok ? '' : received.problem);
    return received.message;
  });
  assert.ok(head?.kind === 'report' && head.coming !== undefined);
  const parts = rest.flatMap((message) => (message.kind === 'part' && message.id === 7 ? [message.part] : []));
  return { coming: head.coming, report: new ComingReport(head.report, head.coming), parts };
}

describe('a large report that comes in parts', () => {
  it('is the same in the end as one that came at once', () => {
    const { report, parts } = arrived();
    assert.equal(parts.length, 3);
    for (const part of parts) assert.ok(report.append(part));
    assert.ok(report.isComplete);
    const [whole, once] = [report.look(), indexRun(BIG)];
    assert.deepEqual(whole.operations.from, once.operations.from);
    assert.deepEqual(whole.operations.to, once.operations.to);
    assert.deepEqual([...whole.operations.mark], [...once.operations.mark]);
    assert.deepEqual(whole.messages.arrivedAt, once.messages.arrivedAt);
    assert.deepEqual([...whole.messages.receiver], [...once.messages.receiver]);
    const lanes = ({ operations }: RunIndex): readonly number[] => operations.clients.map(({ rows }) => rows.length);
    assert.deepEqual(lanes(whole), lanes(once));
    for (const row of [0, 8003, 8004, 20_002]) {
      assert.equal(operationText(whole.operations, row), operationText(once.operations, row));
    }
    assert.ok(isWhole(whole));
  });

  it('says up to when it has come', () => {
    const { report, parts } = arrived();
    const known = parts.map((part) => {
      assert.ok(report.append(part));
      return report.look().knownTo / BIG.durationNs;
    });
    assert.ok(
      known.every((share, index) => Math.abs(share - (index + 1) / parts.length) < 0.01),
      known.join(', '),
    );
  });

  it('keeps everything else of a run that is looked at again', () => {
    const tables = new ReportTables(BIG);
    const run = indexRun(BIG, tables);
    assert.equal(withMore(run, tables).report, run.report);
  });

  it('is looked at anew when twice as much has come', () => {
    const { report, parts } = arrived();
    const [first, second] = parts;
    assert.ok(first !== undefined && second !== undefined);
    report.append(first);
    report.look();
    assert.equal(report.isWorthALook, false);
    report.append(second);
    assert.ok(report.isWorthALook);
  });

  it('takes no part that does not go with the rest', () => {
    const [first, second] = arrived().parts;
    assert.ok(first !== undefined && second !== undefined);
    const ofOtherKind = { ...first, operations: { ...first.operations, mark: `i2:${first.operations.from.slice(3)}` } };
    assert.equal(arrived().report.append(ofOtherKind), false);
    const { report, parts } = arrived();
    assert.ok(parts.every((part) => report.append(part)));
    assert.equal(report.append(second), false);
  });

  it('is refused where its columns differ in length or its counts are none', () => {
    const [first] = arrived().parts;
    assert.ok(first !== undefined);
    const uneven = { ...first, messages: { ...first.messages, name: 'u1:' } };
    assert.equal(receiveHostMessage({ kind: 'part', id: 1, part: uneven }).ok, false);
    const coming = { id: 1, operations: -1, messages: 2 };
    assert.equal(receiveHostMessage({ kind: 'report', report: sampleReport(), coming }).ok, false);
  });

  it('comes in one piece where it is small', () => {
    assert.equal(partReport(sampleReport()), null);
    assert.equal([...reportMessages('against', sampleReport(), 1)].length, 1);
  });
});
