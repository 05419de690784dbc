/** One policy of each family, at its safest, with what it claims for the registers of one client. */
export interface FamilyUnderTest {
  readonly name: string;
  readonly policy: string;
  readonly nodes: number;
  /** What becomes of its data when the disk of one node is replaced. */
  readonly newDisk: 'filled' | 'lost';
  /** Whether some replica says that it leads. */
  readonly leads: boolean;
  /** Whether reads and writes are linearizable, also through a partition. */
  readonly linearizable: boolean;
  /** Whether a liar among the replicas reaches no client. */
  readonly masksLies: boolean;
  /** A property that an operator may set on the running store, and the message of which there are then many more. */
  readonly reconfigure?: { readonly to: string; readonly more: string };
  readonly members: boolean;
  /** Whether its members have seats, so that one can only be removed where a spare takes its place. */
  readonly hasSeats?: boolean;
  readonly promotes: boolean;
}

const leading = { nodes: 3, newDisk: 'filled', leads: true, linearizable: true, masksLies: false } as const;
const leaderless = { nodes: 3, newDisk: 'filled', leads: false, linearizable: false, masksLies: false } as const;

export const EVERY_FAMILY: readonly FamilyUnderTest[] = [
  { ...leading, name: 'single', policy: 'single', nodes: 1, newDisk: 'lost', members: false, promotes: false },
  {
    ...leading,
    name: 'primary-backup',
    policy: 'primary-backup { heartbeat: 200ms timeout: 1s }',
    reconfigure: { to: 'heartbeat: 20ms', more: 'Update' },
    members: true,
    promotes: true,
  },
  {
    ...leading,
    name: 'chain',
    policy: 'chain { heartbeat: 200ms timeout: 1s }',
    reconfigure: { to: 'heartbeat: 20ms', more: 'Heartbeat' },
    members: true,
    promotes: false,
  },
  {
    // A broker that comes back within its session is taken for the same, and leads with an empty log (docs/protocols/isr-log.md).
    ...leading,
    name: 'isr-log',
    policy: 'isr-log { min-isr: 2 replica-lag: 2s session-timeout: 2s }',
    newDisk: 'lost',
    linearizable: false,
    reconfigure: { to: 'session-timeout: 400ms', more: 'Beacon' },
    members: true,
    promotes: true,
  },
  {
    ...leading,
    name: 'raft',
    policy: 'raft',
    reconfigure: { to: 'heartbeat: 10ms', more: 'AppendEntries' },
    members: true,
    promotes: true,
  },
  {
    ...leading,
    name: 'multi-paxos',
    policy: 'multi-paxos { lease: 1s heartbeat: 100ms }',
    reconfigure: { to: 'heartbeat: 10ms', more: 'Heartbeat' },
    members: true,
    promotes: true,
  },
  {
    ...leading,
    name: 'zab',
    policy: 'zab { tick: 200ms reads: sync }',
    reconfigure: { to: 'tick: 50ms', more: 'Ping' },
    members: true,
    promotes: false,
  },
  {
    ...leaderless,
    name: 'quorum',
    policy: 'quorum { anti-entropy: 500ms }',
    reconfigure: { to: 'anti-entropy: 20ms', more: 'digest' },
    members: true,
    promotes: false,
  },
  {
    ...leaderless,
    name: 'multi-leader',
    policy: 'multi-leader { conflict: siblings }',
    reconfigure: { to: 'exchange: 10ms', more: 'changes' },
    members: true,
    promotes: false,
  },
  {
    ...leaderless,
    name: 'gossip',
    policy: 'gossip { interval: 200ms conflict: siblings }',
    reconfigure: { to: 'interval: 20ms', more: 'digest' },
    members: true,
    promotes: false,
  },
  {
    ...leading,
    name: 'pbft',
    policy: 'pbft { view-change-timeout: 500ms }',
    nodes: 4,
    masksLies: true,
    reconfigure: { to: 'checkpoint-every: 5', more: 'Checkpoint' },
    members: false,
    promotes: false,
  },
  { ...leaderless, name: 'voting', policy: 'voting', masksLies: true, members: true, promotes: false },
  {
    ...leaderless,
    name: 'erasure',
    policy: 'erasure { data: 2 parity: 1 repair-delay: 5s }',
    linearizable: true,
    reconfigure: { to: 'repair-delay: 1s', more: 'list' },
    members: true,
    hasSeats: true,
    promotes: false,
  },
];
