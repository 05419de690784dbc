import type { StableMap } from '../../environment/stable-objects';
import { differingBuckets, digestsOf, entriesIn } from '../conflict/bucket-digests';
import { weightOf, type KeyedVersion, type Version } from '../conflict/version';
import type { ReplicaContext } from '../replica-context';
import { QuorumType, type QuorumMessage } from './message';
import { QuorumTimer } from './timers';

/** Anti-entropy (Dynamo, section 4.7): compares digests with one peer after another and exchanges what differs. */
export class AntiEntropy {
  private nextExchange = 0;

  constructor(
    private readonly context: ReplicaContext<QuorumMessage>,
    private readonly data: StableMap<Version>,
    private readonly put: (key: number, version: Version) => void,
  ) {}

  /** @param everyNs of the policy, or undefined where it asks for none */
  start(everyNs: number | undefined): void {
    const { context } = this;
    if (everyNs !== undefined) context.setTimer(QuorumTimer.AntiEntropy, everyNs * context.random());
  }

  begin(everyNs: number | undefined): void {
    const { context } = this;
    if (everyNs === undefined) return;
    context.setTimer(QuorumTimer.AntiEntropy, everyNs);
    const others = context.members.filter((place) => place !== context.self);
    const peer = others[this.nextExchange++ % Math.max(1, others.length)];
    if (peer === undefined || !context.members.includes(context.self)) return;
    const message = context.message(QuorumType.Digest);
    message.digests = digestsOf(this.data);
    context.send(peer, message);
  }

  onDigest({ from, digests }: QuorumMessage): void {
    if (digests === undefined) return;
    const buckets = differingBuckets(digests, digestsOf(this.data));
    if (buckets.length > 0) this.sendEntries(from, buckets, true);
  }

  onExchange({ from, entries, buckets, wantsReturn }: QuorumMessage): void {
    if (wantsReturn && buckets !== undefined) this.sendEntries(from, buckets, false);
    for (const { key, version } of entries ?? []) this.put(key, version);
    this.context.storage.sync(() => undefined);
  }

  private sendEntries(to: number, buckets: readonly number[], wantsReturn: boolean): void {
    const { context } = this;
    const entries: readonly KeyedVersion[] = entriesIn(this.data, buckets);
    const message = context.message(QuorumType.Exchange);
    message.entries = entries;
    message.buckets = buckets;
    message.wantsReturn = wantsReturn;
    message.values = weightOf(entries);
    message.toStore = true;
    context.send(to, message);
  }
}
