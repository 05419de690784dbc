import type { StableCell } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import { RegisterType, type Configuration, type RegisterMessage, type Version } from './register-message';

/** Ballots of different proposers differ in what is left after division by this. */
const PROPOSERS = 65_536;

interface Acceptor<C extends Configuration> {
  /** Takes part in no lower ballot any more. */
  readonly promised: number;
  readonly accepted: Version<C> | undefined;
}

/** What the register needs of the replica it is part of; a `ReplicaContext` offers the most of it. */
export interface RegisterHome<C extends Configuration> {
  readonly self: number;
  readonly storage: StableStorage;
  message(type: number): RegisterMessage<C>;
  send(to: number, message: RegisterMessage<C>): void;
  /** Calls `register.permitted()` after this time. */
  callLater(delayNs: number): void;
  /** Nanoseconds until this acceptor may accept a value without breaking a promise of its own; 0: now. */
  waitFor(value: C): number;
  /** A newer value has been chosen. */
  chosen(version: Version<C>): void;
  /** This proposer may propose from now on. */
  owning(): void;
}

/**
 * A replicated register whose voters agree on one value after another: Lamport's Multi-Paxos ("Paxos Made Simple", 2001)
 * for a value that is always replaced as a whole. It plays the configuration service that papers on primary-backup and
 * chain replication assume.
 *
 * One proposer *owns* the highest ballot after a majority has promised it (phase 1), and may then have value after value
 * accepted (phase 2) in one round trip each. Each value is derived from the one before; whoever takes over derives its own
 * from the newest that any of a majority has accepted, which contains whatever may have been chosen. Every acceptor tells
 * all voters what it accepts, so that they learn of a choice two message delays after it was proposed. Voters change one
 * at a time, so that majorities before and after overlap.
 */
export class ConfigurationRegister<C extends Configuration> {
  /** The newest value known to be chosen. */
  current: Version<C> | undefined;
  /** True while this proposer's ballot is the highest it knows of. */
  isOwner = false;
  private readonly acceptor: StableCell<Acceptor<C>>;
  private ballot = 0;
  private heardBallot = 0;
  private base: Version<C> | undefined;
  private proposed: Version<C> | undefined;
  private readonly promises = new Set<number>();
  private readonly acceptances = new Map<number, { readonly version: Version<C>; readonly by: Set<number> }>();
  private deferred: Version<C> | undefined;

  constructor(private readonly home: RegisterHome<C>) {
    this.acceptor = home.storage.cell<Acceptor<C>>('configuration', { promised: 0, accepted: undefined });
  }

  /** `initial`: what a new store is created with, known to all and taken for chosen; undefined where it has to be told. */
  start(initial: C | undefined): void {
    if (this.acceptor.value.accepted !== undefined || initial === undefined) return;
    const version = { ballot: 0, number: 1, value: initial };
    this.acceptor.value = { promised: 0, accepted: version };
    this.learn(version);
  }

  /** The highest ballot heard of. Families pass it on in their heartbeats, so that all learn who owns the register. */
  get highestBallot(): number {
    return Math.max(this.heardBallot, this.acceptor.value.promised, this.current?.ballot ?? 0);
  }

  hear(ballot: number): void {
    this.heardBallot = Math.max(this.heardBallot, ballot);
    if (ballot > this.ballot) this.loseOwnership();
  }

  /** Place of the highest ballot's proposer, or -1 where none is known. */
  get owner(): number {
    const { highestBallot } = this;
    return highestBallot === 0 ? -1 : highestBallot % PROPOSERS;
  }

  get isBusy(): boolean {
    return this.proposed !== undefined;
  }

  /** Phase 1: asks for ownership. Ask again where nothing came of it. */
  takeOver(): void {
    const { home } = this;
    const highest = Math.max(this.ballot, this.highestBallot);
    this.ballot = (Math.floor(highest / PROPOSERS) + 1) * PROPOSERS + home.self;
    this.isOwner = false;
    this.proposed = undefined;
    this.promises.clear();
    this.base = undefined;
    for (const voter of this.voters) this.send(RegisterType.Prepare, voter, this.ballot, undefined);
  }

  /** Phase 2: has a value accepted that was derived from the newest. One at a time. */
  propose(value: C): void {
    if (!this.isOwner || this.proposed !== undefined) return;
    const number = Math.max(this.base?.number ?? 0, this.current?.number ?? 0) + 1;
    this.proposed = { ballot: this.ballot, number, value };
    this.base = this.proposed;
    this.repeat();
  }

  /** Sends again what has not been answered by enough. */
  repeat(): void {
    const { proposed } = this;
    if (proposed === undefined) return;
    for (const voter of proposed.value.voters) this.send(RegisterType.Accept, voter, proposed.ballot, proposed);
  }

  /** Somebody knows that this was chosen. */
  learn(version: Version<C> | undefined): void {
    if (version === undefined || version.number <= (this.current?.number ?? 0)) return;
    this.current = version;
    if (this.proposed !== undefined && this.proposed.number <= version.number) this.proposed = undefined;
    for (const number of this.acceptances.keys()) if (number <= version.number) this.acceptances.delete(number);
    this.home.chosen(version);
  }

  /** Returns true where the message was the register's. */
  receive(m: RegisterMessage<C>): boolean {
    switch (m.type) {
      case RegisterType.Prepare:
        this.onPrepare(m);
        return true;
      case RegisterType.Promise:
        this.onPromise(m);
        return true;
      case RegisterType.Accept:
        if (m.version !== undefined) this.onAccept(m.version);
        return true;
      case RegisterType.Accepted:
        if (m.version !== undefined) this.onAccepted(m.from, m.version);
        return true;
      case RegisterType.Superseded:
        this.hear(m.ballot);
        return true;
      default:
        return false;
    }
  }

  /** A promise that stood against accepting a value has run out. */
  permitted(): void {
    const { deferred } = this;
    this.deferred = undefined;
    if (deferred !== undefined) this.onAccept(deferred);
  }

  private onPrepare(m: RegisterMessage<C>): void {
    const { from, ballot } = m;
    const { promised, accepted } = this.acceptor.value;
    if (ballot < promised) return this.send(RegisterType.Superseded, from, promised, undefined);
    if (ballot > promised) this.promise(ballot);
    this.home.storage.sync(() => this.send(RegisterType.Promise, from, ballot, accepted));
  }

  private onPromise(m: RegisterMessage<C>): void {
    if (m.ballot !== this.ballot || this.isOwner) return;
    this.promises.add(m.from);
    if (m.version !== undefined && isNewer(m.version, this.base)) this.base = m.version;
    const voters = this.base?.value.voters ?? this.voters;
    if (!isMajority(this.promises, voters)) return;
    this.isOwner = true;
    if (this.base !== undefined) this.propose(this.base.value);
    this.home.owning();
  }

  private onAccept(version: Version<C>): void {
    const { home } = this;
    const { promised } = this.acceptor.value;
    const proposer = version.ballot % PROPOSERS;
    if (version.ballot < promised) return this.send(RegisterType.Superseded, proposer, promised, undefined);
    // What comes late, or waited while a newer one was accepted, asks for no more promises to be broken.
    const isNews = isNewer(version, this.newest);
    const waitNs = isNews ? home.waitFor(version.value) : 0;
    if (waitNs > 0) {
      this.deferred = version;
      return home.callLater(waitNs);
    }
    if (version.ballot > promised) this.promise(version.ballot);
    if (isNewer(version, this.acceptor.value.accepted))
      this.acceptor.value = { promised: version.ballot, accepted: version };
    home.storage.sync(() => {
      for (const voter of version.value.voters) this.send(RegisterType.Accepted, voter, version.ballot, version);
    });
  }

  private onAccepted(from: number, version: Version<C>): void {
    if (version.number <= (this.current?.number ?? 0)) return;
    let tally = this.acceptances.get(version.number);
    if (tally === undefined || tally.version.ballot < version.ballot) {
      tally = { version, by: new Set() };
      this.acceptances.set(version.number, tally);
    }
    if (tally.version.ballot !== version.ballot) return;
    tally.by.add(from);
    if (isMajority(tally.by, version.value.voters)) this.learn(version);
  }

  private promise(ballot: number): void {
    this.acceptor.value = { ...this.acceptor.value, promised: ballot };
    if (ballot > this.ballot) this.loseOwnership();
  }

  private loseOwnership(): void {
    this.isOwner = false;
    this.proposed = undefined;
  }

  /**
   * What this acceptor has accepted last, which survives a restart, unlike the knowledge of what was chosen; or what is known to
   * have been chosen since without it.
   */
  get accepted(): C | undefined {
    return this.newest?.value;
  }

  private get newest(): Version<C> | undefined {
    const { accepted } = this.acceptor.value;
    const { current } = this;
    return current !== undefined && isNewer(current, accepted) ? current : accepted;
  }

  /** Who votes, as far as this acceptor knows: also after a restart, when it has yet to hear what is chosen. */
  get voters(): readonly number[] {
    return this.accepted?.voters ?? [];
  }

  private send(type: number, to: number, ballot: number, version: Version<C> | undefined): void {
    const m = this.home.message(type);
    m.ballot = ballot;
    m.version = version;
    this.home.send(to, m);
  }
}

function isNewer<C extends Configuration>(x: Version<C>, y: Version<C> | undefined): boolean {
  if (y === undefined) return true;
  return x.ballot > y.ballot || (x.ballot === y.ballot && x.number > y.number);
}

function isMajority(by: ReadonlySet<number>, voters: readonly number[]): boolean {
  return voters.filter((voter) => by.has(voter)).length * 2 > voters.length;
}
