import type { Evidence } from '../evidence';
import { measured, unmeasured, type Measurement, type Question } from '../measurement';
import { plural } from '../wording/number-text';
import { measuredStores } from './measured-stores';

/**
 * Messages of the whole run (heartbeats, repair, warm-up and all) by operations of the whole run: what the policy costs
 * at this load. Of a store: its own messages by the operations on it, or by all operations where clients do not talk to
 * it themselves.
 */
export function measureMessages(evidence: Evidence, question: Question): Measurement {
  const { counters } = evidence.run;
  return perOperation(evidence, question, counters.messagesSent, counters.storeMessages, 'message');
}

export function measureBytes(evidence: Evidence, question: Question): Measurement {
  const { counters } = evidence.run;
  return perOperation(evidence, question, counters.bytesSent, counters.storeBytes, 'byte');
}

function perOperation(
  evidence: Evidence,
  question: Question,
  total: number,
  ofStores: readonly number[],
  noun: string,
): Measurement {
  const { history } = evidence.run;
  if (!history.workload.some((workload) => workload >= 0)) return unmeasured('FTM601', 'no operation was issued');
  if (question.window !== undefined) return ofWholeRun(`${noun}s are counted`);
  const store = question.subject?.kind === 'store' ? question.subject.store : undefined;
  const amount = store === undefined ? total : (ofStores[store] ?? 0);
  let operations = 0;
  if (store !== undefined) for (const other of history.store) if (other === store) operations++;
  if (operations === 0) for (const workload of history.workload) if (workload >= 0) operations++;
  return measured(amount / operations, `${plural(amount, noun)} were sent for ${plural(operations, 'operation')}`);
}

export function measureStorageOverhead(evidence: Evidence, question: Question): Measurement {
  if (question.window !== undefined) return ofWholeRun('what is kept is counted');
  let stored = 0;
  let live = 0;
  for (const store of measuredStores(evidence, question)) {
    const use = evidence.run.storage[store];
    stored += use?.storedBytes ?? 0;
    live += use?.liveBytes ?? 0;
  }
  if (live === 0) return unmeasured('FTM609', 'no client data was stored at the end of the run');
  return measured(stored / live, `${plural(stored, 'byte')} were on disks for ${plural(live, 'byte')} of client data`);
}

function ofWholeRun(what: string): Measurement {
  return unmeasured('FTM613', `${what} once, for the whole run; remove 'during'`);
}
