import { PiecedColumn } from '../kernel/pieced-column';
import { FailureReason, Outcome, type History } from '../run';

const bytes = (rows: number): Uint8Array => new Uint8Array(rows);
const shorts = (rows: number): Int16Array => new Int16Array(rows);
const ints = (rows: number): Int32Array => new Int32Array(rows);
const doubles = (rows: number): Float64Array => new Float64Array(rows);

/**
 * Writes the history, one row an operation. A run without a trace keeps nothing else that grows, so rows are small: some
 * 50 bytes for an operation on a store. Each column says what holds of an operation until something else is known.
 */
export class HistoryRecorder {
  length = 0;
  private closed = false;
  /** Values held by `observations` in all. */
  observedValues = 0;
  private readonly workload = new PiecedColumn(shorts, -1);
  private readonly client = new PiecedColumn(shorts, -1);
  private readonly session = new PiecedColumn(ints, -1);
  private readonly store = new PiecedColumn(shorts, -1);
  private readonly service = new PiecedColumn(shorts, -1);
  private readonly handler = new PiecedColumn(shorts, -1);
  private readonly key = new PiecedColumn(ints, 0);
  private readonly kind = new PiecedColumn(bytes, 0);
  private readonly input = new PiecedColumn(ints, 0);
  private readonly expected = new PiecedColumn(ints, 0);
  private readonly output = new PiecedColumn(doubles, NaN);
  private readonly observed = new PiecedColumn(ints, -1);
  private readonly invokedAt = new PiecedColumn(doubles, 0);
  private readonly completedAt = new PiecedColumn(doubles, Infinity);
  private readonly outcome = new PiecedColumn(bytes, Outcome.Info);
  private readonly reason = new PiecedColumn(bytes, FailureReason.EndOfRun);
  private readonly attempts = new PiecedColumn(bytes, 0);
  private readonly degraded = new PiecedColumn(bytes, 0);
  private readonly answeredBy = new PiecedColumn(shorts, -1);
  private readonly reached = new PiecedColumn(bytes, 0);
  private readonly invokeEvent = new PiecedColumn(ints, -1);
  private readonly completeEvent = new PiecedColumn(ints, -1);
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
    this.workload.set(id, workload);
    this.client.set(id, client);
    this.session.set(id, session);
    this.store.set(id, store);
    this.service.set(id, service);
    this.handler.set(id, handler);
    this.key.set(id, key);
    this.kind.set(id, kind);
    this.input.set(id, input);
    this.expected.set(id, expected);
    this.invokedAt.set(id, at);
    this.length = id + 1;
    return id;
  }

  invokedIn(id: number, event: number): void {
    this.invokeEvent.set(id, event);
  }

  sessionOf(id: number): number {
    return this.session.get(id);
  }

  reachedRunningNode(id: number): void {
    this.reached.set(id, 1);
  }

  attempted(id: number, attempt: number): void {
    this.attempts.set(id, Math.min(255, attempt));
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
    this.completedAt.set(id, at);
    this.outcome.set(id, outcome);
    this.reason.set(id, reason);
    this.output.set(id, output);
    if (observation !== undefined) {
      this.observed.set(id, this.observations.push(observation) - 1);
      this.observedValues += observation.length + 1;
    }
    this.degraded.set(id, degraded ? 1 : 0);
    this.answeredBy.set(id, answeredBy);
    this.completeEvent.set(id, event);
  }

  /** What was asked and answered; nothing that comes later is part of it. */
  finish(): History {
    this.closed = true;
    return this.soFar();
  }

  /** What was asked and answered until now. */
  soFar(): History {
    const n = this.length;
    return {
      length: n,
      workload: this.workload.finish(n),
      client: this.client.finish(n),
      session: this.session.finish(n),
      store: this.store.finish(n),
      service: this.service.finishRare(n),
      handler: this.handler.finishRare(n),
      key: this.key.finish(n),
      kind: this.kind.finish(n),
      input: this.input.finish(n),
      expected: this.expected.finishRare(n),
      output: this.output.finish(n),
      observed: this.observed.finishRare(n),
      invokedAt: this.invokedAt.finish(n),
      completedAt: this.completedAt.finish(n),
      outcome: this.outcome.finish(n),
      reason: this.reason.finish(n),
      attempts: this.attempts.finish(n),
      degraded: this.degraded.finishRare(n),
      answeredBy: this.answeredBy.finish(n),
      reachedRunningNode: this.reached.finish(n),
      invokeEvent: this.invokeEvent.finishRare(n),
      completeEvent: this.completeEvent.finishRare(n),
      observations: this.observations,
    };
  }
}
