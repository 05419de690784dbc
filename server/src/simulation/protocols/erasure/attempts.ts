import { compareTags, type Held, type Tag } from './fragment';

/** Which attempt of which operation a write is; a session's operations come one after the other. */
export interface WriteId {
  readonly session: number;
  readonly operation: number;
  /** From 1: each attempt is coordinated by one node. */
  readonly attempt: number;
}

/** What a node remembers of one operation's attempts. */
export interface Attempts {
  readonly session: number;
  readonly operation: number;
  /** No fragment is taken any more that an earlier attempt made. */
  readonly promised: number;
  /** The version under which the operation was taken last, by `attempt`. */
  readonly taken: { readonly attempt: number; readonly tag: Tag } | undefined;
}

/**
 * A client that tries again does so through another coordinator, and both attempts must be one write. So the nodes agree on
 * one version for each operation: Paxos (L. Lamport, *Paxos Made Simple*, 2001), in which attempts are the ballots and
 * tags the values. A later attempt first has the nodes promise to take nothing from earlier ones (phase 1), goes on with the
 * version that one of them took, if any did, and chooses a new one otherwise. A first attempt needs no promise.
 * Undefined where a later attempt has been promised.
 */
export function withPromise(held: Held, { session, operation, attempt }: WriteId): Held | undefined {
  const known = attemptsOf(held, operation);
  // What is forgotten was over when its session went on: the retry comes late, and must not become a write of its own.
  if (known === undefined ? hasLater(held, session, operation) : known.promised > attempt) return undefined;
  return withAttempts(held, { session, operation, promised: attempt, taken: known?.taken });
}

/** Phase 2: the version is the operation's from now on, and fragments of another one of it are dropped. */
export function withTaken(held: Held, { session, operation, attempt }: WriteId, tag: Tag): Held | undefined {
  const known = attemptsOf(held, operation);
  if (known !== undefined && known.promised > attempt) return undefined;
  const fragments = held.fragments.filter(
    (each) => each.by.operation !== operation || compareTags(each.tag, tag) === 0,
  );
  return withAttempts({ ...held, fragments }, { session, operation, promised: attempt, taken: { attempt, tag } });
}

/** The version that a later attempt has to go on with, after the answers to its promise. */
export function takenBefore(helds: readonly Held[], operation: number): Tag | undefined {
  let latest: Attempts['taken'];
  for (const held of helds) {
    const taken = attemptsOf(held, operation)?.taken;
    if (taken !== undefined && (latest === undefined || taken.attempt > latest.attempt)) latest = taken;
  }
  return latest?.tag;
}

/** What another node remembers is remembered here too: the highest promise, and what was taken last. */
export function withAttemptsOf(held: Held, others: readonly Attempts[]): Held {
  const known = new Map(held.attempts.map((each) => [each.operation, each]));
  for (const other of others) {
    const own = known.get(other.operation) ?? other;
    const promised = Math.max(own.promised, other.promised);
    known.set(other.operation, { ...own, promised, taken: laterOf(own.taken, other.taken) });
  }
  return { ...held, attempts: [...known.values()] };
}

function laterOf(x: Attempts['taken'], y: Attempts['taken']): Attempts['taken'] {
  if (x === undefined || y === undefined) return x ?? y;
  return y.attempt > x.attempt ? y : x;
}

function attemptsOf({ attempts }: Held, operation: number): Attempts | undefined {
  return attempts.find((each) => each.operation === operation);
}

function hasLater({ attempts }: Held, session: number, operation: number): boolean {
  return attempts.some((each) => each.session === session && each.operation > operation);
}

/** What a session did before and never tried again is over and can be forgotten; promises are kept. */
function withAttempts(held: Held, latest: Attempts): Held {
  const { session, operation } = latest;
  const others = held.attempts.filter(
    (each) =>
      each.operation !== operation && (each.session !== session || each.operation > operation || each.promised > 1),
  );
  return { ...held, attempts: [...others, latest] };
}
