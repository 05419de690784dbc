/** What a leader knows of a server that is connected to it (ZooKeeper's `LearnerHandler`). */
export class Learner {
  /** How far it has come: it has connected, acknowledged the epoch, been sent the history, acknowledged that. */
  stage: 'connected' | 'epoch' | 'history' | 'synced' = 'connected';
  /** Last transaction of the history it came with. */
  lastZxid = 0;
  /** It has acknowledged the new epoch for the first time, so that it counts (DSN 2011, discovery). */
  countsForEpoch = false;
  /** Everything up to here is on its disk. */
  acked = 0;
  /** Everything up to here was sent to it. */
  sent = 0;
  /** `acked` when the leader last looked whether it moves. */
  ackedBefore = -1;

  constructor(
    readonly place: number,
    readonly connection: number,
    readonly acceptedEpoch: number,
    /** False for a server whose disk lost part of its history: it counts again once it is synchronized. */
    readonly votes: boolean,
    /** The leader's stopwatch when it sent the last ping that was answered; at first when it connected. */
    public heardAt: number,
  ) {}
}
