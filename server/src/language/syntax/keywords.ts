/**
 * Every word of the language's own, grouped by where it stands. The lexer, the messages and the TextMate grammar are
 * made from this list. All words are contextual: each may also be the name of a node or anything else.
 */
export const keywords = {
  /** Begin a declaration. */
  declaration: ['import', 'topology', 'policy', 'workload', 'faults', 'scenario', 'experiment'],
  /** Failure domains, from coarse to fine. */
  domain: ['region', 'datacenter', 'zone', 'rack', 'host'],
  /** Begin a statement of a topology, beside the domains. */
  topology: ['node', 'nodes', 'client', 'group', 'link', 'store', 'service', 'balancer', 'job'],
  /** Begin a statement of a service, workload, scenario or experiment. */
  statement: ['handle', 'set', 'expect', 'vary', 'measure'],
  /** Begin an entry of a fault schedule. */
  trigger: ['at', 'every', 'when', 'randomly'],
  /** Begin what a fault does. */
  action: [
    ...['crash', 'restart', 'wipe', 'pause', 'slow', 'delay', 'reorder', 'skew', 'drift', 'drop', 'duplicate'],
    ...['partition', 'isolate', 'cut', 'heal', 'corrupt', 'fill', 'lose', 'byzantine', 'bug', 'leak', 'deploy'],
    ...['reconfigure', 'remove', 'add', 'promote', 'surge'],
  ],
  /** Name a part of a store or service as the target of a fault. */
  role: ['leader', 'followers', 'random', 'all'],
  /** Join the parts of a statement. */
  clause: [
    ...['on', 'using', 'to', 'from', 'between', 'within', 'everywhere', 'and', 'of', 'in', 'for', 'by', 'with', 'as'],
    ...['after', 'changes', 'is', 'acknowledged', 'write', 'probability', 'mtbf', 'mttr', 'disk', 'fsync', 'failing'],
    ...['crashing', 'during', 'no', 'runs', 'taking', 'timeout', 'failures'],
  ],
  /** Units that stand apart from their number. */
  unit: ['ticks', 'entries'],
  /** The two values of a switch; `on` is among the clauses. */
  switch: ['off'],
} as const;

type KeywordGroups = typeof keywords;

/** A word that the grammar itself knows. */
export type Keyword = KeywordGroups[keyof KeywordGroups][number];

/** Every word that the grammar itself knows, once. */
export const allKeywords: readonly Keyword[] = [...new Set(Object.values(keywords).flat())];

/**
 * Words that the grammar reads as plain names and that mean something to the checker: kept here so that they are
 * coloured and offered from the same list.
 */
export const vocabulary = {
  family: [
    ...['single', 'primary-backup', 'chain', 'isr-log', 'raft', 'multi-paxos', 'zab', 'quorum', 'multi-leader'],
    ...['gossip', 'pbft', 'voting', 'erasure'],
  ],
  distribution: [
    ...['constant', 'uniform', 'normal', 'exponential', 'lognormal', 'pareto', 'weibull', 'mixture', 'empirical'],
    'zipf',
  ],
  operation: ['read', 'write', 'cas', 'append', 'poll', 'increment', 'add', 'remove', 'call'],
  guarantee: [
    ...['linearizable', 'sequential', 'causal', 'read-your-writes', 'monotonic-reads', 'monotonic-writes'],
    ...['writes-follow-reads', 'eventual', 'CP', 'AP'],
  ],
  metric: [
    ...['availability', 'latency', 'throughput', 'outage', 'detection', 'recovery', 'stale', 'staleness', 'lost'],
    ...['convergence', 'messages', 'bytes', 'storage', 'degraded', 'steady-state'],
  ],
  behaviour: ['equivocate', 'lie', 'silent', 'replay'],
} as const;

/** Which words begin a statement, by the kind of block: for messages, suggestions and completion. */
export const statementWords = {
  file: keywords.declaration,
  topology: [...keywords.domain, ...keywords.topology],
  properties: [],
  service: ['handle'],
  handler: vocabulary.operation,
  workload: ['from'],
  faults: keywords.trigger,
  scenario: [...keywords.trigger, 'set', 'expect'],
  experiment: ['set', 'vary', 'measure'],
} as const satisfies Record<string, readonly string[]>;

/** A kind of block, by what may stand in it. */
export type BlockKind = keyof typeof statementWords;
