/** One request at one instance, from its arrival to its answer. Reused. */
export class Task {
  /** Address to answer to, and what the answer brings back. */
  from = -1;
  call = 0;
  /** Index into the service's handlers; -1 for a health check. */
  handler = 0;
  key = 0;
  /** The next step of the handler. */
  step = 0;
  degraded = false;
  /** Own work that waits for a core of the node. */
  workNs = 0;
  /** Holds a core of the node. */
  working = false;

  constructor(
    readonly index: number,
    readonly timer: number,
  ) {}
}
