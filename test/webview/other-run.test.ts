import assert from 'node:assert/strict';
import { firstDivergence } from '../../client/webview/run/divergence';
import { quorumAt } from '../../client/webview/run/quorums';
import { indexRun } from '../../client/webview/run/run-index';
import { packNumbers, unpackNumbers } from '../../server/src/report/packed-column';
import type { RunReport } from '../../server/src/report/run-report';
import { isKind, openRun, texts } from './panel';
import { sampleReport } from './sample-report';

const S = 1e9;

/** The sample run with the answer of one operation, and of one event, changed. */
function changed(operation: number, event: number): RunReport {
  const report = sampleReport();
  const text = report.operations.text.split('\n').map((line, row) => (row === operation ? `${line} again` : line));
  return {
    ...report,
    seed: 8,
    operations: { ...report.operations, text: text.join('\n') },
    events: report.events.map((row, number) => (number === event ? { ...row, text: 'something else' } : row)),
  };
}

describe('the first difference of two runs', () => {
  const run = indexRun(sampleReport());

  it('is none of the same run', () => {
    assert.equal(firstDivergence(run, indexRun(sampleReport())), null);
  });

  it('is the earliest of operations, messages and events', () => {
    const ended = unpackNumbers(sampleReport().operations.to)[200] ?? 0;
    assert.equal(firstDivergence(run, indexRun(changed(200, -1)))?.at, ended);
    const [first] = sampleReport().events;
    assert.deepEqual(firstDivergence(run, indexRun(changed(200, 0))), {
      at: first?.at,
      text: `${first?.text ?? ''} or something else`,
    });
  });

  it('is where one has a message that the other has not', () => {
    const report = sampleReport();
    const { messages } = report;
    const cut = (column: string): string => packNumbers(unpackNumbers(column).slice(0, 400));
    const fewer: RunReport = {
      ...report,
      messages: {
        ...messages,
        ...{ sender: cut(messages.sender), receiver: cut(messages.receiver), name: cut(messages.name) },
        ...{ sentAt: cut(messages.sentAt), arrivedAt: cut(messages.arrivedAt) },
      },
    };
    assert.equal(firstDivergence(run, indexRun(fewer))?.at, run.messages.sentAt[400]);
  });
});

describe('a quorum', () => {
  it('is lit for a while after its answer', () => {
    const report = sampleReport();
    const { operations } = report;
    const to = unpackNumbers(operations.to);
    const quorum = packNumbers(Array.from(to, (_, row) => (row === 5 ? 0 : -1)));
    const run = indexRun({ ...report, operations: { ...operations, quorum, quorums: [[0, 1, 2]] } });
    const at = to[5] ?? 0;
    assert.deepEqual(quorumAt(run, at, 1e6)?.places, [0, 1, 2]);
    assert.equal(quorumAt(run, at - 1, 1e6), null);
    assert.equal(quorumAt(run, at + 2e6, 1e6), null);
  });
});

describe('a second run', function () {
  this.timeout(120_000);

  it('lies below the first on the same axis, with the first difference marked and a step away', async () => {
    const panel = await openRun();
    try {
      await panel.send({ kind: 'choices', titles: ['ZoneSplit, seed 7', 'ZoneSplit, seed 8'], chosen: 0 });
      await panel.page.getByLabel('Compare with').selectOption('1');
      assert.equal((await panel.waitForPosted('chooseAgainst', isKind('chooseAgainst'))).index, 1);
      await panel.send({ kind: 'against', report: changed(-1, 3) });
      await panel.page.waitForSelector('.timeline-other:not([hidden]) .other-title button');
      await panel.drawn();
      assert.match((await texts(panel, '.other-title strong')).join(''), /seed 8/);
      const at = sampleReport().events[3]?.at ?? 0;
      await panel.page.locator('.other-title button').click();
      await panel.page.waitForFunction(
        (start) => document.querySelector('.timeline-corner')?.textContent?.startsWith(start),
        String(Math.floor(at / S)),
      );
      await panel.drawn();
      await panel.screenshot('two-runs');
      await panel.send({ kind: 'against', report: null });
      await panel.page.waitForSelector('.timeline-other', { state: 'hidden' });
      assert.deepEqual(panel.errors, []);
    } finally {
      await panel.close();
    }
  });
});
