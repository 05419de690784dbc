import type { FaultBounds } from './random-faults';
import type { Random } from './random';

interface Contents {
  readonly data: 'register' | 'log' | 'set' | 'counter';
  readonly operations: readonly string[];
}

/** What a family claims, and within which bounds: `docs/protocols/` says it in words. */
export interface FamilyClaim {
  readonly name: string;
  readonly nodes: readonly [fewest: number, most: number];
  readonly policy: (random: Random, nodes: number) => string;
  /** What it may keep; the seed chooses. */
  readonly contents: readonly Contents[];
  readonly retries: boolean;
  readonly loss: boolean;
  readonly faults: (nodes: number) => FaultBounds;
  /** Faults that only this family bears, beside the others or instead of them. */
  readonly ownFaults?: (random: Random, nodes: readonly string[], until: number) => string[];
  readonly expects: readonly string[];
  /** Load ends with the faults, but for a trickle. */
  readonly trickle: boolean;
  /** One client, which waits for an answer before it goes on. */
  readonly alone?: boolean;
  /** Share of the operations that is answered at the end of the quiet tail; links that lose messages lose some then too. */
  readonly answeredAfterHeal?: string;
}

const minority = (nodes: number): number => Math.ceil(nodes / 2) - 1;
const majority = (nodes: number): number => Math.floor(nodes / 2) + 1;

const register = (...operations: readonly string[]): Contents => ({ data: 'register', operations });
const REGISTER = register('read 50%, write 50%', 'read 80%, write 20%', 'read 30%, write 70%');
const WITH_CAS = register(...REGISTER.operations, 'read 40%, write 40%, cas 20%', 'read 50%, cas 50%');
const LOG: Contents = { data: 'log', operations: ['append 50%, poll 50%', 'append 80%, poll 20%'] };
const SET: Contents = {
  data: 'set',
  operations: ['add 70%, remove 20%, read 10%', 'add 40%, remove 20%, read 40%', 'add 80%, read 20%'],
};
/** What a replicated state machine keeps, and of which it can be decided whether it is linearizable; see `counters`. */
const STATE_MACHINE: readonly Contents[] = [WITH_CAS, WITH_CAS, LOG, SET];
const ATOMIC = ['data is linearizable', 'no lost writes'];

const everything = (nodes: number): FaultBounds => ({
  crashes: minority(nodes),
  leader: true,
  together: true,
  network: true,
  skew: true,
  drift: 500,
});

/** Families without a leader: any number may crash, since each server answers for itself or in a quorum. */
const leaderless = (nodes: number): FaultBounds => ({ ...everything(nodes), crashes: nodes, leader: false });

/** Crash-tolerant, and atomic: what most families have in common. */
const atomic = {
  contents: STATE_MACHINE,
  retries: true,
  loss: true,
  faults: everything,
  expects: [...ATOMIC, 'no split brain'],
  trickle: false,
  answeredAfterHeal: '50%',
} as const;

/** Sets that are merged: nothing that was added is lost, whatever happens, and all replicas agree in the end. */
const mergedSet = {
  nodes: [3, 7],
  contents: [{ data: 'set', operations: ['add 80%, read 20%', 'add 50%, read 50%'] }],
  retries: true,
  loss: true,
  faults: leaderless,
  expects: ['no lost writes', 'convergence <= 7s'],
  trickle: true,
} as const;

/**
 * Counters that a state machine keeps: nothing is lost, and each increment counts once, whatever is tried again. Whether they
 * are linearizable is often more than can be decided: what became of no answer may have come anywhere. Of sets it can be.
 */
const counters = {
  ...atomic,
  nodes: [3, 5],
  contents: [{ data: 'counter', operations: ['increment 90%, read 10%', 'increment 100%'] }],
  expects: ['no lost writes', 'no duplicates', 'no split brain'],
} as const;

/** The families that keep a replicated state machine, and survive the same. */
const stateMachine = (random: Random): string =>
  random.pick([
    'raft { snapshot-every: 50 entries }',
    'multi-paxos { lease: 1s  heartbeat: 100ms }',
    'zab { tick: 200ms  sync-limit: 5 ticks }',
    'primary-backup { acknowledge: all  fencing: on  heartbeat: 200ms  timeout: 1s }',
    'chain { heartbeat: 200ms  timeout: 1s }',
  ]);

/** Counters and logs that are merged. A retry elsewhere would be an increment or entry of its own: so there are none. */
const mergedCounterOrLog = {
  ...mergedSet,
  contents: [
    { data: 'counter', operations: ['increment 90%, read 10%'] },
    { data: 'log', operations: ['append 80%, poll 20%'] },
  ],
  retries: false,
  expects: ['no lost writes', 'no duplicates', 'convergence <= 7s'],
} as const;

/** f of them lie for as long as there are faults; the others may crash, since their disks remember. */
function liars(random: Random, nodes: readonly string[], until: number): string[] {
  const most = Math.floor((nodes.length - 1) / 3);
  return random.some(nodes, random.integer(1, most)).map((node) => {
    const at = random.integer(1000, 6000);
    const behaviour = random.pick(['equivocate', 'lie', 'silent', 'replay']);
    return `at ${at}ms byzantine ${node} ${behaviour} for ${random.integer(1000, until - at)}ms`;
  });
}

/** A minority does whatever it likes, one thing after the other; to all others nothing happens. */
function faultyMinority(random: Random, nodes: readonly string[], until: number): string[] {
  return random.some(nodes, minority(nodes.length)).flatMap((node) => {
    const lines: string[] = [];
    for (let at = random.integer(1000, 5000); at < until - 300;) {
      const duration = Math.min(random.pick([300, 1000, 3000]) + random.integer(0, 500), until - at);
      const what = random.pick([
        `crash ${node}`,
        `isolate ${node}`,
        `pause ${node}`,
        `drop ${random.integer(20, 90)}% of ${node}`,
        `byzantine ${node} ${random.pick(['equivocate', 'lie', 'silent', 'replay'])}`,
      ]);
      lines.push(`at ${at}ms ${what} for ${duration}ms`);
      at += duration + random.integer(50, 3000);
    }
    return lines;
  });
}

/** Disks of as many servers as there is parity, and of no server twice. */
function wipes(random: Random, nodes: readonly string[], until: number): string[] {
  const parity = Math.floor((nodes.length - 1) / 2);
  return random
    .some(nodes, random.integer(1, parity))
    .map((node) => `at ${random.integer(2000, until)}ms wipe ${node}`);
}

/** One server at a time is removed, and added again. */
function memberChanges(random: Random, nodes: readonly string[], until: number): string[] {
  const lines: string[] = [];
  let gone: string | undefined;
  for (let at = random.integer(1500, 4000); at < until; at += random.integer(700, 3000)) {
    if (gone === undefined) {
      gone = random.pick(nodes);
      lines.push(`at ${at}ms remove ${gone} from data`);
    } else {
      lines.push(`at ${at}ms add ${gone} to data`);
      gone = undefined;
    }
  }
  return lines;
}

/** Four servers or more, so that one may be away while another is removed. */
const changingMembers = {
  nodes: [4, 7],
  faults: (nodes: number): FaultBounds => ({ ...everything(nodes), crashes: 1 }),
  ownFaults: memberChanges,
} as const;

export const erasurePolicy = (nodes: number): string => {
  const parity = Math.floor((nodes - 1) / 2);
  return `erasure { data: ${nodes - parity}  parity: ${parity}  repair-delay: 10min }`;
};

export const familyClaims: readonly FamilyClaim[] = [
  {
    ...atomic,
    name: 'raft',
    nodes: [3, 7],
    policy: (random) =>
      `raft { reads: ${random.pick(['log', 'read-index'])}  pre-vote: ${random.pick(['on', 'off'])}  check-quorum: ${random.pick(['on', 'off'])}  snapshot-every: ${random.pick([50, 10000])} entries }`,
  },
  {
    // A lease of Raft's allows for no drift (dissertation, 6.4.1).
    ...atomic,
    name: 'raft with leases, clocks of one rate',
    nodes: [3, 7],
    policy: (random) =>
      `raft { reads: lease  pre-vote: ${random.pick(['on', 'off'])}  check-quorum: ${random.pick(['on', 'off'])}  heartbeat: 200ms  election-timeout: ${random.pick(['500ms..700ms', '1s..1200ms'])} }`,
    faults: (nodes) => ({ ...everything(nodes), drift: 0 }),
  },
  {
    ...atomic,
    name: 'multi-paxos',
    nodes: [3, 7],
    policy: (random) => `multi-paxos { lease: ${random.pick(['500ms', '1s', '2s'])}  heartbeat: 100ms }`,
  },
  { ...atomic, ...changingMembers, name: 'members of raft change', policy: () => 'raft' },
  {
    ...atomic,
    ...changingMembers,
    name: 'members of multi-paxos change',
    policy: () => 'multi-paxos { lease: 1s  heartbeat: 100ms }',
  },
  {
    // A synced read asks the leader and no quorum: it counts on clocks of one rate, and on followers that leave a leader only by
    // its limit. So here clocks do not drift, and crashes and splits do not fall together.
    ...atomic,
    name: 'zab with synced reads',
    nodes: [3, 7],
    policy: (random) => `zab { tick: ${random.pick(['200ms', '400ms'])}  sync-limit: 5 ticks  reads: sync }`,
    faults: (nodes) => ({ ...everything(nodes), together: false, drift: 0 }),
  },
  {
    ...atomic,
    ...changingMembers,
    name: 'members of zab change',
    policy: () => 'zab { tick: 200ms  sync-limit: 5 ticks  reads: sync }',
    faults: (nodes) => ({ ...everything(nodes), crashes: 1, together: false, drift: 0 }),
  },
  {
    ...atomic,
    name: 'chain',
    nodes: [3, 7],
    policy: (random) => `chain { reads: ${random.pick(['tail', 'any-clean'])}  heartbeat: 200ms  timeout: 1s }`,
  },
  {
    ...atomic,
    name: 'primary-backup, all acknowledge, fenced',
    nodes: [3, 7],
    policy: (random) =>
      `primary-backup { acknowledge: all  fencing: on  heartbeat: 200ms  timeout: 1s  rejoin: ${random.pick(['rewind', 'rebuild'])} }`,
  },
  {
    // Reads are not linearizable through a partition: a leader that is cut off goes on answering them.
    ...atomic,
    name: 'isr-log, acks of all, clean elections',
    nodes: [3, 5],
    policy: (_, nodes) =>
      `isr-log { acks: all  min-isr: ${majority(nodes)}  unclean-election: off  replica-lag: 2s  session-timeout: 2s }`,
    contents: [{ data: 'log', operations: ['append 90%, poll 10%', 'append 100%'] }],
    expects: ['no lost writes'],
  },
  {
    ...atomic,
    name: 'quorum, R + W > N with write-back',
    nodes: [3, 7],
    policy: (random, nodes) => {
      const read = random.integer(1, nodes);
      const write = random.integer(Math.max(nodes - read + 1, majority(nodes)), nodes);
      return `quorum { read: ${read}  write: ${write}  write-back: on  coordinator: client }`;
    },
    contents: [REGISTER],
    faults: leaderless,
    expects: ATOMIC,
  },
  {
    // A retry may be coordinated by another replica, which makes a second write of it: so there are none.
    ...atomic,
    name: 'quorum with write-back, coordinated by replicas, with cas',
    nodes: [3, 7],
    policy: () => 'quorum { write-back: on }',
    contents: [register('read 50%, cas 50%', 'read 70%, cas 30%')],
    retries: false,
    faults: leaderless,
    expects: ['data is linearizable'],
  },
  {
    ...mergedSet,
    name: 'multi-leader with merge',
    policy: (random) => `multi-leader { exchange: ${random.pick(['50ms', '100ms', '300ms'])}  conflict: merge }`,
  },
  {
    ...mergedSet,
    name: 'gossip with merge',
    policy: (random) =>
      `gossip { fanout: ${random.integer(1, 3)}  interval: ${random.pick(['100ms', '300ms'])}  mode: ${random.pick(['push', 'pull', 'push-pull'])}  conflict: merge }`,
  },
  { ...counters, name: 'counters of state machines', policy: stateMachine },
  {
    ...mergedCounterOrLog,
    name: 'counters and logs, multi-leader or gossip with merge',
    policy: (random) =>
      random.pick(['multi-leader { exchange: 100ms  conflict: merge }', 'gossip { interval: 300ms  conflict: merge }']),
  },
  {
    ...atomic,
    name: 'erasure, crashes and splits',
    nodes: [3, 7],
    policy: (_, nodes) => erasurePolicy(nodes),
    contents: [REGISTER],
    faults: leaderless,
    expects: ATOMIC,
    answeredAfterHeal: '10%',
  },
  {
    // A node that misses a write counts as one of the m until it is repaired: so nobody is cut off here, and nothing is lost.
    ...atomic,
    name: 'erasure, as many disks lost as there is parity',
    nodes: [3, 7],
    policy: (_, nodes) => erasurePolicy(nodes),
    contents: [REGISTER],
    loss: false,
    faults: (nodes) => ({ ...leaderless(nodes), crashes: 0, network: false }),
    ownFaults: wipes,
    expects: ATOMIC,
  },
  {
    // One node is a spare. A removed node counts as one of the m until the spare has rebuilt its fragment: one is removed.
    ...atomic,
    name: 'erasure, a spare takes over from a node that is removed',
    nodes: [4, 7],
    policy: (_, nodes) => erasurePolicy(nodes - 1),
    contents: [REGISTER],
    loss: false,
    faults: (nodes) => ({ ...leaderless(nodes), crashes: 0, network: false }),
    ownFaults: (random, nodes, until) => memberChanges(random, nodes, until).slice(0, 2),
    expects: ATOMIC,
  },
  {
    ...atomic,
    name: 'pbft, f Byzantine',
    nodes: [4, 7],
    policy: (random) => `pbft { view-change-timeout: 500ms  checkpoint-every: ${random.pick([10, 100])} }`,
    faults: () => ({ ...everything(4), crashes: 1 }),
    ownFaults: liars,
    expects: [...ATOMIC, 'no corrupt reads'],
  },
  {
    // Nobody orders the requests of several clients: so there is one, which waits for each answer.
    ...atomic,
    name: 'voting, one client, a faulty minority',
    nodes: [3, 7],
    alone: true,
    policy: () => 'voting',
    loss: false,
    faults: () => ({ crashes: 0, leader: false, together: true, network: false, skew: true, drift: 500 }),
    ownFaults: faultyMinority,
    expects: [...ATOMIC, 'no corrupt reads'],
  },
];
