/**
 * How much of a run is drawn. A report is read into a browser in one piece, so each list has an end; whatever is left
 * out is said in `RunReport.omissions`. Verdicts and metrics never depend on these numbers.
 */
export const REPORT_LIMITS = {
  /** Rows of the operations table: about 60 bytes of JSON each. */
  operations: 200_000,
  /** Rows of the messages table: about 16 bytes of JSON each. */
  messages: 500_000,
  /** Rows of the event list, which is read by a person. */
  events: 10_000,
  /** Rows of one kind in the event list, so that a storm of one kind does not hide the others. */
  eventsOfOneKind: 3_000,
  /** Points of a chart: about one for every few pixels of a wide panel. */
  chartBuckets: 150,
  /** Operations of which is told, step by step, why they ended as they did: about 1 kB of JSON each. */
  paths: 300,
  /** Replicas of a store up to which every pair is drawn as an edge of the topology. */
  meshReplicas: 5,
} as const;
