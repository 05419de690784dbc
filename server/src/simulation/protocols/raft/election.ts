import { RaftType, type RaftMessage } from './raft-message';
import type { RaftReplica } from './replica';
import { RaftTimer } from './timers';

/** Leader election: section 3.4, with pre-vote (9.6) and the refusal to disturb a living leader (4.2.3). */
export class Election {
  /** Who has granted what is asked for at present: a pre-vote or a vote, never a mixture. */
  private readonly grants = new Set<number>();
  private asksFor: 'nothing' | 'pre-votes' | 'votes' = 'nothing';

  constructor(private readonly server: RaftReplica) {}

  /**
   * A server that was restarted does not know whom it has heard from. Where a lease may rest on that, it takes itself to have
   * heard from a leader just now.
   */
  start(): void {
    this.resetTimer();
    if (this.server.policy.reads === 'lease') this.protectLeader();
  }

  /** What it owes a leader that it has heard from, it owes by the new timeout. */
  policyChanged(): void {
    if (this.server.context.isTimerSet(RaftTimer.LeaderHeard)) this.protectLeader();
    if (!this.server.isLeader) this.resetTimer();
  }

  resetTimer(): void {
    const { context, policy, isVoter } = this.server;
    // A server outside the configuration never starts an election (4.2.2).
    if (!isVoter) return context.cancelTimer(RaftTimer.Election);
    context.setTimer(
      RaftTimer.Election,
      context.randomBetween(policy.electionTimeoutMinNs, policy.electionTimeoutMaxNs),
    );
  }

  /** Another's term or leader, or this server's own victory: what is still granted no longer counts. */
  stopAsking(): void {
    this.asksFor = 'nothing';
  }

  heardFromLeader(): void {
    this.stopAsking();
    this.resetTimer();
    this.protectLeader();
  }

  timedOut(): void {
    const { server } = this;
    if (server.leader >= 0) server.context.suspect(server.leader);
    server.leader = -1;
    this.resetTimer();
    if (server.stable.isIncomplete) return;
    if (server.policy.preVote) this.askPreVotes();
    else this.campaign(false);
  }

  onTimeoutNow(m: RaftMessage): void {
    const { stable, isVoter } = this.server;
    if (m.term < this.server.term || stable.isIncomplete || !isVoter) return;
    if (m.term > this.server.term) this.server.becomeFollower(m.term, -1);
    this.campaign(true);
  }

  onPreVote(m: RaftMessage): void {
    const { server } = this;
    const granted = m.term > server.term && this.isUpToDate(m) && !this.hasLivingLeader && !server.stable.isIncomplete;
    this.reply(RaftType.PreVoteReply, m.from, granted ? m.term : server.term, granted);
  }

  onPreVoteReply(m: RaftMessage): void {
    const { server } = this;
    if (!m.flag) {
      if (m.term > server.term) server.becomeFollower(m.term, -1);
      return;
    }
    if (this.asksFor !== 'pre-votes' || m.term !== server.term + 1 || !this.isVoter(m)) return;
    this.grants.add(m.from);
    if (this.hasMajority) this.campaign(false);
  }

  onRequestVote(m: RaftMessage): void {
    const { server } = this;
    const { stable, context } = server;
    // A server that hears from a leader neither takes the higher term nor votes, or a removed or cut-off server could
    // depose the leader again and again (4.2.3). An election that the leader asked for is exempt (3.10).
    if (this.hasLivingLeader && !m.flag) return;
    if (m.term > server.term) server.becomeFollower(m.term, -1);
    const free = stable.votedFor === -1 || stable.votedFor === m.from;
    const granted = m.term === server.term && free && this.isUpToDate(m) && !stable.isIncomplete;
    const { from } = m;
    if (!granted) {
      const { term } = server;
      return context.syncHolding(() => this.reply(RaftType.VoteReply, from, term, false));
    }
    stable.vote(server.term, from);
    this.resetTimer();
    const { term } = server;
    context.syncHolding(() => this.reply(RaftType.VoteReply, from, term, true));
  }

  onVoteReply(m: RaftMessage): void {
    const { server } = this;
    if (m.term > server.term) return server.becomeFollower(m.term, -1);
    if (this.asksFor !== 'votes' || m.term !== server.term || !m.flag || !this.isVoter(m)) return;
    this.grants.add(m.from);
    if (this.hasMajority) server.becomeLeader();
  }

  private askPreVotes(): void {
    const { server } = this;
    this.startCount('pre-votes');
    if (this.hasMajority) return this.campaign(false);
    this.ask(RaftType.PreVote, server.term + 1, false);
  }

  private campaign(byLeadersWish: boolean): void {
    const { server } = this;
    server.becomeCandidate();
    this.resetTimer();
    this.startCount('votes');
    const { term } = server;
    server.context.syncHolding(() => {
      if (server.term !== term || this.asksFor !== 'votes') return;
      if (this.hasMajority) return server.becomeLeader();
      this.ask(RaftType.RequestVote, term, byLeadersWish);
    });
  }

  private ask(type: number, term: number, byLeadersWish: boolean): void {
    const { context, stable, voters } = this.server;
    const m = context.message(type);
    m.term = term;
    m.index = stable.lastIndex;
    m.logTerm = stable.lastTerm;
    m.flag = byLeadersWish;
    for (const voter of voters) if (voter !== context.self) context.send(voter, m);
  }

  private reply(type: number, to: number, term: number, granted: boolean): void {
    const m = this.server.context.message(type);
    m.term = term;
    m.flag = granted;
    m.identity = this.server.stable.identity;
    this.server.context.send(to, m);
  }

  /** Not somebody who was added at the same place since, and knows nothing. */
  private isVoter(m: RaftMessage): boolean {
    return this.server.identityOf(m.from) === m.identity;
  }

  private startCount(asksFor: 'pre-votes' | 'votes'): void {
    this.asksFor = asksFor;
    this.grants.clear();
    this.grants.add(this.server.context.self);
  }

  private get hasMajority(): boolean {
    return this.server.voters.filter((voter) => this.grants.has(voter)).length >= this.server.quorum;
  }

  /** The election restriction (3.6.1). */
  private isUpToDate(m: RaftMessage): boolean {
    const { lastTerm, lastIndex } = this.server.stable;
    return m.logTerm > lastTerm || (m.logTerm === lastTerm && m.index >= lastIndex);
  }

  private protectLeader(): void {
    const { context, policy } = this.server;
    if (this.protectsLeader) context.setTimer(RaftTimer.LeaderHeard, policy.electionTimeoutMinNs);
  }

  private get protectsLeader(): boolean {
    const { preVote, checkQuorum, reads } = this.server.policy;
    return preVote || checkQuorum || reads === 'lease';
  }

  /** This server is the leader, or has heard from one within the smallest election timeout. */
  private get hasLivingLeader(): boolean {
    if (!this.protectsLeader) return false;
    return this.server.isLeader || this.server.context.isTimerSet(RaftTimer.LeaderHeard);
  }
}
