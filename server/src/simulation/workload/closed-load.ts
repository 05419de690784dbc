import type { Environment } from '../environment/environment';
import type { Load, LoadedClient } from './load';
import { Phase, type Session } from './session';

/**
 * A fixed number of sessions, each invoking its next operation `thinkNs` after the last one completed. With a think
 * time sessions begin spread over it. A surge multiplies the sessions; the added ones end with it.
 */
export class ClosedLoad implements Load {
  private readonly stream: number;
  private wanted: number;

  constructor(
    private readonly environment: Environment,
    private readonly agent: LoadedClient,
    private readonly count: number,
    private readonly thinkNs: number,
    name: string,
  ) {
    this.wanted = count;
    this.stream = environment.kernel.streams.create(name, 'arrivals');
  }

  start(): void {
    const { streams } = this.environment.kernel;
    while (this.agent.sessions.length < this.wanted) this.agent.newSession();
    for (const session of this.agent.sessions) {
      const isNew = session.phase === Phase.Idle || session.phase === Phase.Retired;
      if (!isNew || session.index >= this.wanted) continue;
      this.agent.wait(session, Phase.Thinking, Math.floor(this.thinkNs * streams.uniform(this.stream)));
    }
  }

  fire(): void {
    throw new Error('A closed loop needs no timer of its own.');
  }

  completed(session: Session): void {
    if (this.thinkNs > 0) this.agent.wait(session, Phase.Thinking, this.thinkNs);
    else this.rested(session);
  }

  rested(session: Session): void {
    if (session.index < this.wanted) this.agent.begin(session);
    else session.phase = Phase.Retired;
  }

  surge(factor: number): void {
    this.wanted = Math.max(0, Math.round(this.count * factor));
    this.start();
  }
}
