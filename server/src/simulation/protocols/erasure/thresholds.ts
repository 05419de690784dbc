import type { ErasurePolicy } from '../../../language/model';

/** How many nodes mean what, of n = k + m. */
export interface Thresholds {
  readonly data: number;
  readonly nodes: number;
  /**
   * Nodes that must have stored a version before its writer is answered, however many are down: k + ⌈m/2⌉, the quorum of
   * Cadambe et al. A write that got no further survives the loss of ⌈m/2⌉ of them.
   */
  readonly write: number;
  /** Nodes that must have stored a version before a reader may return it: k, and a majority so that later readers see it. */
  readonly visible: number;
  /** Answers of which at least one is from any `visible` nodes. */
  readonly evidence: number;
  /** Answers of which at least one is from any `visible` nodes, and one from any `evidence` nodes. */
  readonly informed: number;
}

export function thresholdsOf({ data, parity }: ErasurePolicy): Thresholds {
  const nodes = data + parity;
  const visible = Math.max(data, Math.floor(nodes / 2) + 1);
  const evidence = nodes - visible + 1;
  const informed = Math.max(visible, evidence);
  return { data, nodes, write: data + Math.ceil(parity / 2), visible, evidence, informed };
}
