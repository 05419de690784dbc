import { NANOS_PER_SECOND } from '../language/model';
import type { RunReport } from './run-report';

/** Tables of the run that was looked at (of several, the one that tells most), as `--json` prints them. */
export interface JsonDetails {
  readonly faults: readonly {
    readonly text: string;
    readonly line: number | null;
    readonly began_s: number;
    readonly ended_s: number;
    readonly detection_s: number | null;
    readonly failover_s: number | null;
    readonly recovery_s: number | null;
    readonly failed_operations: number;
    readonly lost_writes: number;
    readonly data_loss_s: number;
  }[];
  readonly served: readonly {
    readonly kind: 'client' | 'domain' | 'side';
    readonly name: string;
    /** The partition that it is a side of; null for what is no side of a partition. */
    readonly fault: string | null;
    readonly issued: number;
    readonly answered: number;
    readonly degraded: number;
  }[];
  /** Clients and keys of stores that are not linearizable, those that fare alike together. */
  readonly consistency: readonly {
    readonly store: string;
    readonly of: 'client' | 'key';
    readonly names: readonly string[];
    readonly strongest_held: readonly string[];
    readonly weakest_broken: readonly string[];
  }[];
  readonly jobs: readonly {
    readonly name: string;
    readonly results: number;
    readonly recomputed: number;
    readonly duplicates: number;
    readonly lost: number;
    readonly failures: number;
    readonly delay_s: { readonly p50: number | null; readonly p99: number | null; readonly max: number | null };
    readonly recovery_s: number | null;
    /** Whether it was still behind its source at the end: `recovery_s` is a lower bound then. */
    readonly behind: boolean;
  }[];
  readonly losses: readonly { readonly acknowledged_at_s: number; readonly unrecoverable_at_s: number | null }[];
}

export function jsonDetails(picture: RunReport | null): JsonDetails {
  const seconds = (ns: number | null): number | null => (ns === null ? null : ns / NANOS_PER_SECOND);
  const { faultTimes = [], shares = [], losses = [], faults = [], stores = [], jobs = [] } = picture ?? {};
  return {
    faults: faultTimes.map((row) => ({
      text: row.text,
      line: row.source === null ? null : row.source.line + 1,
      began_s: (faults[row.band]?.from ?? 0) / NANOS_PER_SECOND,
      ended_s: (faults[row.band]?.to ?? 0) / NANOS_PER_SECOND,
      detection_s: seconds(row.detectionNs),
      failover_s: seconds(row.failoverNs),
      recovery_s: seconds(row.recoveryNs),
      failed_operations: row.failedOperations,
      lost_writes: row.lostWrites,
      data_loss_s: row.dataLossNs / NANOS_PER_SECOND,
    })),
    served: shares.map(({ kind, name, band, issued, answered, degraded }) => ({
      kind,
      name,
      fault: faults[band]?.label ?? null,
      issued,
      answered,
      degraded,
    })),
    consistency: stores.flatMap(({ name, bounds = [] }) =>
      bounds.map(({ of, names, keeps, breaks }) => ({
        store: name,
        of,
        names,
        strongest_held: keeps,
        weakest_broken: breaks,
      })),
    ),
    jobs: jobs.map(({ name, results, recomputed, duplicates, lost, failures, ...job }) => ({
      name,
      results,
      recomputed,
      duplicates,
      lost,
      failures,
      delay_s: { p50: seconds(job.delayP50Ns), p99: seconds(job.delayP99Ns), max: seconds(job.delayMaxNs) },
      recovery_s: seconds(job.recoveryNs),
      behind: job.isBehind,
    })),
    losses: losses.map(({ acknowledgedAt, lostAt }) => ({
      acknowledged_at_s: acknowledgedAt / NANOS_PER_SECOND,
      unrecoverable_at_s: seconds(lostAt),
    })),
  };
}
