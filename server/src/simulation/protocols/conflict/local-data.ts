import type { ConflictRule } from '../../../language/model';
import { Operation, type Command } from '../../environment/command';
import { garble, type Message } from '../../environment/message';
import type { StableMap } from '../../environment/stable-objects';
import { FailureReason } from '../../run';
import type { Contents } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { authorAt, type Author } from './author';
import { conflictOf, currentValue, isCollection, observationOf } from './conflict-rule';
import { reportChange, reportOutdated } from './report-change';
import type { Version } from './version';

/**
 * What one replica holds where replicas serve clients by themselves and tell each other later: reads return it, writes
 * change it, and versions from others are joined into it.
 */
export class LocalData {
  readonly versions: StableMap<Version>;
  /** What was last reported of each key. */
  private readonly shown = new Map<number, Version>();
  private readonly author: Author;

  constructor(private readonly context: ReplicaContext<Message>) {
    const garbled = (version: Version): Version => version.garbled(garble);
    const weigh = isCollection(context.dataType) ? (version: Version): number => version.weight : 1;
    this.versions = context.storage.map<Version>('data', garbled, weigh);
    this.author = authorAt(context.self, () => context.random());
    for (const key of this.versions.keys()) if (!this.versions.isCorrupt(key)) this.show(key);
  }

  /** Answers a read from what is held here. */
  answer(command: Command): void {
    const { context, versions } = this;
    const version = versions.get(command.key);
    if (version === undefined && versions.isCorrupt(command.key)) return context.refuse(command, FailureReason.Corrupt);
    const observation = observationOf(version, isCollection(context.dataType));
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
    // What a damaged set, log or count held cannot be made up from what is added to it.
    if (context.dataType !== 'register' && versions.isCorrupt(key)) return FailureReason.Corrupt;
    const time = this.author.timeBy(context.clock());
    this.put(key, conflictOf(rule, context.dataType).write(command, held, this.author, time));
    return FailureReason.None;
  }

  /** Joins a version into what is held; true where that has changed. */
  put(key: number, version: Version): boolean {
    const held = this.versions.get(key);
    const joined = held === undefined ? version : held.join(version);
    if (joined !== version) reportOutdated(this.context, joined, version);
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
}
