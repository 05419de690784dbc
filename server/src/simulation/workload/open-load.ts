import { ln } from '../kernel/portable-math';
import type { Environment } from '../environment/environment';
import type { Load, LoadedClient } from './load';
import { Phase, type Session } from './session';

/**
 * Arrivals that do not wait for answers: a Poisson process (many independent users), so exponential times between
 * invocations. Each arrival takes an idle session, or a new one when all are busy: one session never overlaps
 * itself. A surge multiplies the rate; what is left of the current interval shrinks with it, so that the sequence of
 * draws stays the same. Nothing that happens in the run causes an arrival, not even a surge: which of them come of it, and
 * which would have come anyway, nobody can tell.
 */
export class OpenLoad implements Load {
  private readonly stream: number;
  private factor = 1;
  /** Idle sessions; the one that became idle last is used first. */
  private readonly idleSessions: Session[] = [];

  constructor(
    private readonly environment: Environment,
    private readonly agent: LoadedClient,
    private readonly ratePerS: number,
    name: string,
  ) {
    this.stream = environment.kernel.streams.create(name, 'arrivals');
  }

  start(): void {
    this.idleSessions.length = 0;
    for (let i = this.agent.sessions.length - 1; i >= 0; i--) this.completed(this.agent.sessions[i] as Session);
    this.schedule();
  }

  fire(): void {
    this.schedule();
    const session = this.idleSessions.pop() ?? this.agent.newSession();
    this.agent.begin(session);
  }

  completed(session: Session): void {
    session.phase = Phase.Idle;
    this.idleSessions.push(session);
  }

  rested(): void {
    throw new Error('An open loop does not think.');
  }

  surge(factor: number): void {
    const { kernel } = this.environment;
    const left = kernel.timers.deadlineOf(this.agent.loadTimer) - kernel.now;
    const before = this.factor;
    this.factor = factor;
    if (!(left >= 0) || this.ratePerS <= 0) return;
    if (factor <= 0) kernel.timers.cancel(this.agent.loadTimer);
    else this.set(before > 0 ? (left * before) / factor : left);
    if (before <= 0) this.schedule();
  }

  private schedule(): void {
    if (this.ratePerS * this.factor <= 0) return;
    const { streams } = this.environment.kernel;
    this.set((-ln(streams.uniform(this.stream)) * 1e9) / (this.ratePerS * this.factor));
  }

  private set(delayNs: number): void {
    const { kernel } = this.environment;
    kernel.timers.set(this.agent.loadTimer, kernel.now + Math.round(delayNs), -1);
  }
}
