import { NO_VOTE, ZabType, type ServerState, type Vote, type ZabMessage } from './message';
import type { ZabReplica } from './replica';
import { ZabTimer } from './timers';

/** How long a server waits for a better vote when a quorum agrees (`finalizeWait`), and before it asks anew, at first. */
const FINALIZE_WAIT_NS = 200e6;
/** The longest that it waits before it asks anew (`maxNotificationInterval`). */
const MAX_NOTIFICATION_INTERVAL_NS = 60e9;

interface Heard {
  readonly vote: Vote;
  readonly round: number;
  readonly state: ServerState;
}

/**
 * ZooKeeper's fast leader election (`FastLeaderElection`), which stands in for the paper's leader oracle (DSN 2011, section
 * IV): servers pass the best vote on until a quorum agrees on the server with the most recent history.
 */
export class Election {
  /** The logical clock; a server that restarts begins at 0 and takes over what it hears. */
  round = 0;
  /** The vote of this server, and once it has decided, the vote it decided by. */
  vote: Vote = NO_VOTE;
  /** Votes of this round, and what servers say who are not looking. */
  private readonly received = new Map<number, Vote>();
  private readonly settled = new Map<number, Heard>();
  private interval = FINALIZE_WAIT_NS;

  constructor(private readonly server: ZabReplica) {}

  begin(): void {
    const { context } = this.server;
    context.cancelTimer(ZabTimer.Finalize);
    this.round++;
    this.received.clear();
    this.settled.clear();
    this.interval = FINALIZE_WAIT_NS;
    this.propose(this.ownVote());
    this.askAgain();
    this.decideIfAgreed();
  }

  /** Nobody was heard for a while. */
  notificationTimedOut(): void {
    this.interval = Math.min(this.interval * 2, MAX_NOTIFICATION_INTERVAL_NS);
    this.sendToAll();
    this.askAgain();
  }

  /** No better vote has come. */
  finalizeTimedOut(): void {
    const leader = this.vote.leader;
    if (this.hasQuorum(leader)) this.decide(leader);
  }

  onNotification(m: ZabMessage): void {
    const { server } = this;
    const { from, state } = m;
    if (server.membership.heardOf(from, m.configuration)) return server.membersChanged();
    if (server.state !== 'looking') {
      if (state === 'looking') this.send(from, true);
      return;
    }
    this.askAgain();
    if (state === 'looking') this.heardLooking(m);
    else this.heardSettled(m);
  }

  private heardLooking(m: ZabMessage): void {
    const { membership } = this.server;
    const { from, vote, round, flag } = m;
    if (!membership.isVoter(from)) {
      // It asks, and is not asked. Who has no vote itself asks, and answers only where it knows better who votes.
      const knowsBetter = membership.told.version > m.configuration.version;
      if (!m.answers && (membership.votes || knowsBetter)) this.send(from, true);
      return;
    }
    if (round < this.round) return this.send(from, true);
    if (round > this.round) {
      this.round = round;
      this.received.clear();
      const own = this.ownVote();
      this.propose(isBetter(vote, own) ? vote : own);
    } else if (isBetter(vote, this.vote)) this.propose(vote);
    // Servers without a vote ask, and are not counted.
    if (flag) this.received.set(from, vote);
    this.decideIfAgreed();
  }

  /** The others have a leader: join it if a quorum says so and it says so itself (`checkLeader`). */
  private heardSettled(m: ZabMessage): void {
    const { context } = this.server;
    const { from, vote, round, state } = m;
    const { leader } = vote;
    this.settled.set(from, { vote, round, state });
    // Who has decided in this very round counts together with who is still looking.
    if (round === this.round && m.flag) this.received.set(from, vote);
    const { membership } = this.server;
    // What others decided before this server lost part of its history does not make it their leader.
    const isStillLeader = leader === context.self && membership.votes && round === this.round;
    const leads = isStillLeader || (leader !== context.self && this.settled.get(leader)?.state === 'leading');
    const follows = membership.isQuorum((place) => this.settled.get(place)?.vote.leader === leader);
    if (!leads || membership.isDismissed || !(follows || this.hasQuorum(leader))) return;
    this.round = Math.max(this.round, round);
    this.vote = vote;
    this.decide(leader);
  }

  private decideIfAgreed(): void {
    const { context, membership } = this.server;
    if (!this.hasQuorum(this.vote.leader)) return context.cancelTimer(ZabTimer.Finalize);
    if (membership.voters.length === 1) return this.decide(this.vote.leader);
    if (!context.isTimerSet(ZabTimer.Finalize)) context.setTimer(ZabTimer.Finalize, FINALIZE_WAIT_NS);
  }

  private decide(leader: number): void {
    const { context } = this.server;
    context.cancelTimer(ZabTimer.Finalize);
    context.cancelTimer(ZabTimer.Notification);
    this.server.elected(leader);
  }

  private hasQuorum(leader: number): boolean {
    const { membership } = this.server;
    if (leader < 0 || membership.isDismissed) return false;
    return membership.isQuorum((place) => this.received.get(place)?.leader === leader);
  }

  /** A better vote starts the wait for yet better ones anew. */
  private propose(vote: Vote): void {
    const { membership, context } = this.server;
    this.vote = vote;
    if (membership.votes) this.received.set(context.self, vote);
    context.cancelTimer(ZabTimer.Finalize);
    this.sendToAll();
  }

  private ownVote(): Vote {
    const { stable, context, membership } = this.server;
    if (!membership.votes) return NO_VOTE;
    return { leader: context.self, epoch: stable.currentEpoch, zxid: stable.lastZxid };
  }

  private askAgain(): void {
    this.server.context.setTimer(ZabTimer.Notification, this.interval);
  }

  private sendToAll(): void {
    const { context, membership } = this.server;
    for (const peer of membership.contacts) if (peer !== context.self) this.send(peer, false);
  }

  private send(to: number, answers: boolean): void {
    const { context, membership, state } = this.server;
    const m = context.message(ZabType.Notification);
    m.round = this.round;
    m.vote = this.vote;
    m.state = state;
    m.flag = membership.votes;
    m.answers = answers;
    m.configuration = membership.told;
    context.send(to, m);
  }
}

/** `totalOrderPredicate`: the later epoch, then the longer history, then the greater id. */
function isBetter(vote: Vote, than: Vote): boolean {
  if (vote.epoch !== than.epoch) return vote.epoch > than.epoch;
  if (vote.zxid !== than.zxid) return vote.zxid > than.zxid;
  return vote.leader > than.leader;
}
