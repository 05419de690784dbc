import { grownFloat64, grownInt32, grownUint8 } from '../kernel/columns';
import { FailureReason, Outcome, type History } from '../run';

/** Writes the history, one row an operation. */
export class HistoryRecorder {
  length = 0;
  private closed = false;
  /** Values held by `observations` in all. */
  observedValues = 0;
  session = new Int32Array(1024);
  reachedRunningNode = new Uint8Array(1024);
  private workload = new Int32Array(1024);
  private client = new Int32Array(1024);
  private store = new Int32Array(1024);
  private service = new Int32Array(1024);
  private handler = new Int32Array(1024);
  private key = new Int32Array(1024);
  private kind = new Uint8Array(1024);
  private input = new Float64Array(1024);
  private expected = new Float64Array(1024);
  private output = new Float64Array(1024);
  private observed = new Int32Array(1024);
  private invokedAt = new Float64Array(1024);
  private completedAt = new Float64Array(1024);
  private outcome = new Uint8Array(1024);
  private reason = new Uint8Array(1024);
  private attempts = new Uint8Array(1024);
  private degraded = new Uint8Array(1024);
  private answeredBy = new Int32Array(1024);
  private invokeEvent = new Int32Array(1024);
  private completeEvent = new Int32Array(1024);
  private readonly observations: (readonly number[])[] = [];

  /** Returns the operation id. */
  invoke(
    at: number,
    workload: number,
    client: number,
    session: number,
    store: number,
    key: number,
    kind: number,
    input: number,
    expected: number,
    service = -1,
    handler = -1,
  ): number {
    const id = this.length;
    if (id === this.session.length) this.grow();
    this.workload[id] = workload;
    this.client[id] = client;
    this.session[id] = session;
    this.store[id] = store;
    this.service[id] = service;
    this.handler[id] = handler;
    this.key[id] = key;
    this.kind[id] = kind;
    this.input[id] = input;
    this.expected[id] = expected;
    this.output[id] = NaN;
    this.observed[id] = -1;
    this.invokedAt[id] = at;
    this.completedAt[id] = Infinity;
    this.outcome[id] = Outcome.Info;
    this.reason[id] = FailureReason.EndOfRun;
    this.answeredBy[id] = -1;
    this.invokeEvent[id] = -1;
    this.completeEvent[id] = -1;
    this.length = id + 1;
    return id;
  }

  invokedIn(id: number, event: number): void {
    this.invokeEvent[id] = event;
  }

  attempted(id: number, attempt: number): void {
    this.attempts[id] = Math.min(255, attempt);
  }

  complete(
    id: number,
    at: number,
    outcome: Outcome,
    reason: FailureReason,
    output: number,
    observation: readonly number[] | undefined,
    degraded: boolean,
    answeredBy: number,
    event: number,
  ): void {
    if (this.closed) return;
    this.completedAt[id] = at;
    this.outcome[id] = outcome;
    this.reason[id] = reason;
    this.output[id] = output;
    if (observation !== undefined) {
      this.observed[id] = this.observations.push(observation) - 1;
      this.observedValues += observation.length + 1;
    }
    this.degraded[id] = degraded ? 1 : 0;
    this.answeredBy[id] = answeredBy;
    this.completeEvent[id] = event;
  }

  /** What was asked and answered; nothing that comes later is part of it. */
  finish(): History {
    this.closed = true;
    return this.soFar();
  }

  /** What was asked and answered until now; it shares memory with what comes later. */
  soFar(): History {
    const n = this.length;
    return {
      length: n,
      workload: this.workload.subarray(0, n),
      client: this.client.subarray(0, n),
      session: this.session.subarray(0, n),
      store: this.store.subarray(0, n),
      service: this.service.subarray(0, n),
      handler: this.handler.subarray(0, n),
      key: this.key.subarray(0, n),
      kind: this.kind.subarray(0, n),
      input: this.input.subarray(0, n),
      expected: this.expected.subarray(0, n),
      output: this.output.subarray(0, n),
      observed: this.observed.subarray(0, n),
      invokedAt: this.invokedAt.subarray(0, n),
      completedAt: this.completedAt.subarray(0, n),
      outcome: this.outcome.subarray(0, n),
      reason: this.reason.subarray(0, n),
      attempts: this.attempts.subarray(0, n),
      degraded: this.degraded.subarray(0, n),
      answeredBy: this.answeredBy.subarray(0, n),
      reachedRunningNode: this.reachedRunningNode.subarray(0, n),
      invokeEvent: this.invokeEvent.subarray(0, n),
      completeEvent: this.completeEvent.subarray(0, n),
      observations: this.observations,
    };
  }

  private grow(): void {
    this.workload = grownInt32(this.workload);
    this.client = grownInt32(this.client);
    this.session = grownInt32(this.session);
    this.store = grownInt32(this.store);
    this.service = grownInt32(this.service);
    this.handler = grownInt32(this.handler);
    this.key = grownInt32(this.key);
    this.kind = grownUint8(this.kind);
    this.input = grownFloat64(this.input);
    this.expected = grownFloat64(this.expected);
    this.output = grownFloat64(this.output);
    this.observed = grownInt32(this.observed);
    this.invokedAt = grownFloat64(this.invokedAt);
    this.completedAt = grownFloat64(this.completedAt);
    this.outcome = grownUint8(this.outcome);
    this.reason = grownUint8(this.reason);
    this.attempts = grownUint8(this.attempts);
    this.degraded = grownUint8(this.degraded);
    this.answeredBy = grownInt32(this.answeredBy);
    this.reachedRunningNode = grownUint8(this.reachedRunningNode);
    this.invokeEvent = grownInt32(this.invokeEvent);
    this.completeEvent = grownInt32(this.completeEvent);
  }
}
