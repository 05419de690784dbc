import { Field, INTS_LOG2 } from '../kernel/event-queue';
import { SlotKind, type Dispatcher, type Kernel } from '../kernel/kernel';
import { DropReason, EventKind, FailureReason } from '../run';
import type { Command } from './command';
import type { Endpoint, Endpoints } from './endpoint';
import { releaseMessage, type Message, type MessagePool, type Response } from './message';
import type { Network } from './network';

/**
 * Takes events from the kernel to endpoints. In between stands the place: one that is down loses what arrives (a client
 * is refused), one that is paused keeps it for later, and one that is busy takes it in the order of arrival.
 */
export class EventDispatcher implements Dispatcher {
  delivered = 0;
  private readonly pausedSlots: (number[] | undefined)[] = [];

  constructor(
    private readonly kernel: Kernel,
    private readonly endpoints: Endpoints,
    private readonly network: Network,
    private readonly responses: MessagePool<Response>,
    private readonly responseName: number,
    /** Told of each operation that reached a running node. */
    private readonly reached: (operation: number) => void,
  ) {}

  dispatch(slot: number): void {
    const kernel = this.kernel;
    const queue = kernel.queue;
    const at = slot << INTS_LOG2;
    const kind = queue.ints[at + Field.Kind] as number;
    if (kind === SlotKind.Timer) {
      this.fire(slot);
    } else if (kind === SlotKind.Call) {
      const action = queue.body[slot] as () => void;
      kernel.trace.cause = queue.ints[at + Field.Cause] as number;
      queue.release(slot);
      kernel.hash.add(kernel.now, 7);
      action();
    } else {
      this.deliver(slot, kind);
    }
  }

  /** Hands out again, in order, what came while a place was paused. */
  resume(place: number): void {
    const slots = this.pausedSlots[place];
    this.pausedSlots[place] = undefined;
    if (slots !== undefined) this.reschedule(slots);
  }

  /** Hands out again, in order, what came while an endpoint waited for its disk. */
  unhold(endpoint: Endpoint): void {
    const slots = endpoint.held;
    endpoint.held = undefined;
    if (slots !== undefined) this.reschedule(slots);
  }

  /** What a crashed place had taken in, and what it had put off, is gone. */
  crash(place: number): void {
    const slots = this.pausedSlots[place] ?? [];
    this.pausedSlots[place] = undefined;
    for (const endpoint of this.endpoints.at(place)) {
      if (endpoint.held !== undefined) slots.push(...endpoint.held);
      endpoint.held = undefined;
    }
    this.reschedule(slots);
  }

  private reschedule(slots: readonly number[]): void {
    for (const slot of slots) this.kernel.queue.schedule(slot, this.kernel.now);
  }

  private deliver(slot: number, kind: number): void {
    const kernel = this.kernel;
    const { queue, now } = kernel;
    const ints = queue.ints;
    const at = slot << INTS_LOG2;
    const endpoint = this.endpoints.all[ints[at + Field.Target] as number] as Endpoint;
    const process = endpoint.process;
    if (process.disturbed !== 0 && this.held(slot, kind, endpoint)) return;
    const source = ints[at + Field.Source] as number;
    const accepted = ints[at + Field.Accepted] as number;
    const cost = process.cost;
    let processing = 0;
    if (cost > 0 && endpoint.address !== source) {
      processing = cost;
      if (accepted < 0) {
        const busyUntil = process.busyUntil;
        if (busyUntil > now) {
          process.busyUntil = busyUntil + cost;
          ints[at + Field.Accepted] = process.incarnation;
          queue.schedule(slot, busyUntil);
          return;
        }
        process.busyUntil = now + cost;
      }
    }
    if (accepted >= 0 && accepted !== process.incarnation) return this.lose(slot, kind, endpoint);
    if (endpoint.held !== undefined) {
      ints[at + Field.Accepted] = process.incarnation;
      endpoint.held.push(slot);
      return;
    }
    const name = ints[at + Field.Name] as number;
    kernel.hash.add(now, (name << 20) ^ (source << 10) ^ endpoint.id);
    this.delivered++;
    const trace = kernel.trace;
    if (trace.enabled) {
      const cause = ints[at + Field.Cause] as number;
      const peer = this.endpoints.placeOf(source);
      const delay = now - queue.sentAt(slot);
      trace.cause = trace.append(now, EventKind.Deliver, endpoint.place, peer, name, delay, cause, cause);
    }
    const body = queue.body[slot];
    queue.release(slot);
    this.network.processing = processing;
    if (kind === SlotKind.Message) {
      endpoint.receive(body as Message);
      releaseMessage(body as Message);
    } else if (kind === SlotKind.Request) {
      this.reached((body as Command).operation);
      endpoint.request(body as Command);
    } else {
      endpoint.respond(body as Response);
      releaseMessage(body as Message);
    }
    this.network.processing = 0;
  }

  private fire(slot: number): void {
    const kernel = this.kernel;
    const { queue, timers } = kernel;
    const timer = queue.ints[(slot << INTS_LOG2) + Field.Target] as number;
    const endpoint = this.endpoints.all[timers.owner(timer)] as Endpoint;
    const process = endpoint.process;
    if (process.disturbed !== 0) {
      // A crash has cancelled its timers; a paused place finds out late.
      if (process.isUp) {
        (this.pausedSlots[endpoint.place] ??= []).push(slot);
        return;
      }
    } else {
      if (process.busyUntil > kernel.now) {
        queue.schedule(slot, process.busyUntil);
        return;
      }
      if (endpoint.held !== undefined) {
        endpoint.held.push(slot);
        return;
      }
    }
    const due = timers.due(slot, kernel.now);
    queue.release(slot);
    if (!due) return;
    const tag = timers.tag(timer);
    kernel.hash.add(kernel.now, (endpoint.id << 8) ^ tag ^ 0x40000000);
    // Without a trace nothing has a cause.
    if (!kernel.trace.enabled) return endpoint.fire(tag);
    kernel.trace.cause = timers.causeOf(timer);
    timers.firing = timer;
    endpoint.fire(tag);
    timers.firing = -1;
  }

  /** True when the place cannot take it now; the slot is then lost, or kept for later. */
  private held(slot: number, kind: number, endpoint: Endpoint): boolean {
    if (!endpoint.process.isUp) {
      this.lose(slot, kind, endpoint);
      return true;
    }
    (this.pausedSlots[endpoint.place] ??= []).push(slot);
    return true;
  }

  private lose(slot: number, kind: number, endpoint: Endpoint): void {
    const queue = this.kernel.queue;
    const at = slot << INTS_LOG2;
    const body = queue.body[slot];
    const cause = queue.ints[at + Field.Cause] as number;
    const from = this.endpoints.placeOf(queue.ints[at + Field.Source] as number);
    const name = queue.ints[at + Field.Name] as number;
    this.network.drop(from, endpoint.place, name, DropReason.ReceiverDown, cause);
    queue.release(slot);
    this.kernel.trace.cause = cause;
    if (kind === SlotKind.Request) return this.refuse(endpoint, body as Command);
    endpoint.unanswered(body as Message);
    releaseMessage(body as Message);
  }

  /** Nothing listens on the port: the machine answers in the process's place. */
  private refuse(endpoint: Endpoint, command: Command): void {
    const response = this.responses.take(0);
    response.operation = command.operation;
    response.reason = FailureReason.ConnectionRefused;
    response.output = NaN;
    response.observation = undefined;
    response.leader = -1;
    response.degraded = false;
    response.position = 0;
    response.indefinite = false;
    this.network.answerFor(endpoint.place, endpoint.group, command.client, response, this.responseName);
  }
}
