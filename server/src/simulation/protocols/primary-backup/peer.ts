/** What a primary knows of one member, from its answers. */
export class Peer {
  /** Highest index that it is known to have on its disk. */
  match = 0;
  /** First index that it is not assumed to have. */
  next: number;
  /** Heartbeats since a copy was sent that is not yet confirmed; -1 when none is under way. */
  copyAge = -1;
  /** Index of the last copy sent to it. */
  copyIndex = 0;
  /** The primary's stopwatch when it sent that copy: what the member said of its log to earlier messages is void. */
  copySentAt = -Infinity;
  /** Highest index for which a refusal was already acted upon in this heartbeat, so that one is enough. */
  refusedHint = -1;
  /** The primary's stopwatch when it sent what this member answered last: its lease runs from here. */
  grantedAt = -Infinity;
  /** The primary's stopwatch when it last heard from it. */
  heardAt: number;
  suspected = false;
  /** `acknowledge: all` waits for it: it is not suspected, and has been caught up since it last was. */
  isInSync: boolean;

  constructor(lastIndex: number, now: number, isInSync: boolean) {
    this.next = lastIndex + 1;
    this.heardAt = now;
    this.isInSync = isInSync;
  }
}
