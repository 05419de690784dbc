import type { WorkloadModel, WorkloadTarget } from '../../language/model';
import { EventKind, FailureReason, Outcome } from '../run';
import { backoffDelay } from '../workload/backoff';
import { LOAD_TAG, type Load, type LoadedClient } from '../workload/load';
import { KeyChooser } from '../workload/key-chooser';
import { Phase, Session } from '../workload/session';
import { ComponentEndpoint } from './component-endpoint';
import { ComponentType, type ComponentMessage } from './component-message';
import type { ComponentWorld } from './component-world';
import type { Entrance } from './entrance';
import { changesStores, handlerIndex } from './service';

/**
 * The client side of a workload against a handler, at one place. A request is one or more attempts, each bounded by the
 * timeout. A refused connection surely did nothing, so the attempt turns to the next balancer node or instance at once,
 * to each one once; a timeout and an error end the attempt, and the next one, if retries are left, begins elsewhere
 * after the backoff.
 */
export class ServiceClient extends ComponentEndpoint implements LoadedClient {
  readonly sessions: Session[] = [];
  readonly loadTimer: number;
  load: Load | undefined;
  private readonly keys: KeyChooser;
  private readonly name: string;
  private readonly service: number;
  private readonly handler: number;
  private readonly changes: boolean;
  private readonly backoffStream: number;

  constructor(
    world: ComponentWorld,
    place: number,
    channel: number,
    private readonly workload: WorkloadModel,
    private readonly workloadIndex: number,
    target: Exclude<WorkloadTarget, { readonly kind: 'store' }>,
  ) {
    super(world, place, channel);
    const { scenario } = world;
    this.name = `${workload.name}@${world.placeName(place)}`;
    this.service = target.kind === 'service' ? target.service : (scenario.balancers[target.balancer]?.service ?? -1);
    this.handler = handlerIndex(scenario.services, this.service, target.handler);
    this.changes = changesStores(scenario.services, this.service, this.handler);
    this.keys = new KeyChooser(workload.keys);
    this.backoffStream = world.environment.kernel.streams.create(this.name, 'backoff');
    this.loadTimer = this.createTimer(LOAD_TAG);
  }

  /** How it reaches the service; set once, before the run begins. */
  entrance: Entrance | undefined;

  newSession(): Session {
    const { streams } = this.world.environment.kernel;
    const index = this.sessions.length;
    const all = this.world.clients.sessions;
    const keyStream = streams.create(`${this.name}#${index}`, 'keys');
    const session = new Session(all.length, index, this.createTimer(index), -1, keyStream);
    this.sessions.push(session);
    all.push(session);
    return session;
  }

  begin(session: Session): void {
    const { environment, clients } = this.world;
    const { history } = clients;
    const { kernel } = environment;
    if (history.length >= clients.maxOperations) return kernel.stop('operations');
    session.position++;
    session.lastKey = this.keys.draw(kernel.streams, session.keyStream);
    session.attempt = 0;
    session.mayTakeEffect = false;
    session.lastBackoff = 0;
    session.target = -1;
    session.operation = history.invoke(
      kernel.now,
      this.workloadIndex,
      this.place,
      session.id,
      -1,
      session.lastKey,
      0,
      0,
      0,
      this.service,
      this.handler,
    );
    const event = environment.record(EventKind.Invoke, this.place, -1, session.operation, 0, 0);
    if (event >= 0) {
      history.invokedIn(session.operation, event);
      kernel.trace.cause = event;
    }
    this.attempt(session);
  }

  receive(message: ComponentMessage): void {
    if (message.type === ComponentType.Notice) return this.entrance?.noticed(message);
    if (message.type !== ComponentType.Answer) return;
    const session = this.sessionOf(message.call);
    if (session === undefined) return;
    const { reason, degraded, instance, at } = message;
    if (reason === FailureReason.None) {
      this.entrance?.answered(session.target);
      return this.finish(session, reason, degraded, at);
    }
    // An answer to an attempt that has been given up says nothing about this one.
    if (session.phase !== Phase.Waiting || instance !== session.target) return;
    if (reason === FailureReason.ConnectionRefused) {
      session.cannotServe();
      if (this.ask(session)) return;
    }
    if (reason === FailureReason.ConnectionReset || reason === FailureReason.Timeout) session.mayTakeEffect = true;
    this.attemptFailed(session, reason, at);
  }

  fire(tag: number): void {
    if (tag === LOAD_TAG) return this.load?.fire();
    const session = this.sessions[tag] as Session;
    switch (session.phase) {
      case Phase.Waiting:
        session.mayTakeEffect = true;
        return this.attemptFailed(session, FailureReason.Timeout, -1);
      case Phase.BackingOff:
        return this.attempt(session);
      case Phase.Thinking:
        session.phase = Phase.Idle;
        this.load?.rested(session);
        return;
      case Phase.Idle:
      case Phase.Retired:
      case Phase.Sending:
        return;
    }
  }

  crash(): void {
    this.cancelTimer(this.loadTimer);
    for (const session of this.sessions) {
      this.cancelTimer(session.timer);
      if (session.phase === Phase.Waiting || session.phase === Phase.BackingOff) {
        session.mayTakeEffect = true;
        this.record(session, FailureReason.Timeout, false, -1);
      }
      session.phase = Phase.Retired;
    }
  }

  restart(): void {
    this.load?.start();
  }

  /** What is under way stays without an answer. */
  stop(): void {
    this.load = undefined;
    this.cancelTimer(this.loadTimer);
    for (const session of this.sessions) {
      this.cancelTimer(session.timer);
      session.operation = -1;
      session.phase = Phase.Retired;
    }
  }

  wait(session: Session, phase: Phase, delayNs: number): void {
    session.phase = phase;
    this.setTimer(session.timer, delayNs);
  }

  private attempt(session: Session): void {
    session.beginAttempt();
    this.world.clients.history.attempted(session.operation, session.attempt);
    this.wait(session, Phase.Waiting, this.workload.timeoutNs);
    if (!this.ask(session)) this.attemptFailed(session, FailureReason.NoInstance, -1);
  }

  /** Sends the request to the next one that this attempt has not asked; false when there is none. */
  private ask(session: Session): boolean {
    const target = this.entrance?.next(session.asked, session.target);
    if (target === undefined) return false;
    const { environment } = this.world;
    const { trace, now } = environment.kernel;
    session.target = target.address;
    const { operation, attempt } = session;
    const cause = trace.record(now, EventKind.Attempt, this.place, target.place, operation, attempt, 0);
    if (cause >= 0) trace.cause = cause;
    const message = this.world.message(ComponentType.Call);
    message.call = operation;
    message.handler = this.handler;
    message.key = session.lastKey;
    message.operation = operation;
    this.send(target.address, message);
    return true;
  }

  private attemptFailed(session: Session, reason: FailureReason, answeredBy: number): void {
    this.entrance?.failed(session.target);
    if (session.attempt > this.workload.retries) return this.finish(session, reason, false, answeredBy);
    const { streams } = this.world.environment.kernel;
    const { backoff } = this.workload;
    const delay = backoffDelay(backoff, session.attempt - 1, session.lastBackoff, streams, this.backoffStream);
    session.lastBackoff = delay;
    this.wait(session, Phase.BackingOff, delay);
  }

  private finish(session: Session, reason: FailureReason, degraded: boolean, answeredBy: number): void {
    this.cancelTimer(session.timer);
    this.record(session, reason, degraded, answeredBy);
    session.phase = Phase.Idle;
    this.load?.completed(session);
  }

  private record(session: Session, reason: FailureReason, degraded: boolean, answeredBy: number): void {
    const { environment, clients } = this.world;
    const { kernel } = environment;
    let outcome: Outcome = Outcome.Ok;
    if (reason !== FailureReason.None) outcome = session.mayTakeEffect && this.changes ? Outcome.Info : Outcome.Fail;
    const { operation } = session;
    const event = environment.record(EventKind.Complete, this.place, -1, operation, outcome, reason);
    clients.history.complete(operation, kernel.now, outcome, reason, NaN, undefined, degraded, answeredBy, event);
    kernel.hash.add(operation, outcome);
    session.operation = -1;
    session.lastReason = reason;
  }

  private sessionOf(operation: number): Session | undefined {
    const { sessions, history } = this.world.clients;
    const session = sessions[history.sessionOf(operation)];
    return session?.operation === operation ? session : undefined;
  }
}
