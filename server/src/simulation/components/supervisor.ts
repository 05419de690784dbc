import { CrashReason, EventKind, FailureReason, InstanceState } from '../run';
import { ComponentEndpoint } from './component-endpoint';
import { ComponentType, type ComponentMessage } from './component-message';
import type { ComponentWorld } from './component-world';
import { Probing } from './probing';
import type { Service } from './service';
import type { Parent, ServiceInstance } from './service-instance';
import type { Software } from './software';

/** Timers of each supervised instance. */
const Timer = { Restart: 0, Liveness: 1, LivenessTimeout: 2, Readiness: 3, ReadinessTimeout: 4, Drain: 5 } as const;
const TAG_BITS = 3;
/** The supervisor's own timers, beside those of its instances. */
const NOTICE_TAG = 6;
const REPORT_TAG = 7;

/** Who calls is told again after this time, where no readiness probe says how often: a lost notice is made good so. */
const NOTICE_NS = 10e9;
/** How often instances report how busy they are (Kubernetes: `--horizontal-pod-autoscaler-sync-period`, 15 s). */
export const REPORT_NS = 15e9;
/** A process that is asked to end has this long to answer what it has (Kubernetes: `terminationGracePeriodSeconds`). */
const GRACE_NS = 30e9;
/** Those who call must have heard that an instance is to end before it does. */
const DRAIN_NS = 1e9;

interface Supervised {
  readonly instance: ServiceInstance;
  readonly index: number;
  readonly restart: number;
  readonly drain: number;
  readonly liveness: Probing | undefined;
  readonly readiness: Probing | undefined;
  /** Should run whenever the machine does. */
  wanted: boolean;
  ready: boolean;
  /** What it runs when it is started next. */
  software: Software;
  startedAt: number;
  /** Starts in a row that did not last. */
  restarts: number;
  /** What happens once it has answered what it has: it stops, or it is started anew. */
  draining: 'no' | 'stop' | 'replace';
  drainedFrom: number;
}

/**
 * Watches over the instances of one service on one node, as a kubelet does: starts them when the machine boots, probes
 * them, starts those that died again, and tells who calls the service which of them are ready.
 */
export class Supervisor extends ComponentEndpoint implements Parent {
  private readonly supervised: Supervised[] = [];
  private readonly noticeTimer: number;
  private readonly reportTimer: number;
  private readonly stream: number;
  private probes = 0;

  constructor(
    world: ComponentWorld,
    place: number,
    private readonly service: Service,
    private readonly createInstance: (place: number) => ServiceInstance,
  ) {
    super(world, place, service.channel);
    const name = `${service.model.name}@${world.placeName(place)}`;
    this.stream = world.environment.kernel.streams.create(name, 'supervision');
    this.noticeTimer = this.createTimer(NOTICE_TAG);
    this.reportTimer = this.createTimer(REPORT_TAG);
  }

  /** Takes charge of an instance; `wanted`: it runs from the start. */
  add(instance: ServiceInstance, wanted: boolean): Supervised {
    const index = this.supervised.length;
    const { liveness, readiness } = this.service.model;
    const timer = (kind: number): number => this.createTimer(((index + 1) << TAG_BITS) | kind);
    const entry: Supervised = {
      instance,
      index,
      restart: timer(Timer.Restart),
      drain: timer(Timer.Drain),
      liveness: liveness && new Probing(liveness, timer(Timer.Liveness), timer(Timer.LivenessTimeout)),
      readiness: readiness && new Probing(readiness, timer(Timer.Readiness), timer(Timer.ReadinessTimeout)),
      wanted,
      ready: false,
      software: this.service.software,
      startedAt: 0,
      restarts: 0,
      draining: 'no',
      drainedFrom: 0,
    };
    instance.parent = this;
    this.supervised.push(entry);
    return entry;
  }

  /** The run begins: all is up, and everybody knows. */
  boot(): void {
    for (const entry of this.supervised) {
      if (!entry.wanted) continue;
      entry.ready = true;
      this.launch(entry);
    }
    this.scheduleReports();
  }

  receive(message: ComponentMessage): void {
    switch (message.type) {
      case ComponentType.Answer:
        for (const entry of this.supervised) {
          if (entry.liveness?.call === message.call) this.probed(entry, entry.liveness, message.reason);
          if (entry.readiness?.call === message.call) this.probed(entry, entry.readiness, message.reason);
        }
        return;
      case ComponentType.Start:
        return this.begin();
      case ComponentType.Stop: {
        const entry = this.supervised.find(({ instance }) => instance.address === message.instance);
        if (entry?.wanted === true) this.drain(entry, 'stop');
        return;
      }
    }
  }

  fire(tag: number): void {
    if (tag === NOTICE_TAG) return this.repeatNotices();
    if (tag === REPORT_TAG) return this.report();
    const entry = this.supervised[(tag >> TAG_BITS) - 1] as Supervised;
    const { liveness, readiness } = entry;
    switch (tag & ((1 << TAG_BITS) - 1)) {
      case Timer.Restart:
        if (entry.wanted && !entry.instance.running) this.start(entry);
        return;
      case Timer.Liveness:
        if (liveness !== undefined) this.probe(entry, liveness);
        return;
      case Timer.LivenessTimeout:
        if (liveness !== undefined) this.probed(entry, liveness, FailureReason.Timeout);
        return;
      case Timer.Readiness:
        if (readiness !== undefined) this.probe(entry, readiness);
        return;
      case Timer.ReadinessTimeout:
        if (readiness !== undefined) this.probed(entry, readiness, FailureReason.Timeout);
        return;
      case Timer.Drain:
        return this.drained(entry, false);
    }
  }

  crash(): void {
    this.cancelTimer(this.noticeTimer);
    this.cancelTimer(this.reportTimer);
    for (const entry of this.supervised) {
      this.cancelTimer(entry.restart);
      this.cancelTimer(entry.drain);
      this.stopProbing(entry);
      entry.ready = false;
      entry.restarts = 0;
      if (entry.draining === 'stop') entry.wanted = false;
      entry.draining = 'no';
    }
  }

  /** The machine has booted, and starts what is to run on it. */
  restart(): void {
    for (const entry of this.supervised) if (entry.wanted) this.start(entry);
    this.scheduleReports();
  }

  ended(instance: ServiceInstance): void {
    const entry = this.entryOf(instance);
    const { restart } = this.service.model;
    const { now } = this.world.environment.kernel;
    this.stopProbing(entry);
    this.setReady(entry, false);
    if (restart === undefined) return;
    if (now - entry.startedAt >= 2 * restart.maxNs) entry.restarts = 0;
    const delay = entry.restarts === 0 ? 0 : Math.min(restart.maxNs, restart.minNs * 2 ** (entry.restarts - 1));
    entry.restarts++;
    if (delay > 0) this.record(entry, InstanceState.BackingOff);
    this.setTimer(entry.restart, delay);
  }

  idle(instance: ServiceInstance): void {
    const entry = this.entryOf(instance);
    if (entry.draining !== 'no') this.drained(entry, true);
  }

  /** An operator replaces the program of the instances here: each answers what it has, and is started anew. */
  replace(instance: ServiceInstance, software: Software): void {
    const entry = this.entryOf(instance);
    entry.software = software;
    if (!entry.wanted || !this.world.environment.processes.isUp(this.place)) return;
    if (instance.running) return this.drain(entry, 'replace');
    entry.restarts = 0;
    this.cancelTimer(entry.restart);
    this.start(entry);
  }

  /** An operator starts what is dead here; true where there was something. */
  revive(): boolean {
    const dead = this.supervised.filter(({ wanted, instance }) => wanted && !instance.running);
    for (const entry of dead) {
      entry.restarts = 0;
      this.cancelTimer(entry.restart);
      this.start(entry);
    }
    return dead.length > 0;
  }

  private entryOf(instance: ServiceInstance): Supervised {
    return this.supervised.find((entry) => entry.instance === instance) as Supervised;
  }

  /** The autoscaler wants one more instance here. It runs after the delay that the service says. */
  private begin(): void {
    const entry =
      this.supervised.find(({ wanted, draining }) => !wanted && draining === 'no') ??
      this.add(this.createInstance(this.place), false);
    entry.wanted = true;
    entry.software = this.service.software;
    entry.restarts = 0;
    this.setTimer(entry.restart, this.service.model.autoscale?.delayNs ?? 0);
  }

  private start(entry: Supervised): void {
    this.launch(entry);
    if (entry.readiness === undefined) this.setReady(entry, true);
    else this.record(entry, InstanceState.NotReady);
    this.scheduleNotices();
  }

  private launch(entry: Supervised): void {
    const { kernel } = this.world.environment;
    entry.startedAt = kernel.now;
    entry.instance.start(entry.software);
    // Probes of many instances do not come together, but those of one that was just started come at once.
    const phase = entry.ready ? kernel.streams.uniform(this.stream) : 0;
    for (const probing of [entry.liveness, entry.readiness]) {
      if (probing === undefined) continue;
      probing.failures = 0;
      this.setTimer(probing.timer, probing.model.everyNs * (probing === entry.liveness && phase === 0 ? 1 : phase));
    }
  }

  private probe(entry: Supervised, probing: Probing): void {
    if (probing.call !== -1) {
      probing.isDue = true;
      return;
    }
    probing.isDue = false;
    this.setRecurringTimer(probing.timer, probing.model.everyNs);
    this.setTimer(probing.timeout, probing.model.timeoutNs);
    probing.call = ++this.probes;
    const message = this.world.message(ComponentType.Probe);
    message.call = probing.call;
    message.operation = -1;
    message.key = 0;
    this.send(entry.instance.address, message);
  }

  private probed(entry: Supervised, probing: Probing, reason: FailureReason): void {
    probing.call = -1;
    this.cancelTimer(probing.timeout);
    const failed = probing.ended(reason);
    if (probing.isDue) this.probe(entry, probing);
    if (probing === entry.readiness) {
      if (reason === FailureReason.None) this.setReady(entry, entry.draining === 'no');
      else if (failed) this.setReady(entry, false);
    } else if (failed && entry.instance.running) {
      const hasPolicy = this.service.model.restart !== undefined;
      entry.instance.kill(CrashReason.Software);
      if (!hasPolicy) this.setTimer(entry.restart, 0);
    }
  }

  private stopProbing({ liveness, readiness }: Supervised): void {
    for (const probing of [liveness, readiness]) {
      if (probing === undefined) continue;
      this.cancelTimer(probing.timer);
      this.cancelTimer(probing.timeout);
      probing.call = -1;
      probing.isDue = false;
    }
  }

  private setReady(entry: Supervised, ready: boolean): void {
    if (entry.ready === ready) return;
    entry.ready = ready;
    if (ready) this.record(entry, InstanceState.Ready);
    else if (entry.instance.running && entry.draining === 'no') this.record(entry, InstanceState.NotReady);
    if (!ready && entry.draining === 'no') this.world.environment.noticed(this.place);
    this.notify(entry);
  }

  private notify({ instance, ready }: Supervised): void {
    for (const watcher of this.service.watchers) {
      const message = this.world.message(ComponentType.Notice);
      message.instance = instance.address;
      message.at = this.place;
      message.ready = ready;
      this.send(watcher, message);
    }
    this.scheduleNotices();
  }

  /** Readiness that has changed once is told again and again from then on. */
  private scheduleNotices(): void {
    if (!this.world.environment.kernel.timers.isSet(this.noticeTimer)) {
      this.setRecurringTimer(this.noticeTimer, this.service.model.readiness?.everyNs ?? NOTICE_NS);
    }
  }

  private repeatNotices(): void {
    for (const entry of this.supervised) this.notify(entry);
    this.scheduleNotices();
  }

  private drain(entry: Supervised, then: 'stop' | 'replace'): void {
    entry.draining = then;
    entry.drainedFrom = this.world.environment.kernel.now + DRAIN_NS;
    this.record(entry, InstanceState.Draining);
    this.setReady(entry, false);
    this.setTimer(entry.drain, DRAIN_NS);
  }

  /** `idle`: the instance has nothing left to answer; otherwise a time is over. */
  private drained(entry: Supervised, idle: boolean): void {
    const { now } = this.world.environment.kernel;
    if (now < entry.drainedFrom) return;
    if (!idle && !entry.instance.isIdle && now < entry.drainedFrom + GRACE_NS - DRAIN_NS) {
      return this.setTimer(entry.drain, GRACE_NS - DRAIN_NS);
    }
    const then = entry.draining;
    entry.draining = 'no';
    this.cancelTimer(entry.drain);
    this.stopProbing(entry);
    entry.instance.kill(undefined);
    if (then === 'replace') return this.start(entry);
    entry.wanted = false;
    this.record(entry, InstanceState.Stopped);
  }

  private scheduleReports(): void {
    if (this.service.autoscaler >= 0) this.setRecurringTimer(this.reportTimer, REPORT_NS);
  }

  /** How busy each instance was; a report about none says that this machine could run one. */
  private report(): void {
    this.scheduleReports();
    const isRestarted = this.service.model.restart !== undefined;
    // What waits to be started again is still there, as a pod in CrashLoopBackOff is: it is not replaced by another one.
    const there = this.supervised.filter(({ instance, wanted }) => instance.running || (wanted && isRestarted));
    for (const { instance, ready, draining } of there) {
      if (draining === 'stop') continue;
      this.sendReport(instance.address, ready, instance.running ? instance.meter.read() : 0);
    }
    if (there.length === 0) this.sendReport(-1, false, 0);
  }

  private sendReport(instance: number, ready: boolean, utilisation: number): void {
    const message = this.world.message(ComponentType.Report);
    message.instance = instance;
    message.at = this.place;
    message.ready = ready;
    message.utilisation = utilisation;
    this.send(this.service.autoscaler, message);
  }

  private record({ instance }: Supervised, state: InstanceState): void {
    const { environment } = this.world;
    environment.record(EventKind.Instance, this.place, -1, this.service.index, state, instance.number);
  }
}
