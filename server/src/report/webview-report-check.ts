import type {
  BoundsRow,
  ChartSeries,
  ClientRow,
  ConnectionSpan,
  CounterfactualRow,
  EventRow,
  ExpectationRow,
  FaultBand,
  FaultTimesRow,
  GoverningRow,
  Graph,
  GraphEdge,
  GraphNode,
  JobRow,
  LaneLog,
  LaneSpan,
  LedStore,
  LossRow,
  MessageColumns,
  MetricRow,
  NeededFaultRow,
  NodeLane,
  Objective,
  OperationColumns,
  PathRow,
  RemedyRow,
  OperationPath,
  PathStep,
  RunReport,
  ShareRow,
  SourcePlace,
  StoreRow,
  WhyRow,
} from './run-report';
import { isCampaign } from './campaign-report';
import type { MessageRows, OperationRows, ReportPart } from './report-parts';
import { RUN_REPORT_VERSION } from './run-report';
import type { Check } from './webview-check';
import {
  columns,
  isFlag,
  isColumn,
  isList,
  isNumber,
  isNumberOrNull,
  isOneOf,
  isText,
  orAbsent,
  orNull,
  shape,
} from './webview-check';

/** Whether a value that came over the wire is a report this version can draw; the answer says what is wrong. */

export const isSourcePlace: Check = shape<SourcePlace>({
  file: isText,
  line: isNumber,
  column: isNumber,
  endColumn: isNumber,
});

const source = orNull(isSourcePlace);
const numbers = isList(isNumber);
const decision = isOneOf('pass', 'fail', 'undecided');

export const isGraph: Check = shape<Graph>({
  nodes: isList(
    shape<GraphNode>({
      id: isText,
      kind: isOneOf('region', 'datacenter', 'zone', 'rack', 'host', 'node', 'client'),
      label: isText,
      parent: orNull(isText),
      place: isNumber,
      detail: isText,
      groups: orAbsent(isList(isText)),
      source,
    }),
  ),
  edges: isList(
    shape<GraphEdge>({
      id: isText,
      from: isText,
      to: isText,
      kind: isOneOf('replication', 'request'),
      label: isText,
    }),
  ),
});

const isSpan = shape<LaneSpan>({
  from: isNumber,
  to: isNumberOrNull,
  state: isOneOf(
    ...['follower', 'candidate', 'leader', 'replica', 'recovering', 'removed'],
    ...['crashed', 'paused', 'slow', 'cut-off', 'disk-trouble', 'clock-off', 'byzantine'],
    ...['serving', 'controller', 'spare', 'dead', 'not-ready', 'overloaded', 'breaker-open', 'faulty', 'checkpointing'],
  ),
  label: isText,
  event: isNumber,
  leads: orAbsent(isList(shape<LedStore>({ store: isText, shards: numbers, of: isNumber }))),
});

const isLane = shape<NodeLane>({
  place: isNumber,
  label: isText,
  roles: isList(isSpan),
  conditions: isList(isSpan),
  logs: orAbsent(isList(shape<LaneLog>({ store: isText, bucketNs: isNumber, entries: numbers, committed: numbers }))),
});

const isFault = shape<FaultBand>({
  from: isNumber,
  to: isNumberOrNull,
  label: isText,
  kind: isOneOf(
    ...['crash', 'timing', 'omission', 'partition', 'corruption'],
    ...['storage', 'byzantine', 'software', 'human', 'load'],
  ),
  places: numbers,
  groups: isList(numbers),
  cuts: orAbsent(isList(numbers)),
  source,
});

const operationRows = {
  client: isColumn,
  session: isColumn,
  from: isColumn,
  to: isColumn,
  mark: isColumn,
  text: isText,
  quorum: isColumn,
};
const operationColumns = ['client', 'session', 'from', 'to', 'mark', 'quorum'] as const;
const isOperations = columns<OperationColumns>({ ...operationRows, quorums: isList(numbers) }, ...operationColumns);

const messageRows = { sender: isColumn, receiver: isColumn, sentAt: isColumn, arrivedAt: isColumn, name: isColumn };
const messageColumns = ['sender', 'receiver', 'sentAt', 'arrivedAt', 'name'] as const;
const isMessages = columns<MessageColumns>({ ...messageRows, names: isList(isText) }, ...messageColumns);

export const isReportPart: Check = shape<ReportPart>({
  operations: columns<OperationRows>(operationRows, ...operationColumns),
  messages: columns<MessageRows>(messageRows, ...messageColumns),
});

const isEvent = shape<EventRow>({
  at: isNumber,
  kind: isOneOf(
    ...['fault', 'crash', 'recovery', 'role', 'detection', 'storage'],
    ...['service', 'operation', 'lost-write', 'stale-read', 'corrupt-read', 'expectation', 'note'],
  ),
  place: isNumber,
  text: isText,
  source,
  cause: orAbsent(isNumber),
  operation: orAbsent(isNumber),
  failed: orAbsent(isNumber),
});

const isPath = shape<OperationPath>({
  operation: isNumber,
  steps: isList(
    shape<PathStep>({
      at: isNumber,
      kind: isOneOf('asked', 'arrived', 'lost', 'refused', 'stored', 'ended', 'omitted'),
      place: isNumber,
      peer: isNumber,
      text: isText,
    }),
  ),
  fault: isNumber,
});

const isChart = shape<ChartSeries>({
  name: isText,
  unit: isOneOf('share', 'ms', 'per-s', 'count'),
  bucketNs: isNumber,
  values: isList(isNumberOrNull),
  shows: orAbsent(isOneOf('answers', 'results')),
  objectives: orAbsent(isList(shape<Objective>({ value: isNumber, text: isText }))),
});

export const isWhy = shape<WhyRow>({
  seed: isNumber,
  sentences: isList(isText),
  needed: orNull(isList(shape<NeededFaultRow>({ text: isText, source, bands: numbers }))),
  counterfactuals: isList(
    shape<CounterfactualRow>({ text: isText, kind: isOneOf('without', 'shorter', 'later'), decision, source }),
  ),
  unavoidableFrom: isNumberOrNull,
  path: isList(
    shape<PathRow>({
      at: isNumber,
      text: isText,
      kind: isOneOf('fault', 'system', 'message', 'operation'),
      event: isNumber,
      row: isNumber,
      operation: isNumber,
      because: isNumber,
      source,
    }),
  ),
  remedies: isList(
    shape<RemedyRow>({
      setting: isText,
      insteadOf: isText,
      of: isText,
      source,
      breaks: isList(isText),
      reached: orAbsent(isText),
      betters: orAbsent(isList(isText)),
      worsens: orAbsent(isList(isText)),
    }),
  ),
  runs: isNumber,
  cutShort: isFlag,
  governing: orAbsent(
    isList(
      shape<GoverningRow>({
        text: isText,
        of: isText,
        is: isText,
        settings: isList(isText),
        defaults: isList(isText),
        source,
      }),
    ),
  ),
  findings: orAbsent(isList(isText)),
  ending: orAbsent(isText),
  isShown: orAbsent(isFlag),
});

const isExpectation = shape<ExpectationRow>({
  text: isText,
  decision,
  measured: isText,
  explanation: isText,
  source,
  witness: orNull(
    shape<NonNullable<ExpectationRow['witness']>>({ at: isNumber, operations: numbers, sentence: isText }),
  ),
  firstAt: orAbsent(isNumber),
  why: orAbsent(orNull(isWhy)),
});

const isFaultTimes = shape<FaultTimesRow>({
  band: isNumber,
  text: isText,
  source,
  detectionNs: isNumberOrNull,
  failoverNs: isNumberOrNull,
  recoveryNs: isNumberOrNull,
  watchedNs: isNumber,
  failedOperations: isNumber,
  lostWrites: isNumber,
  dataLossNs: isNumber,
});

const isShare = shape<ShareRow>({
  kind: isOneOf('client', 'domain', 'side'),
  name: isText,
  band: isNumber,
  issued: isNumber,
  answered: isNumber,
  degraded: isNumber,
});

const isJob = shape<JobRow>({
  name: isText,
  results: isNumber,
  recomputed: isNumber,
  duplicates: isNumber,
  lost: isNumber,
  failures: isNumber,
  delayP50Ns: isNumberOrNull,
  delayP99Ns: isNumberOrNull,
  delayMaxNs: isNumberOrNull,
  recoveryNs: isNumberOrNull,
  isBehind: isFlag,
});

const isLoss = shape<LossRow>({
  operation: isNumber,
  acknowledgedAt: isNumber,
  lostAt: isNumberOrNull,
  event: isNumber,
});

const isStore = shape<StoreRow>({
  name: isText,
  policy: isText,
  claim: isOneOf('within', 'beyond', 'untried'),
  claimReason: isText,
  cap: orNull(isOneOf('CP', 'AP', 'neither', 'both')),
  capReason: isText,
  capOperations: numbers,
  pacelc: orNull(isText),
  pacelcReason: isText,
  pacelcOperations: numbers,
  bounds: orAbsent(
    isList(
      shape<BoundsRow>({
        of: isOneOf('client', 'key'),
        names: isList(isText),
        keeps: isList(isText),
        breaks: isList(isText),
      }),
    ),
  ),
});

export const isRunReport: Check = shape<RunReport>({
  version: isOneOf(RUN_REPORT_VERSION),
  file: isText,
  scenario: isText,
  title: isText,
  seed: isNumber,
  traceHash: isText,
  durationNs: isNumber,
  warmUpNs: isNumber,
  decision,
  summary: isText,
  warnings: isList(shape<RunReport['warnings'][number]>({ code: isText, message: isText, source: orAbsent(source) })),
  graph: isGraph,
  lanes: isList(isLane),
  clients: isList(
    shape<ClientRow>({
      ...{ place: isNumber, label: isText },
      connections: orAbsent(isList(shape<ConnectionSpan>({ from: isNumber, to: isNumber, label: isText }))),
    }),
  ),
  faults: isList(isFault),
  operations: isOperations,
  messages: isMessages,
  events: isList(isEvent),
  paths: isList(isPath),
  charts: isList(isChart),
  expectations: isList(isExpectation),
  metrics: isList(shape<MetricRow>({ name: isText, value: isText })),
  faultTimes: orAbsent(isList(isFaultTimes)),
  shares: orAbsent(isList(isShare)),
  losses: orAbsent(isList(isLoss)),
  stores: orAbsent(isList(isStore)),
  jobs: orAbsent(isList(isJob)),
  campaign: orAbsent(isCampaign),
  omissions: isList(isText),
});
