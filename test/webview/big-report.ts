import type { OperationMark, RunReport } from '../../server/src/report/run-report';
import { packMessages, packOperations } from './packed-rows';
import { numbers, sampleReport } from './sample-report';

/** The sample run with as many operations and messages as asked for, spread over its time. */
export function bigReport(size: { readonly operations: number; readonly messages: number }): RunReport {
  const report = sampleReport();
  return {
    ...report,
    scenario: 'Big',
    operations: manyOperations(size.operations, report.durationNs),
    messages: manyMessages(size.messages, report.durationNs),
  };
}

function manyOperations(count: number, durationNs: number): RunReport['operations'] {
  const random = numbers(3);
  const marks = Array.from({ length: count }, (): OperationMark => {
    const luck = random();
    return luck < 0.97 ? 'ok' : luck < 0.985 ? 'failed' : luck < 0.995 ? 'unknown' : luck < 0.999 ? 'stale' : 'lost';
  });
  const from = marks.map((_, row) => Math.floor((row / count) * durationNs));
  return packOperations({
    client: marks.map(() => (random() < 0.6 ? 5 : 6)),
    session: marks.map((_, row) => row % 40),
    from,
    to: marks.map((mark, row) => (mark === 'unknown' ? null : (from[row] ?? 0) + 2e6 + Math.floor(random() * 6e6))),
    mark: marks,
    text: marks.map((_, row) => `read k${String(row % 100)} = ${String(row)}`),
  });
}

function manyMessages(count: number, durationNs: number): RunReport['messages'] {
  const random = numbers(5);
  const sentAt = Array.from({ length: count }, (_, row) => Math.floor((row / count) * durationNs));
  const sender = sentAt.map(() => Math.floor(random() * 5));
  return packMessages({
    sentAt,
    sender,
    receiver: sender.map((place) => (place + 1 + Math.floor(random() * 4)) % 5),
    arrivedAt: sentAt.map((at) => (random() < 0.01 ? null : at + 4e5 + Math.floor(random() * 2e6))),
    name: sentAt.map((_, row) => row % 4),
    names: ['AppendEntries', 'AppendEntries reply', 'RequestVote', 'RequestVote reply'],
  });
}
