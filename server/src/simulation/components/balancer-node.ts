import type { BalancerModel } from '../../language/model';
import { EventKind, FailureReason } from '../run';
import { ComponentEndpoint } from './component-endpoint';
import { ComponentType, type ComponentMessage } from './component-message';
import type { ComponentWorld } from './component-world';
import { Directory, type Listed } from './directory';
import { Probing } from './probing';
import type { Service } from './service';

/** How long a request may be with an instance before the balancer gives up on it (nginx: `proxy_read_timeout`, 60 s). */
const PROXY_TIMEOUT_NS = 60e9;
const SWEEP_TAG = 0;
const Timer = { Check: 0, CheckTimeout: 1 } as const;
const TAG_BITS = 1;

/** A request that is with an instance. */
interface Forwarded {
  readonly id: number;
  readonly client: number;
  readonly call: number;
  readonly handler: number;
  readonly key: number;
  readonly operation: number;
  readonly sentAt: number;
  /** Addresses of the instances that were asked, the one that is asked now last. */
  readonly asked: number[];
  target: Listed;
}

/**
 * One node of a balancer: takes each request to an instance and brings the answer back. An instance that refuses the
 * connection is passed over for the next one (nginx: `proxy_next_upstream error`); a slow one is waited for. With
 * health checks it finds out by itself which instances answer; from their supervisors it hears which are ready.
 */
export class BalancerNode extends ComponentEndpoint {
  private readonly directory: Directory;
  private readonly checks: { readonly address: number; readonly probing: Probing }[] = [];
  private readonly forwarded = new Map<number, Forwarded>();
  private readonly sweepTimer: number;
  private readonly stream: number;
  private nextId = 0;

  constructor(
    world: ComponentWorld,
    place: number,
    private readonly index: number,
    private readonly model: BalancerModel,
    service: Service,
  ) {
    super(world, place, world.balancerChannel(index));
    const { environment } = world;
    const name = `${model.name}@${world.placeName(place)}`;
    this.directory = new Directory(environment, place, model.strategy, service.initial, name);
    this.stream = environment.kernel.streams.create(name, 'health checks');
    this.sweepTimer = this.createTimer(SWEEP_TAG);
    service.watchers.push(this.address);
  }

  boot(): void {
    if (this.model.healthCheck === undefined) return;
    for (const { address } of this.directory.listed) this.watch(address);
  }

  receive(message: ComponentMessage): void {
    switch (message.type) {
      case ComponentType.Call:
        return this.forward(message);
      case ComponentType.Answer:
        return this.answered(message);
      case ComponentType.Notice: {
        const known = this.directory.find(message.instance) !== undefined;
        this.directory.noticed(message);
        if (!known && this.model.healthCheck !== undefined) this.watch(message.instance);
        return;
      }
    }
  }

  fire(tag: number): void {
    if (tag === SWEEP_TAG) return this.sweep();
    const check = this.checks[(tag >> TAG_BITS) - 1];
    if (check === undefined) return;
    if ((tag & 1) === Timer.Check) this.check(check.address, check.probing);
    else this.checked(check.address, check.probing, FailureReason.Timeout);
  }

  crash(): void {
    this.forwarded.clear();
    this.cancelTimer(this.sweepTimer);
    for (const { probing } of this.checks) {
      this.cancelTimer(probing.timer);
      this.cancelTimer(probing.timeout);
      probing.call = -1;
      probing.isDue = false;
      probing.failures = 0;
    }
    this.directory.forget();
  }

  restart(): void {
    for (const { probing } of this.checks) this.setTimer(probing.timer, 0);
  }

  private forward(message: ComponentMessage): void {
    const { environment } = this.world;
    if (message.operation >= 0) environment.reached(message.operation);
    const target = this.directory.pick([]);
    if (target === undefined) return this.answer(message.from, message.call, FailureReason.NoInstance, false);
    const request: Forwarded = {
      // Checks have negative numbers.
      id: ++this.nextId,
      client: message.from,
      call: message.call,
      handler: message.handler,
      key: message.key,
      operation: message.operation,
      sentAt: environment.kernel.now,
      asked: [],
      target,
    };
    this.forwarded.set(request.id, request);
    if (!environment.kernel.timers.isSet(this.sweepTimer)) this.setTimer(this.sweepTimer, PROXY_TIMEOUT_NS);
    this.passTo(request, target);
  }

  private passTo(request: Forwarded, target: Listed): void {
    request.asked.push(target.address);
    request.target = target;
    target.pending++;
    const message = this.world.message(ComponentType.Call);
    message.call = request.id;
    message.handler = request.handler;
    message.key = request.key;
    message.operation = request.operation;
    this.send(target.address, message);
  }

  private answered(message: ComponentMessage): void {
    if (message.call < 0) {
      const check = this.checks.find(({ probing }) => probing.call === message.call);
      if (check !== undefined) this.checked(check.address, check.probing, message.reason);
      return;
    }
    const request = this.forwarded.get(message.call);
    if (request === undefined || request.target.address !== message.instance) return;
    request.target.pending--;
    if (message.reason === FailureReason.ConnectionRefused) {
      const next = this.directory.pick(request.asked);
      if (next !== undefined) return this.passTo(request, next);
    }
    this.forwarded.delete(request.id);
    const reason = message.reason === FailureReason.ConnectionRefused ? FailureReason.NoInstance : message.reason;
    this.answer(request.client, request.call, reason, message.degraded, message.at);
  }

  /** Gives up on what has been with an instance for too long; requests stand in the order in which they came. */
  private sweep(): void {
    const { now } = this.world.environment.kernel;
    for (const request of this.forwarded.values()) {
      const due = request.sentAt + PROXY_TIMEOUT_NS;
      if (due > now) {
        this.setRecurringTimer(this.sweepTimer, due - now);
        return;
      }
      request.target.pending--;
      this.forwarded.delete(request.id);
      this.answer(request.client, request.call, FailureReason.Timeout, false);
    }
  }

  private watch(address: number): void {
    const model = this.model.healthCheck;
    if (model === undefined) return;
    const tag = (this.checks.length + 1) << TAG_BITS;
    const probing = new Probing(model, this.createTimer(tag | Timer.Check), this.createTimer(tag | Timer.CheckTimeout));
    this.checks.push({ address, probing });
    this.setTimer(probing.timer, model.everyNs * this.world.environment.kernel.streams.uniform(this.stream));
  }

  private check(address: number, probing: Probing): void {
    if (probing.call !== -1) {
      probing.isDue = true;
      return;
    }
    probing.isDue = false;
    this.setRecurringTimer(probing.timer, probing.model.everyNs);
    this.setTimer(probing.timeout, probing.model.timeoutNs);
    probing.call = -++this.nextId;
    const message = this.world.message(ComponentType.Probe);
    message.call = probing.call;
    message.operation = -1;
    message.key = 0;
    this.send(address, message);
  }

  private checked(address: number, probing: Probing, reason: FailureReason): void {
    probing.call = -1;
    this.cancelTimer(probing.timeout);
    const failed = probing.ended(reason);
    if (probing.isDue) this.check(address, probing);
    const listed = this.directory.find(address);
    if (listed === undefined) return;
    const healthy = reason === FailureReason.None || (listed.healthy && !failed);
    if (healthy === listed.healthy) return;
    listed.healthy = healthy;
    const { environment } = this.world;
    environment.record(EventKind.Health, this.place, listed.place, this.index, healthy ? 1 : 0, 0);
    if (!healthy) environment.noticed(listed.place);
  }
}
