/** One operation must come before another, and why. */
export interface Precedence {
  readonly before: number;
  readonly after: number;
  /** The read that shows it, or -1 where the order of a session or a value's way tells. */
  readonly read: number;
  /** The operation that made `before` visible to that read. */
  readonly through: number;
}

export interface Successors {
  forEach(node: number, take: (next: number) => void): void;
}

/** Constraints "this before that" between rows of a history, in columns; a circle among them is a contradiction. */
export class PrecedenceGraph {
  private before: Int32Array = new Int32Array(1024);
  private after: Int32Array = new Int32Array(1024);
  private read: Int32Array = new Int32Array(1024);
  private through: Int32Array = new Int32Array(1024);
  private count = 0;

  constructor(private readonly nodes: number) {}

  get size(): number {
    return this.count;
  }

  add(before: number, after: number, read: number, through: number): void {
    if (this.count === this.before.length) {
      this.before = doubled(this.before);
      this.after = doubled(this.after);
      this.read = doubled(this.read);
      this.through = doubled(this.through);
    }
    this.before[this.count] = before;
    this.after[this.count] = after;
    this.read[this.count] = read;
    this.through[this.count] = through;
    this.count++;
  }

  /** A short circle of precedences, or undefined where all of them can be satisfied at once. */
  circle(): readonly Precedence[] | undefined {
    const starts = this.starts();
    const edges = this.edgesByNode(starts);
    const stuck = this.stuckNodes(starts, edges);
    if (stuck === undefined) return undefined;
    let shortest: readonly number[] | undefined;
    let tries = 0;
    for (let node = 0; node < this.nodes && tries < MOST_STARTS; node++) {
      if (stuck[node] === 0) continue;
      tries++;
      const found = this.circleThrough(node, starts, edges, stuck, shortest?.length ?? Infinity);
      if (found !== undefined && (shortest === undefined || found.length < shortest.length)) shortest = found;
      if ((shortest?.length ?? Infinity) <= 2) break;
    }
    return shortest?.map((edge) => this.precedence(edge));
  }

  /** All nodes, each after those that must come before it; undefined where there is a circle. */
  topologicalOrder(): Int32Array | undefined {
    const starts = this.starts();
    const { order, length } = this.freeNodes(starts, this.edgesByNode(starts));
    return length === this.nodes ? order : undefined;
  }

  /** The nodes that must come after each one. */
  successors(): Successors {
    const starts = this.starts();
    const edges = this.edgesByNode(starts);
    const after = edges.map((edge) => this.after[edge] as number);
    return {
      forEach(node, take) {
        for (let e = starts[node] as number; e < (starts[node + 1] as number); e++) take(after[e] as number);
      },
    };
  }

  /** The nodes of a shortest way from one node to another, the last left out; undefined where there is none. */
  path(from: number, to: number): readonly number[] | undefined {
    const successors = this.successors();
    const cameFrom = new Map<number, number>([[from, -1]]);
    const queue = [from];
    for (const node of queue) {
      if (node === to) break;
      successors.forEach(node, (next) => {
        if (cameFrom.has(next)) return;
        cameFrom.set(next, node);
        queue.push(next);
      });
    }
    if (!cameFrom.has(to)) return undefined;
    const way: number[] = [];
    for (let node = cameFrom.get(to) as number; node >= 0; node = cameFrom.get(node) as number) way.unshift(node);
    return way;
  }

  private precedence(edge: number): Precedence {
    return {
      before: this.before[edge] as number,
      after: this.after[edge] as number,
      read: this.read[edge] as number,
      through: this.through[edge] as number,
    };
  }

  private starts(): Int32Array {
    const starts = new Int32Array(this.nodes + 1);
    for (let i = 0; i < this.count; i++) {
      const at = (this.before[i] as number) + 1;
      starts[at] = (starts[at] as number) + 1;
    }
    for (let i = 0; i < this.nodes; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
    return starts;
  }

  private edgesByNode(starts: Int32Array): Int32Array {
    const next = starts.slice();
    const edges = new Int32Array(this.count);
    for (let i = 0; i < this.count; i++) {
      const node = this.before[i] as number;
      edges[next[node] as number] = i;
      next[node] = (next[node] as number) + 1;
    }
    return edges;
  }

  /** Nodes that are never free of predecessors; undefined where there are none. */
  private stuckNodes(starts: Int32Array, edges: Int32Array): Uint8Array | undefined {
    const { order, length } = this.freeNodes(starts, edges);
    if (length === this.nodes) return undefined;
    const stuck = new Uint8Array(this.nodes).fill(1);
    for (let i = 0; i < length; i++) stuck[order[i] as number] = 0;
    return stuck;
  }

  /** Kahn's algorithm: the nodes in an order that respects every precedence, as far as there is one. */
  private freeNodes(starts: Int32Array, edges: Int32Array): { order: Int32Array; length: number } {
    const waiting = new Int32Array(this.nodes);
    for (let i = 0; i < this.count; i++) {
      const node = this.after[i] as number;
      waiting[node] = (waiting[node] as number) + 1;
    }
    const order = new Int32Array(this.nodes);
    let length = 0;
    for (let node = 0; node < this.nodes; node++) if (waiting[node] === 0) order[length++] = node;
    for (let i = 0; i < length; i++) {
      const node = order[i] as number;
      for (let e = starts[node] as number; e < (starts[node + 1] as number); e++) {
        const to = this.after[edges[e] as number] as number;
        waiting[to] = (waiting[to] as number) - 1;
        if (waiting[to] === 0) order[length++] = to;
      }
    }
    return { order, length };
  }

  /** Breadth first from a node back to itself, shorter than a limit. */
  private circleThrough(
    start: number,
    starts: Int32Array,
    edges: Int32Array,
    stuck: Uint8Array,
    limit: number,
  ): number[] | undefined {
    const cameBy = new Map<number, number>();
    let frontier = [start];
    for (let length = 1; frontier.length > 0 && length < limit; length++) {
      const next: number[] = [];
      for (const node of frontier)
        for (let e = starts[node] as number; e < (starts[node + 1] as number); e++) {
          const edge = edges[e] as number;
          const to = this.after[edge] as number;
          if (stuck[to] === 0 || cameBy.has(to)) continue;
          cameBy.set(to, edge);
          if (to === start) return this.wayBack(start, cameBy);
          next.push(to);
        }
      frontier = next;
    }
    return undefined;
  }

  private wayBack(start: number, cameBy: ReadonlyMap<number, number>): number[] {
    const path: number[] = [];
    let node = start;
    do {
      const edge = cameBy.get(node) as number;
      path.unshift(edge);
      node = this.before[edge] as number;
    } while (node !== start);
    return path;
  }
}

/** Nodes from which a short circle is looked for; any circle proves the point, a short one says it better. */
const MOST_STARTS = 64;

function doubled(column: Int32Array): Int32Array {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
