import { runDetails } from '../analysis';
import { eventCauses } from './event-causes';
import { jobRows } from './job-text';
import type { JudgedRun } from './judged-run';
import { metricRows } from './metric-rows';
import { operationOrigins } from './operation-origins';
import { attemptRows } from './project-attempts';
import { projectCharts } from './project-charts';
import { projectConnections } from './project-connections';
import { projectDetails } from './project-details';
import { projectEvents } from './project-events';
import { projectExpectations } from './project-expectations';
import { projectFaults } from './project-faults';
import { projectGraph } from './project-graph';
import { projectJobs } from './project-jobs';
import { projectLanes } from './project-lanes';
import { projectLogs } from './project-logs';
import { withObjectives } from './chart-objectives';
import { projectMessages } from './project-messages';
import { projectOperations } from './project-operations';
import { projectPaths } from './project-paths';
import { projectQuorums } from './project-quorums';
import { RUN_REPORT_VERSION, type ConnectionSpan, type RunReport } from './run-report';
import { instantText } from './quantity-text';
import { sourcePlace } from './source-place';
import type { Trace } from '../simulation';
import { summaryText } from './summary-text';

/**
 * Everything that is drawn of one run. A run without a trace gives a report without lanes, messages and causes; where it is
 * not `drawn`, but only told in words, it is spared lanes, messages and paths, which are its bulk.
 */
export function projectRun(judged: JudgedRun, drawn = true): RunReport {
  const { scenario, run, verdict } = judged;
  const origins = operationOrigins(run.trace);
  const operations = projectOperations(judged, projectQuorums(judged, origins));
  const messages = projectMessages(drawn ? run.trace : withoutEvents(run.trace));
  const found = runDetails(scenario, run, verdict);
  const causes = eventCauses(judged, found.faults);
  const events = projectEvents(judged, causes, operations.rowOf);
  const ofClients = projectCharts(scenario, run);
  const [{ bucketNs }] = ofClients;
  const logs = projectLogs(scenario, run, bucketNs);
  const details = projectDetails(judged, found, { event: events.rowOf, operation: operations.rowOf });
  // Where nobody asks anything, curves of answers are empty and say nothing.
  const isAsked = verdict.metrics.operations.issued > 0 || details.jobs.length === 0;
  const charts = [...(isAsked ? ofClients : []), ...projectJobs(scenario, run, bucketNs), ...logs.charts];
  return {
    version: RUN_REPORT_VERSION,
    file: scenario.files[0] ?? '',
    scenario: scenario.name,
    title: scenario.title === '' ? scenario.name : scenario.title,
    seed: run.seed,
    traceHash: run.traceHash,
    durationNs: run.endedAt,
    warmUpNs: scenario.warmUpNs,
    decision: verdict.decision,
    summary: summaryText(scenario, verdict.metrics, details.jobs),
    warnings: verdict.warnings.map(({ code, message, origin }) => ({
      code,
      message,
      source: sourcePlace(scenario, origin),
    })),
    graph: projectGraph(scenario),
    lanes: drawn ? projectLanes(judged, logs.lanes, events.rowOf) : [],
    clients: clientRows(judged, drawn),
    faults: projectFaults(scenario, run),
    operations: operations.columns,
    messages: messages.columns,
    events: events.rows,
    paths: drawn ? projectPaths(judged, { origins, rowOf: operations.rowOf }) : [],
    charts: withObjectives(charts, scenario),
    expectations: projectExpectations(judged, causes, { event: events.rowOf, operation: operations.rowOf }),
    metrics: [...jobRows(details.jobs), ...metricRows(verdict.metrics), ...attemptRows(scenario, run)],
    ...details,
    omissions: [...operations.omissions, ...messages.omissions, ...events.omissions, ...limitOmissions(judged)],
  };
}

function clientRows(judged: JudgedRun, drawn: boolean): RunReport['clients'] {
  const connections = drawn ? projectConnections(judged) : new Map<number, readonly ConnectionSpan[]>();
  return judged.scenario.places.flatMap((place, index) => {
    const spans = connections.get(index) ?? [];
    const row = { place: index, label: place.name };
    return place.kind !== 'client' ? [] : [spans.length === 0 ? row : { ...row, connections: spans }];
  });
}

function withoutEvents(trace: Trace): Trace {
  return { ...trace, length: 0 };
}

function limitOmissions({ scenario, run }: JudgedRun): readonly string[] {
  const { trace, limit } = run;
  const lastEvent = trace.time[trace.length - 1] ?? 0;
  const share = Math.floor((run.endedAt / scenario.durationNs) * 100);
  return [
    ...(trace.truncated ? [`events after ${instantText(lastEvent)} were not recorded`] : []),
    ...(limit === undefined ? [] : [`the run was ended by its limit (${limit}) after ${share}% of its duration`]),
  ];
}
