import { epochAbove, NO_EPOCH } from './epoch';
import { PbType, type PrimaryBackupMessage } from './message';
import type { PrimaryBackupReplica } from './replica';
import { PbTimer } from './timers';

/** What a member said when it was canvassed. */
interface Standing {
  readonly place: number;
  readonly lastEpoch: number;
  readonly lastIndex: number;
  /** It would support a successor, and could be one. */
  readonly isFree: boolean;
}

type Stage = 'idle' | 'canvass' | 'votes' | 'promoting';

/**
 * Who becomes primary. There is no coordinator outside; the members decide among themselves:
 *
 * 1. A backup that has not heard the primary for `timeout` *canvasses*: it asks the others what they see and hold, and
 *    waits for the answers of all but the lost primary, one heartbeat at most.
 * 2. If any of them still hears a primary, it is not down, and nothing happens (Sentinel's "objectively down").
 * 3. The most up-to-date log should lead, the earlier in the configuration among equals. Whoever finds that it is another
 *    one nominates that one.
 * 4. Without fencing the one that should lead does, however few it could ask.
 * 5. With fencing it needs the votes of a majority in a new epoch. A voter promises to follow no lower epoch, votes for no
 *    log older than its own (Raft, section 3.6.1), and not before its own promise to the old primary has run out, by which
 *    time that one's lease has run out too (see `lease.ts`).
 * 6. Of a fenced pair the backup that the primary has *entitled* may take over without a vote: both together would be needed
 *    for one, and a crash could never be survived. The price is paid by the primary, which cannot act without it.
 */
export class Succession {
  /** It was primary before it was restarted, and is about to be again: requests wait for that. */
  isResuming = false;
  private stage: Stage = 'idle';
  private standings: Standing[] = [];
  private awaited = new Set<number>();
  /** Somebody hears a primary. */
  private sawPrimary = false;
  private highestEpoch = NO_EPOCH;
  private votes = new Map<number, number>();
  private refusals = 0;
  private votesNeeded = 0;
  /** The silence of the primary has lasted too long; or there is none that this replica would have promised anything. */
  private isSilent = false;
  /** The stopwatch's instant from which on the primary has been silent for too long, unless it is heard before. */
  private silentFrom = Infinity;
  /** Primary that was lost. */
  private lost = -1;
  /** An operator wants this replica to take over; void after this instant. */
  private orderedUntil = -Infinity;

  constructor(private readonly server: PrimaryBackupReplica) {}

  get isPromoting(): boolean {
    return this.stage === 'promoting';
  }

  start(): void {
    const { server } = this;
    const { stable, context } = server;
    if (server.members.length === 0) {
      // It has just been added and waits to be told of the store: it has promised nobody anything.
      this.isSilent = true;
      return;
    }
    if (stable.primary !== context.self) {
      server.primary = stable.primary;
      return this.listen();
    }
    this.isSilent = true;
    this.isResuming = true;
    server.become('candidate');
    // The first primary of all begins; one that led before asks first whether another leads by now.
    if (stable.epoch !== NO_EPOCH) this.canvass();
    else if (server.isFenced) this.askVotes(false);
    else this.takeOver();
  }

  // What a backup hears

  heardPrimary(isHeartbeat: boolean): void {
    if (isHeartbeat) this.server.patience.heartbeat(this.server.context.monotonic());
    this.stage = 'idle';
    this.lost = -1;
    for (const timer of [PbTimer.Canvass, PbTimer.Retry]) this.server.context.cancelTimer(timer);
    this.listen();
  }

  /** Leases last by the new timeout from now on, and so does what this replica owes a primary that it hears. */
  policyChanged(): void {
    if (!this.isSilent) this.listen();
  }

  silence(): void {
    const { server } = this;
    const { context, membership, primary } = server;
    if (primary >= 0 && membership.vouchesFor(primary, context.monotonic() - this.silentFrom)) {
      return context.setTimer(PbTimer.Silence, server.timing.heartbeatNs);
    }
    this.isSilent = true;
    this.lost = primary;
    if (primary >= 0 && !membership.isFaulty(primary)) context.suspect(primary);
    server.primary = -1;
    if (this.mayAct) this.canvass();
  }

  /** This replica has led, or stood, and does so no more. */
  lostRole(): void {
    this.stage = 'idle';
    this.isResuming = false;
    this.isSilent = true;
    this.lost = -1;
    this.server.context.cancelTimer(PbTimer.Canvass);
    this.retryLater();
  }

  retry(): void {
    if (this.isSilent && this.mayAct && !this.server.reigns) this.canvass();
  }

  /** An operator's promotion: at once where no primary is heard, else when it hands over or falls silent. */
  ordered(): void {
    const { context } = this.server;
    this.orderedUntil = context.monotonic() + 2 * this.patienceNs;
    if (this.isSilent) this.canvass();
  }

  onSuperseded(m: PrimaryBackupMessage): void {
    const { server } = this;
    if (m.epoch <= server.epoch) return;
    // Its own epoch, of which a new disk knows nothing: whoever is primary by configuration goes above it.
    if (m.index === server.context.self && server.reigns) {
      this.highestEpoch = m.epoch;
      this.takeOver();
    } else server.follow(m.epoch, m.index);
  }

  // Canvass

  onCanvass(m: PrimaryBackupMessage): void {
    const { server } = this;
    const { context, stable } = server;
    const hears = this.hearsPrimaryBut(m.from);
    const answer = context.message(PbType.Standing);
    answer.epoch = server.epoch;
    answer.index = stable.lastIndex;
    answer.logEpoch = stable.lastEpoch;
    answer.flag = !hears && this.isEligible;
    answer.other = hears;
    context.send(m.from, answer);
  }

  onStanding(m: PrimaryBackupMessage): void {
    if (this.stage !== 'canvass' || !this.server.members.includes(m.from)) return;
    if (m.other) this.sawPrimary = true;
    this.highestEpoch = Math.max(this.highestEpoch, m.epoch);
    this.standings.push({ place: m.from, lastEpoch: m.logEpoch, lastIndex: m.index, isFree: m.flag });
    this.awaited.delete(m.from);
    if (this.awaited.size === 0) this.conclude();
  }

  conclude(): void {
    if (this.stage !== 'canvass') return;
    const { server } = this;
    this.stage = 'idle';
    server.context.cancelTimer(PbTimer.Canvass);
    if (this.sawPrimary) return this.standBack();
    if (server.policy.failover !== 'automatic') {
      // Somebody was promoted while this one was away.
      if (this.isResuming && this.highestEpoch > server.epoch) return this.standBack();
      return this.takeOver();
    }
    const free = this.standings.filter((standing) => standing.isFree);
    if (server.isFenced && free.length < this.neededVotes()) return this.standBack();
    const best = free.reduce<Standing | undefined>(
      (x, y) => (x === undefined || this.isBetter(y, x) ? y : x),
      undefined,
    );
    if (best === undefined) return this.standBack();
    if (best.place !== server.context.self) this.nominate(best.place);
    else if (server.isFenced) this.askVotes(false);
    else this.takeOver();
  }

  onNominate(m: PrimaryBackupMessage): void {
    const { server } = this;
    if (m.epoch < server.epoch || server.reigns || !this.isEligible) return;
    // The primary itself has let go of its role: nobody need wait for its lease.
    if (m.flag && m.from === server.stable.primary) return server.isFenced ? this.askVotes(true) : this.takeOver();
    if (this.isSilent && this.stage === 'idle') this.canvass();
  }

  // Votes

  onVoteRequest(m: PrimaryBackupMessage): void {
    const { server } = this;
    const { context, stable } = server;
    const { from, sentAt, epoch } = m;
    const isFree = m.flag || !this.hearsPrimaryBut(from);
    const isUpToDate =
      m.logEpoch > stable.lastEpoch || (m.logEpoch === stable.lastEpoch && m.index >= stable.lastIndex);
    if (epoch <= server.epoch || !isFree || !isUpToDate || stable.isIncomplete || server.members.length === 0) {
      return this.vote(from, server.epoch, false, sentAt);
    }
    server.follow(epoch, from);
    this.stage = 'idle';
    context.cancelTimer(PbTimer.Canvass);
    this.listen();
    context.syncHolding(() => this.vote(from, epoch, true, sentAt));
  }

  onVote(m: PrimaryBackupMessage): void {
    const { server } = this;
    if (this.stage !== 'votes') return;
    if (m.flag) {
      if (m.epoch !== server.epoch || !server.members.includes(m.from)) return;
      this.votes.set(m.from, m.sentAt);
      if (this.votes.size >= this.votesNeeded) this.promote();
      return;
    }
    this.highestEpoch = Math.max(this.highestEpoch, m.epoch);
    // Those that refuse may hold more: ask around for the one that should lead.
    if (++this.refusals > server.members.length - this.votesNeeded) this.canvass();
  }

  /** Promotion has taken its time. */
  promoted(): void {
    this.stage = 'idle';
    this.isResuming = false;
    this.orderedUntil = -Infinity;
    this.server.lead();
    this.server.serveHeld();
  }

  private canvass(): void {
    const { server } = this;
    const { context, stable } = server;
    this.stage = 'canvass';
    this.sawPrimary = false;
    const { self } = context;
    const own = { place: self, lastEpoch: stable.lastEpoch, lastIndex: stable.lastIndex, isFree: this.isEligible };
    this.standings = [own];
    const others = server.members.filter((member) => member !== self && !server.orders.hasRemoved(member));
    this.awaited = new Set(others.filter((member) => member !== this.lost));
    const m = context.message(PbType.Canvass);
    m.epoch = server.epoch;
    for (const member of others) context.send(member, m);
    context.setTimer(PbTimer.Canvass, server.timing.heartbeatNs);
    if (this.awaited.size === 0) this.conclude();
  }

  private nominate(place: number): void {
    const { server } = this;
    const m = server.context.message(PbType.Nominate);
    m.epoch = server.epoch;
    m.flag = server.stable.primary === server.context.self;
    server.context.send(place, m);
    this.standBack();
  }

  private askVotes(byPrimarysWish: boolean): void {
    const { server } = this;
    const { context, stable } = server;
    this.votesNeeded = this.neededVotes();
    this.stage = 'votes';
    this.refusals = 0;
    this.beginEpoch();
    const { epoch } = server;
    const sentAt = context.monotonic();
    this.votes = new Map([[context.self, sentAt]]);
    this.retryLater();
    context.syncHolding(() => {
      if (this.stage !== 'votes' || server.epoch !== epoch) return;
      if (this.votes.size >= this.votesNeeded) return this.promote();
      const m = context.message(PbType.VoteRequest);
      m.epoch = epoch;
      m.index = stable.lastIndex;
      m.logEpoch = stable.lastEpoch;
      m.flag = byPrimarysWish;
      m.sentAt = sentAt;
      for (const member of server.members) if (member !== context.self) context.send(member, m);
    });
  }

  private takeOver(): void {
    const { server } = this;
    if (!this.isEligible) return this.standBack();
    this.beginEpoch();
    const { epoch } = server;
    this.votes = new Map();
    server.context.syncHolding(() => {
      if (server.epoch === epoch) this.promote();
    });
  }

  private beginEpoch(): void {
    const { server } = this;
    const { stable, context } = server;
    if (server.reigns) server.stepDown();
    stable.follow(epochAbove(Math.max(this.highestEpoch, stable.epoch), context.random()), context.self);
    server.primary = -1;
    server.become('candidate');
  }

  private promote(): void {
    const { server } = this;
    const { context, policy } = server;
    this.stage = 'promoting';
    this.isSilent = false;
    for (const timer of [PbTimer.Silence, PbTimer.Canvass, PbTimer.Retry]) context.cancelTimer(timer);
    server.replication.begin(this.votes, this.lost);
    if (this.isResuming || policy.promotionTimeNs === 0) this.promoted();
    else context.setTimer(PbTimer.Promotion, policy.promotionTimeNs);
  }

  /** Not now. What waited for this replica goes elsewhere. */
  private standBack(): void {
    const { server } = this;
    this.isResuming = false;
    if (server.role === 'candidate') server.become('backup');
    server.refuseHeld();
    this.retryLater();
  }

  private retryLater(): void {
    const { context, timing } = this.server;
    if (this.mayAct) context.setTimer(PbTimer.Retry, timing.heartbeatNs * (1 + context.random()));
  }

  private listen(): void {
    const { context } = this.server;
    const { patienceNs } = this;
    this.isSilent = false;
    this.silentFrom = context.monotonic() + patienceNs;
    context.setTimer(PbTimer.Silence, patienceNs);
  }

  private vote(to: number, epoch: number, granted: boolean, sentAt: number): void {
    const m = this.server.context.message(PbType.Vote);
    m.epoch = epoch;
    m.flag = granted;
    m.sentAt = sentAt;
    this.server.context.send(to, m);
  }

  /** One vote is enough for whoever is entitled to go on alone: see rule 6. */
  private neededVotes(): number {
    const { stable, context, members, majority } = this.server;
    if (members.length !== 2) return majority;
    const { configuration, epoch } = stable.latest();
    const { entitled } = configuration;
    const isOwnToGive = stable.primary === context.self;
    // A right that an earlier primary gave is void once another one has been accepted.
    const isValid = epoch === stable.epoch && entitled.includes(context.self);
    return isValid && (!isOwnToGive || entitled.length === 1) ? 1 : majority;
  }

  private isBetter(x: Standing, y: Standing): boolean {
    if (x.lastEpoch !== y.lastEpoch) return x.lastEpoch > y.lastEpoch;
    if (x.lastIndex !== y.lastIndex) return x.lastIndex > y.lastIndex;
    const { members } = this.server;
    return members.indexOf(x.place) < members.indexOf(y.place);
  }

  /** It leads, or hears somebody else than `place` who does. */
  private hearsPrimaryBut(place: number): boolean {
    const { server } = this;
    if (server.reigns) return server.lease.isValid;
    return !this.isSilent && server.stable.primary !== place;
  }

  private get isEligible(): boolean {
    const { role, stable, members, context } = this.server;
    return role !== 'rebuilding' && !stable.isIncomplete && members.includes(context.self);
  }

  private get mayAct(): boolean {
    const { policy, context, members } = this.server;
    if (!members.includes(context.self)) return false;
    return policy.failover === 'automatic' || context.monotonic() < this.orderedUntil;
  }

  private get patienceNs(): number {
    const { server } = this;
    return Math.max(server.patience.ns, server.isFenced ? server.lease.promiseNs : 0);
  }
}
