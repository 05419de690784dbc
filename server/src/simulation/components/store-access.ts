import { toNanos, type Origin, type WorkloadModel } from '../../language/model';
import type { Operation } from '../environment/command';
import { FailureReason } from '../run';
import { ClientAgent } from '../workload/client-agent';
import type { Load } from '../workload/load';
import { Phase, type Session } from '../workload/session';
import type { ComponentWorld } from './component-world';
import type { Task } from './task';

/** How long a handler waits for a store: what a client waits that says nothing else. It does not try again. */
const STORE_TIMEOUT_NS = 1e9;

/**
 * How an instance uses one store: through the store's own client library, like any client. Each operation under way has
 * a session of its own, as a pool of connections would give it.
 */
export class StoreAccess implements Load {
  readonly agent: ClientAgent;
  private idle: Session[] = [];
  private readonly waiting: (Task | undefined)[] = [];

  /** `ended`: an operation for a task is over. */
  constructor(
    world: ComponentWorld,
    place: number,
    store: number,
    name: string,
    origin: Origin,
    private readonly ended: (task: Task, reason: FailureReason) => void,
  ) {
    const { environment, clients } = world;
    const model: WorkloadModel = {
      name: `${name} ${world.scenario.stores[store]?.name ?? ''}`,
      from: [place],
      target: { kind: 'store', store },
      load: { kind: 'closed', sessions: 0, thinkNs: toNanos(0) },
      operations: { kind: 'shares', shares: [] },
      keys: { kind: 'uniform', count: 1 },
      timeoutNs: toNanos(STORE_TIMEOUT_NS),
      retries: 0,
      origin,
    };
    this.agent = new ClientAgent(environment.endpoints.all.length, place, clients, model, -1);
    environment.endpoints.addAgent(this.agent);
    this.agent.load = this;
  }

  execute(task: Task, kind: Operation, key: number): void {
    const session = this.idle.pop() ?? this.agent.newSession();
    this.waiting[session.index] = task;
    this.agent.invoke(session, kind, key);
  }

  completed(session: Session): void {
    const task = this.waiting[session.index];
    this.waiting[session.index] = undefined;
    session.phase = Phase.Idle;
    this.idle.push(session);
    if (task === undefined) return;
    const answered = session.lastReason === FailureReason.CasMismatch;
    this.ended(task, answered ? FailureReason.None : session.lastReason);
  }

  /** The process that used the store is gone, although the machine is not. */
  crash(): void {
    this.agent.crash();
    this.start();
  }

  start(): void {
    this.waiting.length = 0;
    this.idle = [...this.agent.sessions].reverse();
  }

  fire(): void {
    return;
  }

  rested(): void {
    return;
  }

  surge(): void {
    return;
  }
}
