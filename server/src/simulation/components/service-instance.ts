import { OPERATION_KINDS, CrashReason, EventKind, FailureReason, InstanceState } from '../run';
import type { Operation } from '../environment/command';
import { CallSite, type CallStep } from './call-site';
import { Calls, type Caller } from './calls';
import { ComponentEndpoint } from './component-endpoint';
import { ComponentType, type ComponentMessage } from './component-message';
import type { ComponentWorld } from './component-world';
import type { Cores } from './cores';
import { Directory } from './directory';
import { LeakedMemory } from './leaked-memory';
import { RequestQueue, type Waiting } from './request-queue';
import { changesStores, handlerIndex, type Service } from './service';
import type { Software } from './software';
import { StoreAccess } from './store-access';
import { Task } from './task';
import { UtilisationMeter } from './utilisation-meter';

/** Timers of an instance: each tag is an index and one of these. */
const Timer = { Work: 0, Call: 1, Hedge: 2, Own: 3 } as const;
const TAG_BITS = 2;
const OWN = { Leak: 0 } as const;

/** Who is told when the process of an instance ends: the supervisor on the same machine, as its parent process. */
export interface Parent {
  ended(instance: ServiceInstance): void;
  idle(instance: ServiceInstance): void;
}

/**
 * One process of a service. It takes requests into its workers, or into its queue when all are busy, or turns them away
 * when that is full. A worker keeps its request until it is answered: first the request's own work, then the steps of
 * the handler one after another, during which it waits. The first step that fails, its fallback included, fails the
 * request. Whoever gave up on a request is not known here: it is done all the same.
 */
export class ServiceInstance extends ComponentEndpoint implements Caller {
  running = false;
  parent: Parent | undefined;
  software: Software;
  readonly meter: UtilisationMeter;
  private readonly tasks: Task[] = [];
  private freeTasks: Task[] = [];
  private busy = 0;
  private readonly queue: RequestQueue;
  private readonly calls: Calls;
  private readonly stores: (StoreAccess | undefined)[] = [];
  private readonly directories: (Directory | undefined)[] = [];
  private sites = new Map<object, CallSite>();
  private readonly workStream: number;
  private readonly bugStream: number;
  private readonly leakTimer: number;
  private readonly memory = new LeakedMemory();
  private pumping = false;
  private shedding = false;

  constructor(
    world: ComponentWorld,
    place: number,
    readonly service: Service,
    /** From 0, over all instances of the service. */
    readonly number: number,
    readonly name: string,
    /** Undefined where only the workers bound what is worked on. */
    private readonly cores: Cores | undefined,
  ) {
    super(world, place, service.channel);
    const { streams } = world.environment.kernel;
    this.workStream = streams.create(name, 'service time');
    this.bugStream = streams.create(name, 'bugs');
    this.leakTimer = this.createTimer((OWN.Leak << TAG_BITS) | Timer.Own);
    this.queue = new RequestQueue(service.model.queue);
    this.calls = new Calls(world, this, name);
    this.meter = new UtilisationMeter(world.environment.kernel, service.model.workers);
    this.software = service.software;
  }

  /** Registers with every service that its handlers call, so that it hears which of their instances are ready. */
  connect(): void {
    for (const handler of this.service.model.handlers) {
      for (const step of handler.steps) {
        if (step.kind !== 'call' || this.directories[step.service] !== undefined) continue;
        const callee = this.world.services[step.service] as Service;
        const name = `${this.name} ${callee.model.name}`;
        const { environment } = this.world;
        this.directories[step.service] = new Directory(environment, this.place, 'round-robin', callee.initial, name);
        callee.watchers.push(this.address);
      }
    }
  }

  start(software: Software): void {
    this.running = true;
    this.software = software;
    this.memory.clear(this.world.environment.kernel.now);
    this.leakChanged();
  }

  /** A leak has come, or has ended, while the process runs. */
  leakChanged(): void {
    if (!this.running) return;
    this.memory.leaksBy(this.software.leakRate, this.world.environment.kernel.now);
    const { leftNs } = this.memory;
    if (leftNs === Infinity) this.cancelTimer(this.leakTimer);
    else this.setTimer(this.leakTimer, leftNs);
  }

  /** Nothing is in work or waits. */
  get isIdle(): boolean {
    return this.busy === 0 && this.queue.length === 0;
  }

  /** The process ends while the machine runs on: the operating system closes its connections. */
  kill(reason: CrashReason | undefined): void {
    if (!this.running) return;
    for (const task of this.tasks) {
      if (task.from >= 0) this.answer(task.from, task.call, FailureReason.ConnectionReset, false);
    }
    for (const { from, call } of this.queue.all()) this.answer(from, call, FailureReason.ConnectionReset, false);
    for (const access of this.stores) access?.crash();
    this.stop();
    if (reason === undefined) return;
    this.record(EventKind.Instance, this.service.index, InstanceState.Dead, this.number);
    this.world.environment.noticed(this.place);
    this.parent?.ended(this);
  }

  crash(): void {
    this.stop();
  }

  /** The run is over. */
  halt(): void {
    this.stop();
    for (const access of this.stores) access?.agent.stop();
  }

  restart(): void {
    // Its supervisor starts it.
  }

  receive(message: ComponentMessage): void {
    switch (message.type) {
      case ComponentType.Call:
        return this.arrive(message, message.handler);
      case ComponentType.Probe:
        return this.arrive(message, -1);
      case ComponentType.KeepAlive:
        return this.keepAlive(message);
      case ComponentType.Answer:
        if (this.running) this.calls.answered(message);
        return;
      case ComponentType.Alive:
        if (this.running) this.calls.alive(message.call);
        return;
      case ComponentType.Notice:
        this.directories.forEach((directory, service) => {
          if (this.world.serviceChannel(service) === message.group) directory?.noticed(message);
        });
        return;
    }
  }

  fire(tag: number): void {
    const index = tag >> TAG_BITS;
    switch (tag & ((1 << TAG_BITS) - 1)) {
      case Timer.Work:
        return this.worked(this.tasks[index] as Task);
      case Timer.Call:
        return this.calls.timedOut(index);
      case Timer.Hedge:
        return this.calls.hedge(index);
      default:
        return this.kill(CrashReason.Leak);
    }
  }

  callTags(index: number): { readonly timer: number; readonly hedge: number } {
    return { timer: (index << TAG_BITS) | Timer.Call, hedge: (index << TAG_BITS) | Timer.Hedge };
  }

  callEnded(task: Task, reason: FailureReason, degraded: boolean): void {
    if (degraded) task.degraded = true;
    this.stepEnded(task, reason);
  }

  private arrive(message: ComponentMessage, handler: number): void {
    const { from, call, key, operation } = message;
    if (!this.running) return this.answer(from, call, FailureReason.ConnectionRefused, false);
    if (operation >= 0 && handler >= 0) this.world.environment.reached(operation);
    if (this.busy < this.service.model.workers) return this.begin({ from, call, key, handler });
    if (this.queue.push({ from, call, key, handler })) return;
    if (!this.shedding) {
      this.shedding = true;
      this.record(EventKind.Shedding, this.service.index, 1, this.number);
    }
    this.answer(from, call, FailureReason.Overloaded, false);
  }

  /** The connection of a request that is here still stands; any other was lost with whoever had it. */
  private keepAlive({ from, call }: ComponentMessage): void {
    const isIts = (request: { readonly from: number; readonly call: number }): boolean =>
      request.from === from && request.call === call;
    if (!this.tasks.some(isIts) && !this.queue.all().some(isIts)) {
      return this.answer(from, call, FailureReason.ConnectionReset, false);
    }
    const message = this.world.message(ComponentType.Alive);
    message.call = call;
    this.send(from, message);
  }

  private begin({ from, call, key, handler }: Waiting): void {
    const task = this.freeTasks.pop() ?? this.createTask();
    this.meter.change(++this.busy);
    task.from = from;
    task.call = call;
    task.key = key;
    task.handler = handler;
    task.step = 0;
    task.degraded = false;
    // Health checks look at the process, which has no work to do for them but to take them from its queue.
    if (handler < 0) return this.finish(task, FailureReason.None);
    const { processes, kernel } = this.world.environment;
    const drawn = this.service.serviceTime.draw(kernel.streams, this.workStream);
    task.workNs = drawn * processes.slowFactor(this.place);
    if (this.cores === undefined) this.setTimer(task.timer, task.workNs);
    else
      this.cores.take(this, () => {
        task.working = true;
        this.setTimer(task.timer, task.workNs);
      });
  }

  private worked(task: Task): void {
    if (task.working) {
      task.working = false;
      this.cores?.give();
    }
    const { errorShare } = this.software;
    const { streams } = this.world.environment.kernel;
    if (errorShare > 0 && streams.uniform(this.bugStream) < errorShare) {
      return this.finish(task, FailureReason.ServerError);
    }
    this.nextStep(task);
  }

  private nextStep(task: Task): void {
    const step = this.service.model.handlers[task.handler]?.steps[task.step++];
    if (step === undefined) return this.finish(task, FailureReason.None);
    if (step.kind === 'call') return this.calls.begin(task, this.siteOf(step), step.service);
    const kind = OPERATION_KINDS.indexOf(step.operation) as Operation;
    this.storeOf(step.store).execute(task, kind, task.key);
  }

  private stepEnded(task: Task, reason: FailureReason): void {
    if (reason === FailureReason.None) this.nextStep(task);
    else this.finish(task, reason);
  }

  private finish(task: Task, outcome: FailureReason): void {
    // Somebody behind this instance refused; it has not refused itself, and to ask another one would be no better.
    const reason = outcome === FailureReason.ConnectionRefused ? FailureReason.NoInstance : outcome;
    this.answer(task.from, task.call, reason, reason === FailureReason.None && task.degraded);
    task.from = -1;
    this.freeTasks.push(task);
    this.meter.change(--this.busy);
    this.pump();
  }

  /** Takes from the queue what the workers can take; not from within itself, since a request may end at once. */
  private pump(): void {
    if (this.pumping) return;
    this.pumping = true;
    while (this.running && this.busy < this.service.model.workers) {
      const waiting = this.queue.shift();
      if (waiting === undefined) break;
      this.begin(waiting);
    }
    this.pumping = false;
    if (this.shedding && this.queue.isHalfEmpty) {
      this.shedding = false;
      this.record(EventKind.Shedding, this.service.index, 0, this.number);
    }
    if (this.isIdle) this.parent?.idle(this);
  }

  private stop(): void {
    this.running = false;
    this.cancelTimer(this.leakTimer);
    this.calls.crash();
    let held = 0;
    for (const task of this.tasks) {
      this.cancelTimer(task.timer);
      if (task.working) held++;
      task.working = false;
      task.from = -1;
    }
    this.cores?.abandon(this, held);
    this.freeTasks = [...this.tasks].reverse();
    this.busy = 0;
    this.meter.change(0);
    this.queue.clear();
    this.shedding = false;
    for (const directory of this.directories) directory?.forget();
    // Breakers and caches are memory of the process.
    this.sites = new Map();
  }

  private createTask(): Task {
    const index = this.tasks.length;
    const task = new Task(index, this.createTimer((index << TAG_BITS) | Timer.Work));
    this.tasks.push(task);
    return task;
  }

  private siteOf(step: CallStep): CallSite {
    let site = this.sites.get(step);
    if (site === undefined) {
      const models = this.world.scenario.services;
      const handler = handlerIndex(models, step.service, step.handler);
      const directory = this.directories[step.service] as Directory;
      const channel = this.world.serviceChannel(step.service);
      const changes = changesStores(models, step.service, handler);
      site = new CallSite(step, handler, changes, directory, channel, (state) =>
        this.record(EventKind.Breaker, step.service, state, this.service.index),
      );
      this.sites.set(step, site);
    }
    return site;
  }

  private storeOf(store: number): StoreAccess {
    return (this.stores[store] ??= new StoreAccess(
      this.world,
      this.place,
      store,
      this.name,
      this.service.model.origin,
      (task, reason) => this.stepEnded(task, reason),
    ));
  }

  private record(kind: EventKind, a: number, b: number, c: number): void {
    this.world.environment.record(kind, this.place, -1, a, b, c);
  }
}
