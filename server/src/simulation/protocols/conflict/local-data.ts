import type { ConflictRule } from '../../../language/model';
import { Operation, type Command } from '../../environment/command';
import { garble, type Message } from '../../environment/message';
import type { StableMap } from '../../environment/stable-objects';
import { FailureReason } from '../../run';
import type { Contents } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { conflictOf, currentValue, observationOf } from './conflict-rule';
import { reportChange } from './report-change';
import type { Stamp, Version } from './version';

/**
 * What one replica holds where replicas serve clients by themselves and tell each other later: reads return it, writes
 * change it, and versions from others are joined into it.
 */
export class LocalData {
  readonly versions: StableMap<Version>;
  /** What was last reported of each key. */
  private readonly shown = new Map<number, Version>();
  private actor: number;
  private lastStamp = 0;

  constructor(private readonly context: ReplicaContext<Message>) {
    this.versions = context.storage.map<Version>('data', (version) => version.garbled(garble));
    this.actor = this.newActor();
    for (const key of this.versions.keys()) if (!this.versions.isCorrupt(key)) this.show(key);
  }

  /** Answers a read from what is held here. */
  answer(command: Command): void {
    const { context, versions } = this;
    const version = versions.get(command.key);
    if (version === undefined && versions.isCorrupt(command.key)) return context.refuse(command, FailureReason.Corrupt);
    const observation = observationOf(version, context.dataType === 'set');
    if (observation === undefined) context.answer(command, currentValue(version));
    else context.answer(command, NaN, observation);
  }

  /** Executes a write here; the reason why not, or None. It is not on disk yet. */
  write(command: Command, rule: ConflictRule): FailureReason {
    const { context, versions } = this;
    if (!context.storage.hasRoom) return FailureReason.DiskFull;
    const { key } = command;
    const held = versions.get(key);
    // Compared with what is held here and nowhere else: two replicas may both find their cas to match.
    if (command.kind === Operation.Cas && currentValue(held) !== command.expected) return FailureReason.CasMismatch;
    // An actor that has lost what it counted must not count on under the same name.
    if (held === undefined && versions.isCorrupt(key)) this.actor = this.newActor();
    this.put(key, conflictOf(rule, context.dataType).write(command, held, this.stamp()));
    return FailureReason.None;
  }

  /** Joins a version into what is held; true where that has changed. */
  put(key: number, version: Version): boolean {
    const held = this.versions.get(key);
    const joined = held === undefined ? version : held.join(version);
    if (joined === held) return false;
    this.versions.set(key, joined);
    this.show(key);
    return true;
  }

  contents(): Contents {
    const contents: Contents = new Map();
    const { versions } = this;
    for (const key of versions.keys()) if (!versions.isCorrupt(key)) contents.set(key, versions.get(key)?.values ?? []);
    return contents;
  }

  private show(key: number): void {
    const version = this.versions.get(key);
    reportChange(this.context, key, this.shown.get(key), version);
    if (version !== undefined) this.shown.set(key, version);
  }

  /** Strictly increasing even where the clock is not (as Cassandra's `ClientState.getTimestamp`). */
  private stamp(): Stamp {
    this.lastStamp = Math.max(this.lastStamp + 1, this.context.clock());
    return { time: this.lastStamp, actor: this.actor };
  }

  /**
   * Each process counts and stamps under a name of its own, since its disk may have lost what an earlier one had told to
   * others (Riak gives its counters a new actor for the same reason).
   */
  private newActor(): number {
    return this.context.self * 2 ** 32 + this.context.randomBetween(0, 2 ** 32 - 1);
  }
}
