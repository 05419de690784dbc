import type { WorkloadModel } from '../../language/model';
import { Command, Operation } from '../environment/command';
import { Endpoint } from '../environment/endpoint';
import type { Message, Response } from '../environment/message';
import type { AttemptEnd } from '../protocols/client-context';
import type { Group } from '../protocols/group';
import { EventKind, FailureReason, Outcome } from '../run';
import { backoffDelay } from './backoff';
import { ClientLibraries } from './client-libraries';
import type { ClientWorld } from './client-world';
import { KnownValues } from './known-values';
import { OperationSource } from './operation-source';
import { KeyChooser } from './key-chooser';
import { LOAD_TAG, type Load, type LoadedClient } from './load';
import { Routing } from './routing';
import { Phase, Session } from './session';
import { SEND_NS, UnansweredSends } from './unanswered-sends';

/**
 * The client side of one workload at one place. An operation is one or more *attempts*, each bounded by the workload's
 * timeout. Within an attempt the client asks one replica; a refused connection, a recovering replica and a redirect
 * surely did nothing, so it asks the next one at once, each replica once (a leader hint may name one again). A timeout or
 * another error ends the attempt: the next one, if retries are left, starts after the backoff with the next replica.
 * The operation fails only when surely no attempt took effect; otherwise it ends `Info`. A read has no effect.
 */
export class ClientAgent extends Endpoint implements LoadedClient {
  readonly sessions: Session[] = [];
  readonly loadTimer: number;
  load: Load | undefined;
  private readonly source: OperationSource;
  private readonly routing: Routing;
  private readonly known = new KnownValues();
  /** True where some operation needs what the client remembers. */
  private readonly remembers: boolean;
  private readonly forgotten: UnansweredSends;
  private readonly backoffStream: number;
  private readonly libraries: ClientLibraries;
  private readonly name: string;
  private readonly store: number;
  private spread = 0;

  constructor(
    id: number,
    place: number,
    private readonly world: ClientWorld,
    readonly workload: WorkloadModel,
    /** -1 for what a service does for its requests. */
    private readonly workloadIndex: number,
  ) {
    const { environment } = world;
    super(id, place, environment.endpoints.nextAgentAddress(), -1, environment.processes.of(place));
    const { kernel, scenario } = environment;
    this.name = `${workload.name}@${scenario.places[place]?.name ?? ''}`;
    this.libraries = new ClientLibraries(environment, this, this.name, (end) => this.libraryEnded(end));
    this.store = workload.target.kind === 'store' ? workload.target.store : -1;
    this.source = new OperationSource(workload.operations, new KeyChooser(workload.keys), kernel.streams);
    this.routing = new Routing(environment, place);
    this.forgotten = new UnansweredSends(environment, this.routing);
    this.remembers = this.source.uses(Operation.Cas) || this.source.uses(Operation.Remove);
    this.backoffStream = kernel.streams.create(this.name, 'backoff');
    this.loadTimer = kernel.timers.create(id, LOAD_TAG);
  }

  newSession(): Session {
    const { kernel } = this.world.environment;
    const index = this.sessions.length;
    const name = `${this.name}#${index}`;
    const session = new Session(
      this.world.sessions.length,
      index,
      kernel.timers.create(this.id, index),
      kernel.streams.create(name, 'operations'),
      kernel.streams.create(name, 'keys'),
    );
    this.sessions.push(session);
    this.world.sessions.push(session);
    return session;
  }

  /** Invokes the session's next operation. */
  begin(session: Session): void {
    const { environment, history, maxOperations, maxObservedValues } = this.world;
    if (history.length >= maxOperations || history.observedValues >= maxObservedValues)
      return environment.kernel.stop('operations');
    const { kind, key } = this.source.draw(
      session.operationStream,
      session.keyStream,
      session.position++,
      session.lastKey,
    );
    this.invoke(session, kind, key);
  }

  /** Invokes an operation in a session, which must be idle. */
  invoke(session: Session, kind: Operation, key: number): void {
    const { environment, history } = this.world;
    const { kernel } = environment;
    session.lastKey = key;
    const expected = kind === Operation.Cas ? this.known.value(key) : 0;
    const value = this.inputOf(kind, key);
    const operation = history.invoke(
      kernel.now,
      this.workloadIndex,
      this.place,
      session.id,
      this.store,
      key,
      kind,
      value,
      expected,
    );
    session.operation = operation;
    const group = environment.groupOf(this.store, key);
    const seen = session.seen[group.id] ?? 0;
    session.command = new Command(operation, kind, key, value, expected, this.address, session.id, seen);
    session.group = group;
    session.attempt = 0;
    session.mayTakeEffect = false;
    session.lastBackoff = 0;
    const event = environment.record(EventKind.Invoke, this.place, -1, operation, 0, 0);
    if (event >= 0) {
      history.invokedIn(operation, event);
      kernel.trace.cause = event;
    }
    this.attempt(session);
  }

  receive(message: Message): void {
    // Only a client library is sent protocol messages, and each serves one shard.
    this.libraries.receive(message);
  }

  request(): void {
    throw new Error('A client serves nobody.');
  }

  respond(response: Response): void {
    const session = this.sessionOf(response.operation);
    if (session === undefined || session.phase === Phase.Sending) return this.forgotten.late(response);
    const { reason, output, observation, from, leader, indefinite } = response;
    if (indefinite) session.mayTakeEffect = true;
    switch (reason) {
      case FailureReason.None:
      case FailureReason.CasMismatch:
        if (response.position > 0) this.sawPosition(session, response.position);
        // Whom to ask, not who answered: in a chain the head is asked and the tail answers.
        this.prefer(session, session.target >= 0 ? session.target : from);
        this.forgotten.answered(session.group as Group, session.command as Command, from);
        return this.finish(session, reason, output, observation, response.degraded, from);
      case FailureReason.NotLeader:
      case FailureReason.ConnectionRefused:
      case FailureReason.Recovering:
        // An answer to an attempt that has been given up says nothing about this one.
        if (session.phase === Phase.Waiting && from === session.target) this.askAnother(session, reason, leader);
        return;
      default:
        if (session.phase === Phase.Waiting && from === session.target) this.attemptFailed(session, reason, from);
    }
  }

  fire(tag: number): void {
    if (tag === LOAD_TAG) return this.load?.fire();
    const session = this.sessions[tag] as Session;
    switch (session.phase) {
      case Phase.Waiting:
        session.mayTakeEffect = true;
        if (session.target < 0) this.libraries.of(session.group as Group)?.abandon(session.command as Command);
        return this.attemptFailed(session, FailureReason.Timeout, -1);
      case Phase.Sending:
        return this.finish(session, FailureReason.None, NaN, undefined, false, -1);
      case Phase.BackingOff:
        return this.attempt(session);
      case Phase.Thinking:
        session.phase = Phase.Idle;
        this.load?.rested(session);
        return;
      case Phase.Idle:
      case Phase.Retired:
        return;
    }
  }

  crash(): void {
    const { timers } = this.world.environment.kernel;
    timers.cancel(this.loadTimer);
    for (const session of this.sessions) {
      timers.cancel(session.timer);
      const { phase } = session;
      if (phase === Phase.Waiting || phase === Phase.BackingOff || phase === Phase.Sending) {
        session.mayTakeEffect = true;
        this.record(session, FailureReason.Timeout, NaN, undefined, false, -1);
      }
      session.phase = Phase.Retired;
    }
  }

  restart(): void {
    this.load?.start();
  }

  /** What is under way stays without an answer. */
  stop(): void {
    const { timers } = this.world.environment.kernel;
    this.load = undefined;
    timers.cancel(this.loadTimer);
    for (const session of this.sessions) {
      timers.cancel(session.timer);
      session.operation = -1;
      session.phase = Phase.Retired;
    }
  }

  /** Sets a session's timer by the client's own clock. */
  wait(session: Session, phase: Phase, delayNs: number): void {
    const { kernel, clocks } = this.world.environment;
    session.phase = phase;
    kernel.timers.set(session.timer, kernel.now + clocks.trueDelay(this.place, delayNs), kernel.trace.cause);
  }

  private inputOf(kind: Operation, key: number): number {
    switch (kind) {
      case Operation.Read:
      case Operation.Poll:
        return 0;
      case Operation.Increment:
        return 1;
      case Operation.Remove:
        return this.known.added(key);
      case Operation.Write:
      case Operation.Cas:
      case Operation.Append:
      case Operation.Add:
        return this.world.nextValue++;
    }
  }

  private attempt(session: Session): void {
    const { environment, history } = this.world;
    const group = session.group as Group;
    session.beginAttempt();
    if (session.attempt > 1) session.command = (session.command as Command).inAttempt(session.attempt);
    const command = session.command as Command;
    history.attempted(session.operation, session.attempt);
    const connected = this.forgotten.targetOf(group, command);
    if (connected >= 0) {
      this.wait(session, Phase.Sending, SEND_NS);
      return this.ask(session, connected);
    }
    this.wait(session, Phase.Waiting, this.workload.timeoutNs);
    const library = this.libraries.of(group);
    if (library === null) return this.ask(session, this.firstTarget(group, command));
    session.target = -1;
    environment.record(EventKind.Attempt, this.place, -1, session.operation, session.attempt, 0);
    library.execute(command);
  }

  private firstTarget(group: Group, command: Command): number {
    if (command.isRead && group.family.readsSpread?.(group.policy) === true) {
      return group.members[this.spread++ % group.members.length] ?? -1;
    }
    return this.routing.first(group, readsApart(group, command));
  }

  /** The replica to turn to first from now on. */
  private prefer(session: Session, place: number): void {
    const group = session.group as Group;
    this.routing.prefer(group, readsApart(group, session.command as Command), place);
  }

  private sawPosition(session: Session, position: number): void {
    const group = (session.group as Group).id;
    session.seen[group] = Math.max(session.seen[group] ?? 0, position);
  }

  private ask(session: Session, place: number): void {
    const { environment } = this.world;
    const { trace, now } = environment.kernel;
    session.target = place;
    const cause = trace.record(now, EventKind.Attempt, this.place, place, session.operation, session.attempt, 0);
    if (cause >= 0) trace.cause = cause;
    environment.network.sendRequest(
      this,
      (session.group as Group).id,
      place,
      session.command as Command,
      environment.requestName,
    );
  }

  private askAnother(session: Session, reason: FailureReason, leader: number): void {
    const group = session.group as Group;
    const known = this.routing.order(group).length;
    session.cannotServe();
    // Hints can be old and lead in a circle: after twice as many answers as there are replicas it is an error.
    if (leader >= 0 && leader !== session.target && session.asked.length < 2 * known) {
      return this.ask(session, leader);
    }
    let next = this.routing.after(group, session.target);
    for (let i = 0; i < known && session.asked.includes(next); i++) next = this.routing.after(group, next);
    if (session.asked.includes(next)) this.attemptFailed(session, reason, session.target);
    else this.ask(session, next);
  }

  private attemptFailed(session: Session, reason: FailureReason, answeredBy: number): void {
    const { streams } = this.world.environment.kernel;
    const group = session.group as Group;
    if (session.target >= 0) {
      this.prefer(session, this.routing.after(group, session.target));
    }
    if (session.attempt > this.workload.retries) return this.finish(session, reason, NaN, undefined, false, answeredBy);
    const delay = backoffDelay(
      this.workload.backoff,
      session.attempt - 1,
      session.lastBackoff,
      streams,
      this.backoffStream,
    );
    session.lastBackoff = delay;
    this.wait(session, Phase.BackingOff, delay);
  }

  private libraryEnded(end: AttemptEnd): void {
    const session = this.sessionOf(end.operation);
    if (session === undefined) return;
    if (end.reason === FailureReason.None || end.reason === FailureReason.CasMismatch) {
      return this.finish(session, end.reason, end.output, end.observation, false, end.answeredBy);
    }
    if (end.indefinite) session.mayTakeEffect = true;
    if (session.phase === Phase.Waiting) this.attemptFailed(session, end.reason, end.answeredBy);
  }

  private finish(
    session: Session,
    reason: FailureReason,
    output: number,
    observation: readonly number[] | undefined,
    degraded: boolean,
    answeredBy: number,
  ): void {
    this.world.environment.kernel.timers.cancel(session.timer);
    this.record(session, reason, output, observation, degraded, answeredBy);
    session.phase = Phase.Idle;
    this.load?.completed(session);
  }

  private record(
    session: Session,
    reason: FailureReason,
    output: number,
    observation: readonly number[] | undefined,
    degraded: boolean,
    answeredBy: number,
  ): void {
    const { environment, history } = this.world;
    const { kernel } = environment;
    const command = session.command as Command;
    let outcome: Outcome = Outcome.Ok;
    if (reason !== FailureReason.None) {
      const isAnswer = reason === FailureReason.CasMismatch && session.group?.family.exactlyOnce === true;
      const indefinite = session.mayTakeEffect && !command.isRead && !isAnswer;
      outcome = indefinite ? Outcome.Info : Outcome.Fail;
    }
    if (outcome === Outcome.Ok && this.remembers) this.known.learn(command, output);
    const event = environment.record(EventKind.Complete, this.place, -1, session.operation, outcome, reason);
    history.complete(session.operation, kernel.now, outcome, reason, output, observation, degraded, answeredBy, event);
    kernel.hash.add(session.operation, outcome);
    kernel.hash.addNumber(output);
    session.operation = -1;
    session.lastReason = reason;
  }

  private sessionOf(operation: number): Session | undefined {
    const session = this.world.sessions[this.world.history.sessionOf(operation)];
    return session?.operation === operation ? session : undefined;
  }
}

/** Whether a command goes the way of reads, where those are routed apart from writes. */
function readsApart(group: Group, command: Command): boolean {
  return command.isRead && group.family.oneConnection !== true;
}
