/**
 * How to write a protocol family.
 *
 * A family is a folder `protocols/<family>/` that exports one `Family` value, listed in `registry.ts`. It consists of
 *
 * 1. one message class deriving `Message`, with named fields for all message types of the family, and a `const` object
 *    that names the types 0, 1, 2... in the order of `Family.messages`;
 * 2. one replica class implementing `Replica`, written rule by rule after the paper, citing its sections;
 * 3. where clients run the protocol themselves, a `ClientLibrary`.
 *
 * Rules of the world:
 *
 * - A replica knows its context and what messages tell it. It cannot see another replica, the faults, the true time or
 *   the future. Peers are addressed by place id; `context.members` lists the shard's places, preferred leader first.
 * - The replica object *is* the volatile state. A crash throws it away; after a restart and the recovery of its disk a
 *   new object is created and `start` is called. What must survive lives in `context.storage` (cells, maps, logs by
 *   name), and counts as stored when `context.storage.sync(then)` calls `then`. A promise to a peer or an answer to
 *   a client that rests on stored state is sent inside `then`.
 * - Handlers run one at a time and take no simulated time, except that the node is then busy for its message cost and
 *   what the handler sent leaves after it. To let nothing else in until a flush is done, use `context.syncHolding`.
 * - `context.message(type)` gives a pooled message: set every field the type uses, `values` and `toStore` where it
 *   carries client values, and send it to one or many. A received message is valid only inside `receive`: copy numbers,
 *   keep references to immutable things (commands, log entries, arrays that nobody changes).
 * - A `Command` is immutable and shared: logs keep it as it is. Answer it with `context.answer` or `context.refuse`,
 *   once, from whichever replica the protocol says. Clients retry a command under the same operation id:
 *   `StateMachine` recognises retries by session, so log-replicated families get exactly-once for nothing.
 * - Timers are numbered 0, 1, 2... in the order of `Family.timers`; `setTimer` again moves a timer. Delays are local
 *   time, which the node's clock may count faster or slower.
 * - Say what happens: `announce` roles, `suspect` and `trust`, `appended`, `committed`, `truncated`, `stored` and so on.
 *   Reports, detection times and convergence are made from these; `StateMachine` calls `stored` by itself.
 *
 * `single/` is the worked example.
 */
import type { DataType, PolicyFamily, PolicyModel } from '../../language/model';
import type { Command } from '../environment/command';
import type { Message } from '../environment/message';
import type { StableStorage } from '../environment/stable-storage';
import type { ClientContext } from './client-context';
import type { ReplicaContext } from './replica-context';
import type { OperationSet } from './state-machine/operation-set';

/** Key to all values that a replica can still return: one for a register or counter, contents of logs and sets. */
export type Contents = Map<number, readonly number[]>;

export interface Replica<M extends Message> {
  /** The process runs and its stable state has been read back. Called once, first. */
  start(): void;
  /** A client's operation, answered through the context now or later. */
  request(command: Command): void;
  receive(message: M): void;
  /** The timer of that number has fired; it is no longer set. */
  timer(timer: number): void;
  /** What this replica could still return, read when the run has ended. */
  contents(): Contents;
  /** Ids of all operations that its present state results from; none where a state may have missed some before others. */
  lineage?(): OperationSet | undefined;
  /** A checkpoint begins: put into the stable state what the log before it is no longer needed for. */
  checkpoint?(): void;
  /** The checkpoint is on disk: cut the log. */
  checkpointed?(): void;
  /** Files on disk outside `context.storage` were damaged: say which records by `hit`, return how many. */
  corrupt?(hit: () => boolean): number;
  /** An operator's order, given to every running replica of the shard; families with a leader act on it there. */
  operator?(order: OperatorOrder): void;
}

/** What a human or a control plane asks of a running store. */
export type OperatorOrder =
  | { readonly kind: 'reconfigure'; readonly policy: PolicyModel }
  | { readonly kind: 'add'; readonly place: number }
  | { readonly kind: 'remove'; readonly place: number }
  | { readonly kind: 'promote'; readonly place: number };

/** Runs a family's client side where the client itself talks to several replicas. */
export interface ClientLibrary<M extends Message> {
  /** Begins an attempt; a retry comes with the same command. */
  execute(command: Command): void;
  /** The client no longer waits for this operation. */
  abandon(command: Command): void;
  receive(message: M): void;
}

/** What a Byzantine fault makes a node say. `cause`: the trace event that what it made up comes from, or -1. */
export interface Utterance {
  readonly messages: readonly Message[];
  readonly cause: number;
}

/** A Byzantine fault in force on one replica: it stands between the replica and the network. */
export interface Conduct {
  /** What leaves for `to` in place of a message that the protocol wants to send, or of its answer to a command. */
  instead(message: Message, to: number, answered: Command | undefined): Utterance;
  end(): void;
}

/** What a liar knows beside the messages that it sends. */
export interface LiarKnowledge<P extends PolicyModel> {
  readonly behaviour: 'lie' | 'equivocate';
  readonly self: number;
  readonly members: readonly number[];
  readonly dataType: DataType;
  readonly policy: P;
  /** Of the two halves into which an equivocator divides its listeners, the one that hears the other story. */
  hearsOtherStory(to: number): boolean;
  /** Uniform in (0, 1), from the fault's own stream. */
  random(): number;
}

/**
 * A family's own way to lie. It can only say what the node could have signed: messages in its own name, and of what
 * others signed only what they did. New messages are made with the class's constructor, not taken from the pool.
 */
export interface Liar<M extends Message> {
  /** What to tell `to`: the message itself for the truth, nothing to keep silent. */
  told(message: M, to: number): readonly M[];
}

export interface Family<P extends PolicyModel, M extends Message> {
  readonly family: P['family'];
  /** Names of the message types, by number. */
  readonly messages: readonly string[];
  /** Names of the timers, by number. */
  readonly timers: readonly string[];
  /** Data types that it implements. */
  readonly dataTypes: readonly DataType[];
  createMessage(): M;
  createReplica(context: ReplicaContext<M>, policy: P): Replica<M>;
  /** The client's own part, or undefined where clients talk to one replica at a time. */
  createClient?(context: ClientContext<M>, policy: P): ClientLibrary<M> | undefined;
  /** A liar that needs to know more than the message; without one, `Message.falsified` says what it tells. */
  createLiar?(knowledge: LiarKnowledge<P>): Liar<M>;
  /**
   * True where the replicas themselves agree on who belongs to them. Then `context.members` is what configuration
   * management says, a new replica boots with `context.joining`, and one that was removed runs on until it calls
   * `context.leave`. Otherwise an operator's word takes effect at once.
   */
  readonly agreesOnMembers?: boolean;
  /**
   * True where each member keeps something that no other keeps, by its place among them. Then there are always as many: a
   * node that an operator adds is a spare and runs nothing, and the first spare takes the place of one that is removed, with
   * an empty disk and `context.joining`. Without a spare the operator's order is refused. Members that have found out among
   * themselves that one of them is gone may ask for the same (`context.replace`).
   */
  readonly hasSeats?: boolean;
  /** What a reconfiguration would change that cannot be changed while the store runs: a noun phrase, or nothing. */
  cannotChange?(from: P, to: P): string | undefined;
  /**
   * True where a retried command is recognised and answered with what became of it the first time, so that a refused cas
   * is surely refused. Elsewhere an earlier attempt that timed out may still have taken effect.
   */
  readonly exactlyOnce?: boolean;
  /**
   * Where a replica holds only parts of values: what the disks of a shard's replicas give together, read when the run has
   * ended. Every replica of the shard is then taken to hold that.
   */
  together?(storages: readonly StableStorage[], policy: P): Contents;
  /**
   * Longest time between two periodic repairs of a replica, by which it gets what it has missed without being asked.
   * Undefined where there are none, or where they come so often that nobody needs to wait for them.
   */
  repairsEveryNs?(policy: P): number;
  /** True where nodes of the store that hold no replica of a shard take part all the same (as stand-ins). */
  runsOnSpares?(policy: P): boolean;
  /** True where clients may turn to these, too, once they have asked the replicas in vain. */
  servesOnSpares?(policy: P, data: DataType): boolean;
  /**
   * True where a state does not show all that it results from, so that whether a write vanished before another one took its
   * place has to be noted when it happens. Elsewhere `Replica.lineage` tells.
   */
  forgetsHistory?(data: DataType): boolean;
  /**
   * How many replicas without a write are enough for reads to be answered without it, so that it is gone though others still
   * hold it. Undefined where one that holds it is enough for it to be read or to come back.
   */
  enoughToForget?(policy: P, members: number): number | undefined;
  /** What a replica that does not run would read from its disk, where that is not what `Replica.contents` of its last life says. */
  onDisk?(storage: StableStorage, data: DataType): Contents;
  /** True where a client sends reads and writes to the same replica, its connection, and moves with both. */
  readonly oneConnection?: boolean;
  /** True where a client takes a command for done as soon as it has sent it, since nobody will tell it more. */
  sendsAndForgets?(policy: P, command: Command): boolean;
  /** How a client picks its first replica for reads: the nearest (default), or another one each time. */
  readsSpread?(policy: P): boolean;
}

/** A family whose policy and messages are known only to itself. */
export type AnyFamily = {
  readonly family: PolicyFamily;
} & Omit<Family<PolicyModel, Message>, 'family'>;
