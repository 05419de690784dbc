/**
 * What scenario A costs when nothing is left but the event loop: no simulator, only the messages of a quorum store with
 * one coordinator as numbers in a binary heap. The yardstick beside which the simulator's speed is read, since machines
 * differ and are busy.
 */

const REPLICAS = 3;
const QUORUM = 2;
const SESSIONS = 8;
const KEYS = 100;
const MEAN_LATENCY_NS = 0.5e6;
/** The coordinator is a replica as well; the client is the place after the replicas. */
const COORDINATOR = 0;

const Kind = { Request: 0, Fetch: 1, Store: 2, Fetched: 3, Stored: 4, Response: 5 } as const;

/** Pending messages: a binary heap of slots by time, then by number. */
const CAPACITY = 1024;
const heap = new Int32Array(CAPACITY);
const time = new Float64Array(CAPACITY);
const order = new Float64Array(CAPACITY);
const kind = new Uint8Array(CAPACITY);
const to = new Uint8Array(CAPACITY);
const session = new Uint8Array(CAPACITY);
const round = new Int32Array(CAPACITY);
const stamp = new Float64Array(CAPACITY);
const value = new Float64Array(CAPACITY);

/** Runs so many operations and returns how many messages were delivered. */
export function bareLoop(operations: number): number {
  const free = Int32Array.from({ length: CAPACITY }, (_, slot) => slot);
  let freeCount = CAPACITY;
  let size = 0;
  let sequence = 0;
  let now = 0;
  let random = 1;
  let delivered = 0;
  let begun = 0;
  const stamps = new Float64Array(REPLICAS * KEYS);
  const values = new Float64Array(REPLICAS * KEYS);
  const rounds = new Int32Array(SESSIONS);
  const keys = new Int32Array(SESSIONS);
  const answers = new Uint8Array(SESSIONS);
  const isRead = new Uint8Array(SESSIONS);
  const newest = new Float64Array(SESSIONS);
  const result = new Float64Array(SESSIONS);

  const draw = (): number => {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    return ((random >>> 0) + 0.5) / 4294967296;
  };
  const before = (a: number, b: number): boolean => {
    const difference = (time[a] as number) - (time[b] as number);
    return difference < 0 || (difference === 0 && (order[a] as number) < (order[b] as number));
  };
  const send = (what: number, whom: number, which: number, local: boolean, when: number, what2: number): void => {
    const slot = free[--freeCount] as number;
    kind[slot] = what;
    to[slot] = whom;
    session[slot] = which;
    round[slot] = rounds[which] as number;
    stamp[slot] = when;
    value[slot] = what2;
    time[slot] = local ? now : now + Math.floor(0.5 - MEAN_LATENCY_NS * Math.log(draw()));
    order[slot] = sequence++;
    let at = size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const other = heap[parent] as number;
      if (!before(slot, other)) break;
      heap[at] = other;
      at = parent;
    }
    heap[at] = slot;
  };
  const take = (): number => {
    const first = heap[0] as number;
    const last = heap[--size] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && before(heap[child + 1] as number, heap[child] as number)) child++;
      const other = heap[child] as number;
      if (!before(other, last)) break;
      heap[at] = other;
      at = child;
    }
    heap[at] = last;
    return first;
  };
  const begin = (which: number): void => {
    if (begun++ >= operations) return;
    rounds[which] = (rounds[which] as number) + 1;
    keys[which] = Math.floor(draw() * KEYS);
    isRead[which] = draw() < 0.5 ? 1 : 0;
    answers[which] = 0;
    newest[which] = 0;
    send(Kind.Request, COORDINATOR, which, false, 0, 0);
  };

  for (let which = 0; which < SESSIONS; which++) begin(which);
  while (size > 0) {
    const slot = take();
    now = time[slot] as number;
    delivered++;
    const what = kind[slot] as number;
    const place = to[slot] as number;
    const which = session[slot] as number;
    const at = place * KEYS + (keys[which] as number);
    const current = round[slot] === rounds[which];
    const when = stamp[slot] as number;
    const content = value[slot] as number;
    free[freeCount++] = slot;
    switch (what) {
      case Kind.Request: {
        const next = isRead[which] === 1 ? Kind.Fetch : Kind.Store;
        for (let replica = 0; replica < REPLICAS; replica++)
          send(next, replica, which, replica === COORDINATOR, now, begun);
        break;
      }
      case Kind.Fetch:
        send(Kind.Fetched, COORDINATOR, which, place === COORDINATOR, stamps[at] as number, values[at] as number);
        break;
      case Kind.Store:
        if (when > (stamps[at] as number)) {
          stamps[at] = when;
          values[at] = content;
        }
        send(Kind.Stored, COORDINATOR, which, place === COORDINATOR, 0, 0);
        break;
      case Kind.Fetched:
      case Kind.Stored:
        if (!current || (answers[which] as number) >= QUORUM) break;
        if (when >= (newest[which] as number)) {
          newest[which] = when;
          result[which] = content;
        }
        answers[which] = (answers[which] as number) + 1;
        if (answers[which] === QUORUM) send(Kind.Response, REPLICAS, which, false, 0, result[which] as number);
        break;
      default:
        if (current) begin(which);
    }
  }
  return delivered;
}
