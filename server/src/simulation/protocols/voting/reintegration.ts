import type { Command } from '../../environment/command';
import { digestOfState } from '../pbft/digest';
import type { ReplicaContext } from '../replica-context';
import type { Snapshot } from '../state-machine';
import { VotingType, type VotingMessage } from './message';

/** A replica that is outvoted again and again (because it lies, or meets writes under way) asks no more often. */
const ASK_EVERY_NS = 500e6;
/** States taken while writes are under way differ, and answers get lost: it asks again so often. */
const MAX_QUESTIONS = 8;
/** What it remembers to execute again; beyond this it starts over. */
const MAX_SINCE = 10_000;
/** Number of the family's timer. */
const TIMER = 0;

interface Home {
  snapshot(): Snapshot;
  replace(state: Snapshot, since: readonly Command[]): void;
}

/**
 * Integration of a repaired replica (Schneider 1990, section 7.2): it takes over the state that a majority of all replicas
 * have alike. What it has executed since it asked is executed again; sessions tell what the state already has.
 */
export class Reintegration {
  /** Begins with the time of this life: states that were sent to an earlier one are none of its answers. */
  private round: number;
  private questions = 0;
  private askedAt = -Infinity;
  /** Digest and state by replica; undefined while nothing is asked. */
  private states: Map<number, { readonly digest: number; readonly state: Snapshot }> | undefined;
  private since: Command[] = [];

  constructor(
    private readonly context: ReplicaContext<VotingMessage>,
    private readonly home: Home,
  ) {
    this.round = context.monotonic();
  }

  /** There is reason to believe that this replica is wrong. */
  begin(): void {
    const { context } = this;
    if (this.states !== undefined || context.monotonic() - this.askedAt < ASK_EVERY_NS) return;
    this.questions = 0;
    this.ask();
  }

  /** The question has not been settled: once more. */
  timer(): void {
    if (this.questions < MAX_QUESTIONS) return this.ask();
    this.states = undefined;
    this.since = [];
  }

  executed(command: Command): void {
    if (this.states === undefined) return;
    if (this.since.push(command) > MAX_SINCE) this.settled();
  }

  private ask(): void {
    const { context } = this;
    this.questions++;
    this.askedAt = context.monotonic();
    this.states = new Map();
    this.since = [];
    const m = context.message(VotingType.FetchState);
    m.round = ++this.round;
    context.sendToOthers(m);
    context.setTimer(TIMER, ASK_EVERY_NS);
  }

  private settled(): void {
    this.states = undefined;
    this.since = [];
    this.context.cancelTimer(TIMER);
  }

  onFetchState(m: VotingMessage): void {
    const answer = this.context.message(VotingType.State);
    answer.round = m.round;
    answer.state = this.home.snapshot();
    answer.values = answer.state.weight;
    answer.toStore = true;
    this.context.send(m.from, answer);
  }

  onState(m: VotingMessage): void {
    const { states, context } = this;
    const { state, from } = m;
    if (states === undefined || state === undefined || m.round !== this.round) return;
    if (!context.members.includes(from)) return;
    const digest = this.digest(state);
    states.set(from, { digest, state });
    const own = this.digest(this.home.snapshot());
    let alike = own === digest ? 1 : 0;
    for (const other of states.values()) if (other.digest === digest) alike++;
    if (alike <= context.members.length / 2) return;
    const { since } = this;
    this.settled();
    if (own === digest) return;
    context.remark('outvoted: takes over the state of the majority');
    this.home.replace(state, since);
  }

  private digest(state: Snapshot): number {
    return digestOfState(state, this.context.dataType !== 'set');
  }
}
