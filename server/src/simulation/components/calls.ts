import { EventKind, FailureReason, Outcome } from '../run';
import { backoffDelay } from '../workload/backoff';
import { Session } from '../workload/session';
import type { CallSite } from './call-site';
import type { ComponentEndpoint } from './component-endpoint';
import { ComponentType, type ComponentMessage } from './component-message';
import type { ComponentWorld } from './component-world';
import type { Listed } from './directory';
import type { Task } from './task';

/**
 * While an answer is waited for, the caller's operating system asks this often whether the other side is there, and holds
 * the connection for lost after as many questions without an answer (Go: `net.KeepAliveConfig`, 15 s and 9).
 */
const KEEP_ALIVE_NS = 15e9;
const KEEP_ALIVE_COUNT = 9;

type CallState = 'idle' | 'waiting' | 'backing-off';

/** One call under way: an attempt waits for answers, or the pause before the next one. */
class PendingCall {
  state: CallState = 'idle';
  task: Task | undefined;
  site: CallSite | undefined;
  key = 0;
  /** Row of the history. */
  row = -1;
  attempt = 0;
  /** What answers to the attempt under way bring back. */
  id = -1;
  /**
   * Addresses that the attempt has asked, and those of them that have not answered. They are emptied one by one: to set its
   * length to zero would take from an array the room that the next attempt needs.
   */
  readonly asked: number[] = [];
  readonly open: Listed[] = [];
  admitted = false;
  /** The address that was asked last, in whatever attempt: the next one turns to another first. */
  readonly last = [-1];
  lastBackoff = 0;
  /** Of the attempt under way: what is left of its timeout when its timer fires, and questions without an answer. */
  leftNs = Infinity;
  unanswered = 0;

  constructor(
    readonly session: number,
    readonly timer: number,
    readonly hedgeTimer: number,
  ) {}
}

/** What the calls of an instance need of it. */
export interface Caller extends ComponentEndpoint {
  /** A call has ended for good, fallback included. */
  callEnded(task: Task, reason: FailureReason, degraded: boolean): void;
  /** Tags of the timers of a call. */
  callTags(index: number): { readonly timer: number; readonly hedge: number };
}

/**
 * The calls of one instance to other services. A call is one or more attempts. Around each stand, from outside to
 * inside, the retry, the circuit breaker, the timeout and the bulkhead (the order of resilience4j's decorators); the
 * fallback comes after the last attempt. A refused connection surely did nothing, so the same attempt turns to the
 * next instance. A call that timed out goes on at the other side: nothing takes it back there. One without a timeout ends
 * with its connection: that of a machine that has crashed is reset when it is asked whether it still stands.
 */
export class Calls {
  private readonly all: PendingCall[] = [];
  private free: PendingCall[] = [];
  private readonly byId = new Map<number, PendingCall>();
  private nextId = 0;
  private readonly backoffStream: number;

  constructor(
    private readonly world: ComponentWorld,
    private readonly caller: Caller,
    name: string,
  ) {
    this.backoffStream = world.environment.kernel.streams.create(name, 'backoff');
  }

  begin(task: Task, site: CallSite, service: number): void {
    const { environment, clients } = this.world;
    const { history } = clients;
    const { kernel } = environment;
    if (history.length >= clients.maxOperations) return kernel.stop('operations');
    const call = this.free.pop() ?? this.create();
    call.task = task;
    call.site = site;
    call.key = task.key;
    call.attempt = 0;
    call.last[0] = -1;
    call.lastBackoff = 0;
    const { place } = this.caller;
    call.row = history.invoke(kernel.now, -1, place, call.session, -1, task.key, 0, 0, 0, service, site.handler);
    const event = environment.record(EventKind.Invoke, place, -1, call.row, 0, 0);
    if (event >= 0) {
      history.invokedIn(call.row, event);
      kernel.trace.cause = event;
    }
    this.attempt(call);
  }

  answered(message: ComponentMessage): void {
    const call = this.byId.get(message.call);
    if (call === undefined) return;
    if (!closed(call.open, message.instance)) return;
    const { reason, degraded } = message;
    if (reason === FailureReason.None) return this.attemptOver(call, reason, degraded, message.at);
    if (reason === FailureReason.ConnectionRefused && this.ask(call)) return;
    if (call.open.length === 0) this.attemptOver(call, reason, false, message.at);
  }

  timedOut(index: number): void {
    const call = this.all[index] as PendingCall;
    if (call.state === 'waiting') {
      if (call.leftNs <= 0 || call.unanswered >= KEEP_ALIVE_COUNT)
        this.attemptOver(call, FailureReason.Timeout, false, -1);
      else this.keepAlive(call);
    } else if (call.state === 'backing-off') this.attempt(call);
  }

  /** The other side says that it is still at it. */
  alive(id: number): void {
    const call = this.byId.get(id);
    if (call !== undefined) call.unanswered = 0;
  }

  /** The first request is slow: a second one races it. */
  hedge(index: number): void {
    const call = this.all[index] as PendingCall;
    if (call.state === 'waiting') this.ask(call);
  }

  /** The process is gone; its calls stay open in the history, for nobody waits for them. */
  crash(): void {
    for (const call of this.all) {
      if (call.state !== 'idle') this.settle(call);
      call.state = 'idle';
    }
    this.free = [...this.all].reverse();
  }

  private create(): PendingCall {
    const index = this.all.length;
    const { timer, hedge } = this.caller.callTags(index);
    const { sessions } = this.world.clients;
    sessions.push(new Session(sessions.length, index, -1, -1, -1));
    const call = new PendingCall(sessions.length - 1, this.caller.createTimer(timer), this.caller.createTimer(hedge));
    this.all.push(call);
    return call;
  }

  private attempt(call: PendingCall): void {
    const site = call.site as CallSite;
    const { now } = this.world.environment.kernel;
    call.state = 'waiting';
    call.attempt++;
    while (call.asked.length > 0) call.asked.pop();
    call.admitted = false;
    this.world.clients.history.attempted(call.row, call.attempt);
    // An open breaker answers for good: to try again is what it is there to prevent.
    if (site.breaker?.admits(now) === false) return this.end(call, FailureReason.CircuitOpen, false, -1);
    if (site.isFull) return this.attemptOver(call, FailureReason.BulkheadFull, false, -1);
    call.admitted = true;
    site.inFlight++;
    call.id = this.nextId++;
    this.byId.set(call.id, call);
    if (!this.ask(call)) return this.attemptOver(call, FailureReason.NoInstance, false, -1);
    const { timeoutNs, hedgeAfterNs } = site.resilience;
    call.leftNs = timeoutNs ?? Infinity;
    call.unanswered = 0;
    this.wait(call);
    if (hedgeAfterNs !== undefined) this.caller.setTimer(call.hedgeTimer, hedgeAfterNs);
  }

  private wait(call: PendingCall): void {
    const next = Math.min(call.leftNs, KEEP_ALIVE_NS);
    call.leftNs -= next;
    this.caller.setTimer(call.timer, next);
  }

  private keepAlive(call: PendingCall): void {
    call.unanswered++;
    for (const { address } of call.open) {
      const message = this.world.message(ComponentType.KeepAlive);
      message.call = call.id;
      message.operation = -1;
      const { environment, names } = this.world;
      environment.network.sendMessage(this.caller, (call.site as CallSite).channel, address, message, names, false);
    }
    this.wait(call);
  }

  /** Sends the request to one more instance; false when there is none that was not asked. */
  private ask(call: PendingCall): boolean {
    const site = call.site as CallSite;
    const { asked, last } = call;
    const isFirst = asked.length === 0;
    const target = site.directory.pick(isFirst ? last : asked) ?? (isFirst ? site.directory.pick(asked) : undefined);
    if (target === undefined) return false;
    asked.push(target.address);
    call.open.push(target);
    last[0] = target.address;
    target.pending++;
    const { environment } = this.world;
    const { trace, now } = environment.kernel;
    const { place } = this.caller;
    const cause = trace.record(now, EventKind.Attempt, place, target.place, call.row, call.attempt, 0);
    if (cause >= 0) trace.cause = cause;
    const message = this.world.message(ComponentType.Call);
    message.call = call.id;
    message.handler = site.handler;
    message.key = call.key;
    message.operation = -1;
    environment.network.sendMessage(this.caller, site.channel, target.address, message, this.world.names, false);
    return true;
  }

  private attemptOver(call: PendingCall, reason: FailureReason, degraded: boolean, answeredBy: number): void {
    const site = call.site as CallSite;
    const { kernel } = this.world.environment;
    this.settle(call);
    if (reason === FailureReason.None) {
      site.breaker?.succeeded(kernel.now);
      return this.end(call, reason, degraded, answeredBy);
    }
    site.breaker?.failed(kernel.now);
    const { retries, backoff } = site.resilience;
    if (call.attempt > retries) return this.end(call, reason, false, answeredBy);
    const delay = backoffDelay(backoff, call.attempt - 1, call.lastBackoff, kernel.streams, this.backoffStream);
    call.lastBackoff = delay;
    call.state = 'backing-off';
    this.caller.setTimer(call.timer, delay);
  }

  /** Nothing is waited for any more. */
  private settle(call: PendingCall): void {
    this.byId.delete(call.id);
    this.caller.cancelTimer(call.timer);
    this.caller.cancelTimer(call.hedgeTimer);
    for (let listed = call.open.pop(); listed !== undefined; listed = call.open.pop()) listed.pending--;
    if (call.admitted) (call.site as CallSite).inFlight--;
    call.admitted = false;
  }

  private end(call: PendingCall, reason: FailureReason, degraded: boolean, answeredBy: number): void {
    const { environment, clients } = this.world;
    const { kernel } = environment;
    const site = call.site as CallSite;
    const task = call.task as Task;
    const isOk = reason === FailureReason.None;
    if (isOk && !degraded) site.remember(call.key, kernel.now);
    let outcome: Outcome = isOk ? Outcome.Ok : Outcome.Fail;
    const isLost = reason === FailureReason.Timeout || reason === FailureReason.ConnectionReset;
    if (isLost && site.changes) outcome = Outcome.Info;
    const event = environment.record(EventKind.Complete, this.caller.place, -1, call.row, outcome, reason);
    clients.history.complete(call.row, kernel.now, outcome, reason, NaN, undefined, degraded, answeredBy, event);
    call.state = 'idle';
    this.free.push(call);
    const saved = !isOk && site.hasFallback(call.key, kernel.now);
    this.caller.callEnded(task, saved ? FailureReason.None : reason, degraded || saved);
  }
}

/** An instance has answered: nothing more is waited for from it. False where nothing was. */
function closed(open: Listed[], address: number): boolean {
  let at = 0;
  while (at < open.length && (open[at] as Listed).address !== address) at++;
  const listed = open[at];
  if (listed === undefined) return false;
  listed.pending--;
  if (at === open.length - 1) open.pop();
  else open.splice(at, 1);
  return true;
}
