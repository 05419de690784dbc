import type { BlockSchema } from './block-schema';

/**
 * What properties are called in papers, in the configuration of real systems and in other tools. Where one word means
 * several of ours, the first that the block has is meant.
 */
export const otherNames: readonly (readonly [ours: string, ...others: string[]])[] = [
  ['read', 'r', 'read-quorum', 'read-consistency', 'read-concern', 'consistency'],
  ['write', 'w', 'write-quorum', 'write-consistency', 'write-concern'],
  ['reads', 'read-mode', 'read-preference', 'read-from'],
  ['acknowledge', 'acks', 'ack', 'sync', 'synchronous', 'write-concern', 'semi-sync'],
  ['acks', 'acknowledge', 'ack'],
  ['min-isr', 'min-insync-replicas'],
  ['unclean-election', 'unclean-leader-election', 'unclean-leader-election-enable'],
  ['replica-lag', 'replica-lag-time-max', 'replica-lag-time-max-ms'],
  ['session-timeout', 'broker-session-timeout', 'timeout', 'failure-timeout'],
  ['election-timeout', 'timeout', 'election', 'failure-timeout'],
  ['view-change-timeout', 'timeout', 'view-timeout'],
  ['timeout', 'failure-timeout', 'election-timeout', 'down-after-milliseconds', 'deadline'],
  ['heartbeat', 'heartbeat-interval', 'heartbeat-every', 'ping', 'keepalive'],
  ['tick', 'heartbeat', 'tick-time'],
  ['lease', 'lease-time', 'lease-duration', 'election-timeout', 'timeout'],
  ['snapshot-every', 'snapshot', 'snapshots', 'snapshot-count', 'snapshot-threshold', 'snapshot-interval'],
  ['checkpoint-every', 'checkpoint', 'checkpoint-interval', 'checkpoint-period'],
  ['checkpoint', 'checkpoints', 'checkpoint-every', 'checkpoint-interval', 'snapshot'],
  ['hinted-handoff', 'hints', 'handoff'],
  ['hint-window', 'max-hint-window', 'hints-for'],
  ['anti-entropy', 'anti-entropy-interval', 'repair', 'merkle'],
  ['conflict', 'conflicts', 'conflict-resolution', 'resolution', 'resolve'],
  ['exchange', 'interval', 'every', 'sync-interval'],
  ['interval', 'every', 'period', 'round', 'gossip-interval'],
  ['leaders', 'primaries', 'masters'],
  ['data', 'k', 'data-fragments', 'data-shards', 'type', 'kind'],
  ['parity', 'm', 'parity-fragments', 'parity-shards'],
  ['require', 'vote', 'votes', 'agree', 'agreement', 'quorum'],
  ['failover', 'automatic-failover', 'auto-failover'],
  ['promotion-time', 'failover-time'],
  ['shards', 'partitions', 'slots'],
  ['replicas', 'n', 'rf', 'replication-factor', 'replication', 'copies'],
  ['log', 'wal', 'journal', 'durability', 'appendfsync', 'sync'],
  ['latency', 'delay', 'rtt', 'ping', 'fsync'],
  ['loss', 'drop', 'packet-loss', 'lost'],
  ['reorder', 'reordering', 'jitter'],
  ['bandwidth', 'throughput', 'speed', 'capacity'],
  ['cores', 'cpu', 'cpus', 'vcpus'],
  ['rate', 'rps', 'qps', 'tps', 'throughput', 'load', 'requests'],
  ['sessions', 'users', 'concurrency', 'threads', 'connections'],
  ['think', 'think-time', 'pause', 'wait'],
  ['operations', 'ops', 'mix', 'reads', 'writes'],
  ['retries', 'retry', 'attempts', 'max-attempts', 'max-retries'],
  ['workers', 'concurrency', 'threads', 'pool', 'parallelism'],
  ['queue', 'queue-size', 'queue-length', 'backlog'],
  ['service-time', 'work', 'latency', 'duration', 'processing-time', 'time'],
  ['breaker', 'circuit-breaker'],
  ['hedge-after', 'hedge', 'hedging'],
  ['health', 'health-check', 'health-checks', 'probes'],
  ['autoscale', 'autoscaling', 'autoscaler', 'hpa', 'scale'],
  ['strategy', 'algorithm', 'policy', 'method'],
  ['health-check', 'health', 'health-checks', 'probe'],
  ['input', 'rate', 'load', 'throughput'],
  ['delivery', 'semantics', 'guarantee', 'guarantees'],
  ['errors', 'error-rate', 'failures'],
  ['batch', 'batch-size', 'max-unavailable', 'max-surge'],
  ['rollback-after', 'rollback'],
  ['workload', 'load', 'clients'],
  ['faults', 'fault', 'failures', 'chaos'],
  ['duration', 'time', 'length', 'for', 'until'],
  ['runs', 'seeds', 'repeat', 'repetitions', 'iterations'],
];

const meanings = new Map<string, string[]>();
for (const [ours, ...others] of otherNames) {
  for (const other of others) meanings.set(other, [...(meanings.get(other) ?? []), ours]);
}

/** How many replicas there are is the affair of a store. */
const copies = "how many replicas there are is said where a store is put on its nodes: 'store orders on n1, n2, n3'";

/** What is no property of a policy, because something else says it. */
export const saidBesidePolicies: ReadonlyMap<string, string> = new Map([
  ...['n', 'rf', 'replicas', 'replication-factor', 'nodes', 'members', 'voters'].map((word) => [word, copies] as const),
  ['f', 'how many faulty replicas are tolerated follows from how many there are'],
]);

const inCalls = "it is of a call, in a handler: 'call payments { ... }'";

/** What is no property of a service, because each of its calls says it. */
export const saidOfCalls: ReadonlyMap<string, string> = new Map(
  ['timeout', 'retries', 'backoff', 'hedge-after', 'bulkhead', 'fallback', 'breaker', 'circuit-breaker'].map(
    (word) => [word, inCalls] as const,
  ),
);

/** The property or section of a block that was meant by a word of somebody else's. */
export function propertyCalled(word: string, { properties, sections }: BlockSchema): string | undefined {
  const plain = inOurSpelling(word);
  const has = (name: string): boolean => properties.has(name) || sections.has(name);
  return has(plain) ? plain : meanings.get(plain)?.find(has);
}

/** `readRepair`, `read_repair` and `READ-REPAIR` are `read-repair`. */
function inOurSpelling(word: string): string {
  return word
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/_/g, '-')
    .toLowerCase();
}
