import { Message } from '../../environment/message';

/** What a job's coordinator and workers say to each other, in the order of `JOB_MESSAGES`. */
export const JobType = {
  /** Coordinator to all: stop what you do, and say that you are there. */
  Cancel: 0,
  Present: 1,
  /** Coordinator to one: take these partitions from these positions on. */
  Deploy: 2,
  /** Worker to coordinator: how far it is; the heartbeat. */
  Progress: 3,
  /** Between neighbours: the records that they exchange. */
  Exchange: 4,
  /** The machine of a worker answers that nothing listens there. */
  Refused: 5,
  /** Worker to coordinator: a neighbour has closed its connection. */
  Lost: 6,
  /** A barrier comes with the records; the worker saves what it has done before it. */
  Barrier: 7,
  Saved: 8,
  /** The checkpoint is complete on all workers: what was held back for it may appear. */
  Complete: 9,
  /** Coordinator to worker: it is there, and the worker goes on. */
  Heartbeat: 10,
} as const;

export const JOB_MESSAGES = [
  ...([
    'cancel',
    'present',
    'deploy',
    'progress',
    'exchange',
    'refused',
    'lost',
    'barrier',
    'saved',
    'complete',
    'heartbeat',
  ] as const),
] as const;

/** Partition and the number of its next record. Never changed once sent. */
export type Positions = readonly (readonly [partition: number, next: number])[];

export class JobMessage extends Message {
  /** Of which attempt to run the job it is; older ones are passed over. */
  attempt = 0;
  checkpoint = 0;
  /** Index of the worker that it is about. */
  worker = 0;
  /** The next worker in the ring. */
  neighbour = -1;
  positions: Positions = [];
  /** Of a worker's progress: the newest barrier that it met, checkpoint that it saved, and one that it knows complete. */
  met = 0;
  saved = 0;
  shown = 0;
}
