import type { PolicyFamily } from '../model';
import { block, type BlockSchema, type PropertySchema } from './block-schema';
import { detectorType } from './function-schemas';
import { saidBesidePolicies } from './other-names';
import { count, either, onOff, positiveDuration, duration, words, type ValueType } from './value-type';

/** A way to replicate: what it is called, what it is, and what may be said about it. */
export interface FamilySchema {
  readonly family: PolicyFamily;
  /** One sentence for hover and documentation. */
  readonly documentation: string;
  readonly block: BlockSchema;
}

const conflict: Omit<PropertySchema, 'name'> = {
  type: words({
    'last-write-wins': 'The write with the later timestamp of its coordinator stays; the other is gone.',
    siblings: 'Both are kept, and a reader gets both.',
    merge: 'Both are merged, as with a replicated data type, and nothing is lost; of a register the last one stays.',
  }),
  default: 'last-write-wins',
  documentation: 'What becomes of two concurrent writes to one key.',
};

const detector: Omit<PropertySchema, 'name'> = {
  type: detectorType,
  absent: "the family's own heartbeat and timeout",
  documentation: 'How a node comes to believe that another is dead.',
};

const quorumSize: ValueType = either(
  words({
    one: 'The first replica to answer.',
    majority: 'More than half of the replicas.',
    all: 'Every replica.',
    'local-majority': "More than half of the replicas in the coordinator's region.",
  }),
  count(1),
);

function family(
  name: PolicyFamily,
  documentation: string,
  properties: Readonly<Record<string, Omit<PropertySchema, 'name'>>>,
): FamilySchema {
  const article = name === 'isr-log' || name === 'erasure' ? 'an' : 'a';
  const all = block(`${article} ${name} policy`, { ...properties, detector });
  return { family: name, documentation, block: { ...all, elsewhere: saidBesidePolicies } };
}

const primaryBackup = family(
  'primary-backup',
  'Leader-follower, passive replication: the primary executes and sends what changed to its backups.',
  {
    acknowledge: {
      type: either(
        words({ async: 'None: the client hears at once.', all: 'Every backup that is in the configuration.' }),
        count(1),
      ),
      default: 'all',
      documentation: 'How many backups must hold a write before the client hears of it.',
    },
    reads: {
      type: words({
        primary: 'Only the primary answers.',
        any: 'Any replica answers with what it has.',
        nearest: 'The replica nearest to the client answers with what it has.',
      }),
      default: 'primary',
      documentation: 'Who answers reads.',
    },
    failover: {
      type: words({
        automatic: 'A backup takes over when the primary is believed dead.',
        manual: 'A backup takes over when a person says so: the fault action `promote`.',
        off: 'Nobody takes over.',
      }),
      default: 'automatic',
      documentation: 'What happens when the primary fails.',
    },
    heartbeat: {
      type: positiveDuration,
      default: '1s',
      documentation: "Time between two of the primary's signs of life.",
    },
    timeout: {
      type: positiveDuration,
      default: '5s',
      documentation: 'Silence after which the primary is believed dead.',
    },
    fencing: {
      type: onOff,
      default: 'on',
      documentation: 'Whether an old primary is stopped from writing before a new one begins.',
    },
    'promotion-time': { type: duration, default: '0s', documentation: 'How long a backup takes to become primary.' },
    rejoin: {
      type: words({
        rewind: 'It drops what the new primary does not have and catches up.',
        rebuild: 'It starts over from a full copy.',
      }),
      default: 'rewind',
      documentation: 'How an old primary becomes a backup.',
    },
  },
);

const raft = family('raft', 'Raft: a leader elected by a majority replicates a log.', {
  'election-timeout': {
    type: { kind: 'duration-range' },
    default: '150ms..300ms',
    documentation: 'Silence of the leader after which a follower stands for election; drawn anew each time.',
  },
  heartbeat: { type: positiveDuration, default: '50ms', documentation: "Time between two of the leader's heartbeats." },
  reads: {
    type: words({
      log: 'A read goes through the log like a write.',
      'read-index': 'The leader confirms with a majority that it still leads, then reads.',
      lease: 'The leader reads on its own while its lease, measured by its clock, lasts.',
      'leader-local': 'Whoever believes to lead reads what it has.',
      'follower-local': 'Any server reads what it has.',
    }),
    default: 'read-index',
    documentation: 'How reads are answered; the last three may be stale.',
  },
  'pre-vote': {
    type: onOff,
    default: 'on',
    documentation: 'Whether a server asks if it could win before it raises the term.',
  },
  'check-quorum': {
    type: onOff,
    default: 'on',
    documentation: 'Whether a leader that hears from no majority steps down.',
  },
  'snapshot-every': {
    type: { kind: 'count', min: 1, unit: 'entries' },
    default: '10000 entries',
    documentation: 'Log entries between two snapshots.',
  },
});

const quorum = family('quorum', 'Dynamo-style, leaderless: any replica coordinates, and R and W replicas answer.', {
  read: { type: quorumSize, default: 'majority', documentation: 'R: how many replicas a read waits for.' },
  write: { type: quorumSize, default: 'majority', documentation: 'W: how many replicas a write waits for.' },
  sloppy: {
    type: onOff,
    default: 'off',
    documentation: 'Whether other nodes stand in for replicas that do not answer.',
  },
  'hinted-handoff': {
    type: onOff,
    default: 'on',
    documentation: 'Whether a write that missed a replica is kept for it and delivered later.',
  },
  'hint-window': { type: positiveDuration, default: '3h', documentation: 'How long such writes are kept.' },
  'read-repair': {
    type: onOff,
    default: 'on',
    documentation: 'Whether a read that meets an old value brings that replica up to date.',
  },
  'write-back': {
    type: onOff,
    default: 'off',
    documentation: 'Whether a read writes what it found to a quorum before it answers, which makes reads atomic (ABD).',
  },
  'anti-entropy': {
    type: either(positiveDuration, words({ off: 'Never.' })),
    default: '10min',
    documentation: 'Time between two comparisons of whole replicas.',
  },
  coordinator: {
    type: words({
      replica: 'The replica nearest to the client.',
      client: 'The client library sends to the replicas itself.',
    }),
    default: 'replica',
    documentation: 'Who sends an operation to the replicas and counts the answers.',
  },
  conflict,
});

/** Every family, in the order of the reference. */
export const families: readonly FamilySchema[] = [
  family('single', 'One copy, no replication.', {}),
  primaryBackup,
  family('chain', 'Chain replication: writes enter at the head, and the tail answers.', {
    reads: {
      type: words({
        tail: 'Only the tail answers.',
        'any-clean': 'Any replica answers when it knows that its value is committed (CRAQ).',
      }),
      default: 'tail',
      documentation: 'Who answers reads.',
    },
    heartbeat: {
      type: positiveDuration,
      default: '1s',
      documentation: 'Time between two signs of life to the master.',
    },
    timeout: { type: positiveDuration, default: '5s', documentation: 'Silence after which a server is taken out.' },
  }),
  family('isr-log', 'Kafka-style: a leader and the replicas that keep up with it, the in-sync set.', {
    acks: {
      type: either(count(0, 1), words({ all: 'Every in-sync replica.' })),
      default: 'all',
      documentation: 'Who must have a write before the producer hears of it: nobody, the leader, the in-sync set.',
    },
    'min-isr': {
      type: count(1),
      default: '1',
      documentation: 'With `acks: all`, writes are refused while fewer replicas than this are in sync.',
    },
    'unclean-election': {
      type: onOff,
      default: 'off',
      documentation: 'Whether a replica that was not in sync may become leader when no other is left.',
    },
    'replica-lag': {
      type: positiveDuration,
      default: '30s',
      documentation: 'How long a replica may lag behind before it leaves the in-sync set.',
    },
    'session-timeout': {
      type: positiveDuration,
      default: '9s',
      documentation: 'Silence after which the controller takes a broker for dead.',
    },
  }),
  raft,
  family('multi-paxos', 'Multi-Paxos with a stable proposer.', {
    lease: { type: positiveDuration, default: '2s', documentation: 'Silence after which another server proposes.' },
    heartbeat: {
      type: positiveDuration,
      default: '200ms',
      documentation: "Time between two of the proposer's signs of life.",
    },
  }),
  family('zab', 'ZooKeeper atomic broadcast: ordered writes through a leader, local reads.', {
    tick: { type: positiveDuration, default: '2s', documentation: 'The unit in which the limits are counted.' },
    'sync-limit': {
      type: { kind: 'count', min: 1, unit: 'ticks' },
      default: '5 ticks',
      documentation: 'How far a follower may lag behind the leader.',
    },
    'init-limit': {
      type: { kind: 'count', min: 1, unit: 'ticks' },
      default: '10 ticks',
      documentation: 'How long a follower may take to connect and catch up.',
    },
    reads: {
      type: words({ local: 'Any server reads what it has.', sync: 'It catches up with the leader first.' }),
      default: 'local',
      documentation: 'How reads are answered.',
    },
  }),
  quorum,
  family('multi-leader', 'Every leader accepts writes and sends them to the others later.', {
    leaders: {
      type: either(words({ all: 'Every replica.' }), { kind: 'names', of: 'node', many: true }),
      default: 'all',
      documentation: 'Which nodes accept writes.',
    },
    exchange: { type: positiveDuration, default: '100ms', documentation: 'Time between two exchanges of writes.' },
    conflict,
  }),
  family('gossip', 'Epidemic dissemination, peer to peer.', {
    fanout: { type: count(1), default: '3', documentation: 'How many peers a node turns to in each round.' },
    interval: { type: positiveDuration, default: '1s', documentation: 'Time between two rounds.' },
    mode: {
      type: words({
        push: 'A node sends what it has.',
        pull: 'A node asks for what the other has.',
        'push-pull': 'Both.',
      }),
      default: 'push-pull',
      documentation: 'What two nodes that meet exchange.',
    },
    conflict,
  }),
  family('pbft', 'Practical Byzantine fault tolerance: 3f+1 replicas survive f that lie.', {
    'view-change-timeout': {
      type: positiveDuration,
      default: '2s',
      documentation: 'How long a backup waits for a request to be executed before it wants another primary.',
    },
    'checkpoint-every': { type: count(1), default: '100', documentation: 'Requests between two checkpoints.' },
  }),
  family('voting', 'Active replication: every replica executes, and the results are compared.', {
    require: {
      type: words({
        first: 'The first answer counts.',
        majority: 'More than half of the replicas must agree.',
        all: 'All replicas must agree.',
      }),
      default: 'majority',
      documentation: 'How many equal answers make an answer.',
    },
  }),
  family('erasure', 'k data and m parity fragments: any k of them restore the value.', {
    data: { type: count(1), default: '4', documentation: 'k: fragments that a value is cut into.' },
    parity: { type: count(0), default: '2', documentation: 'm: fragments that may be lost.' },
    'repair-delay': {
      type: duration,
      default: '10min',
      documentation:
        'How long a fragment may be missing before it is computed anew, on a spare of the store where its node stays away.',
    },
  }),
];

/** The same by name. */
export const familyByName: ReadonlyMap<string, FamilySchema> = new Map(families.map((each) => [each.family, each]));
