import { Endpoint } from '../environment/endpoint';
import { FailureReason } from '../run';
import { ComponentType, type ComponentMessage } from './component-message';
import type { ComponentWorld } from './component-world';

/**
 * A process of a component, or the part of a client that talks to one. Each has an address of its own, so several may
 * be at one place. All that it learns comes in messages or from its own timers.
 */
export abstract class ComponentEndpoint extends Endpoint {
  constructor(
    protected readonly world: ComponentWorld,
    place: number,
    channel: number,
  ) {
    const { endpoints, processes } = world.environment;
    super(endpoints.all.length, place, endpoints.nextAgentAddress(), channel, processes.of(place));
    endpoints.addAgent(this);
  }

  send(to: number, message: ComponentMessage): void {
    this.world.environment.network.sendMessage(this, this.group, to, message, this.world.names, false);
  }

  /** Answers a request. `instance` and `at`: who did the work. */
  answer(to: number, call: number, reason: FailureReason, degraded: boolean, at = this.place): void {
    const message = this.world.message(ComponentType.Answer);
    message.call = call;
    message.reason = reason;
    message.degraded = degraded;
    message.instance = this.address;
    message.at = at;
    this.send(to, message);
  }

  /** A new idle timer; `fire` is called with its tag. */
  createTimer(tag: number): number {
    return this.world.environment.kernel.timers.create(this.id, tag);
  }

  /** Sets or moves a timer, in time of the place's own clock. */
  setTimer(timer: number, delayNs: number): void {
    const { kernel, clocks } = this.world.environment;
    const at = kernel.now + clocks.trueDelay(this.place, Math.max(0, Math.round(delayNs)));
    kernel.timers.set(timer, at, kernel.trace.cause);
  }

  /** The same for what goes on by itself, such as probes and reports. */
  setRecurringTimer(timer: number, delayNs: number): void {
    const { kernel, clocks } = this.world.environment;
    const at = kernel.now + clocks.trueDelay(this.place, Math.max(0, Math.round(delayNs)));
    kernel.timers.setRecurring(timer, at, kernel.trace.cause);
  }

  cancelTimer(timer: number): void {
    this.world.environment.kernel.timers.cancel(timer);
  }

  /** The machine is there and the process is not: connections are refused. */
  override unanswered(message: ComponentMessage): void {
    switch (message.type) {
      case ComponentType.Call:
      case ComponentType.Probe:
        return this.answer(message.from, message.call, FailureReason.ConnectionRefused, false);
      case ComponentType.KeepAlive:
        return this.answer(message.from, message.call, FailureReason.ConnectionReset, false);
    }
  }

  request(): void {
    throw new Error('Components are not sent operations on stores.');
  }

  respond(): void {
    throw new Error('Stores answer the store client of an instance, not the instance.');
  }
}
