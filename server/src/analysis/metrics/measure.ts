import type { Evidence } from '../evidence';
import { unmeasured, type Measurement, type Question } from '../measurement';
import {
  measureAvailability,
  measureDegraded,
  measureLatency,
  measureOutage,
  measureThroughput,
} from './service-metrics';
import { measureConvergence, measureDetection, measureRecovery } from './fault-metrics';
import {
  measureCorruptReads,
  measureDuplicates,
  measureLostWrites,
  measureSplitBrain,
  measureStaleReads,
  measureStaleness,
} from './data-metrics';
import { measureJob } from './job-metrics';
import { measureBytes, measureMessages, measureStorageOverhead } from './cost-metrics';
import { measureSteadyState } from './steady-state-metric';

/** Answers one question about a run. */
export function measure(evidence: Evidence, question: Question): Measurement {
  if (question.subject?.kind === 'job' && question.metric !== 'steady-state availability')
    return measureJob(evidence, question, question.subject.job);
  switch (question.metric) {
    case 'availability':
      return measureAvailability(evidence, question);
    case 'latency':
      return measureLatency(evidence, question);
    case 'throughput':
      return measureThroughput(evidence, question);
    case 'outage':
      return measureOutage(evidence, question);
    case 'degraded':
      return measureDegraded(evidence, question);
    case 'detection':
      return measureDetection(evidence, question);
    case 'recovery':
      return measureRecovery(evidence, question);
    case 'convergence':
      return measureConvergence(evidence, question);
    case 'stale reads':
      return measureStaleReads(evidence, question);
    case 'staleness':
      return measureStaleness(evidence, question);
    case 'lost writes':
      return measureLostWrites(evidence, question);
    case 'duplicates':
      return measureDuplicates(evidence, question);
    case 'recomputed':
      return unmeasured('FTM613', 'only jobs work on records again: recomputed of a job');
    case 'corrupt reads':
      return measureCorruptReads(evidence, question);
    case 'split brain':
      return measureSplitBrain(evidence, question);
    case 'messages per operation':
      return measureMessages(evidence, question);
    case 'bytes per operation':
      return measureBytes(evidence, question);
    case 'storage overhead':
      return measureStorageOverhead(evidence, question);
    case 'steady-state availability':
      return measureSteadyState(evidence, question);
  }
}
