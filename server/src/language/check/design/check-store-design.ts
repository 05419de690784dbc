import { placeShards } from '../../compile/place-shards';
import type { ScenarioEnv } from '../../compile/scenario-env';
import type { BoundPlace } from '../../bind/bound';
import type { PolicyModel } from '../../model';
import type { RelatedPlace } from '../../problem';
import type { ProblemCode } from '../../problem-codes';
import { counted, durationText, type StorePolicy } from '../check-store';
import { majorityOf, quorumCount } from './describe';
import { fineToCoarse, hasSeveral, largestCrowd } from './domains';
import { reportProperty, storePlace, type Place } from './report-property';

/** Reports what a store can be run with and is most likely not meant. */
export function checkStoreDesign(bound: StorePolicy, env: ScenarioEnv): void {
  new StoreDesign(bound, env).run();
}

class StoreDesign {
  private readonly replicas: number;

  constructor(
    private readonly bound: StorePolicy,
    private readonly env: ScenarioEnv,
  ) {
    this.replicas = Math.min(bound.replicas, bound.store.on.length);
  }

  run(): void {
    const { policy } = this.bound;
    // A size that cannot be has been reported as an error.
    if (this.bound.replicas > this.bound.store.on.length) return;
    if (policy.family === 'quorum') this.checkQuorums(policy);
    if (needsMajority(policy)) {
      this.checkVoters();
      this.checkDomains();
      this.checkGroups();
    }
    this.checkRedundancy(policy);
    this.checkHeartbeat(policy);
    if (policy.family === 'primary-backup' && policy.failover === 'automatic' && !policy.fencing && this.replicas > 1) {
      const message = 'failover is automatic and nothing fences the old primary: cut off, it goes on accepting writes';
      this.report('FTM406', 'fencing', `${message}; turn fencing on`, 'on');
    }
    if (policy.family === 'isr-log' && policy.uncleanElection) {
      const message = 'a replica that lags may become leader, and acknowledged writes that it lacks are gone';
      this.report('FTM409', 'unclean-election', `${message}; turn it off`, 'off');
    }
    if (policy.family === 'single' && this.bound.store.on.length > 1 && !this.isSharded()) {
      const [first] = this.bound.store.on;
      const message = `'single' keeps one copy, on '${first?.name ?? ''}'; the other nodes of '${this.bound.store.name}' hold nothing`;
      this.reportAt('FTM427', { uri: this.bound.uri, range: this.bound.range }, message, []);
    }
  }

  /** A policy that exists to survive failures, on so few replicas that it survives none. */
  private checkRedundancy(policy: PolicyModel): void {
    const { replicas } = this;
    const name = this.bound.store.name;
    const has = `'${name}' has ${counted(replicas, 'replica')}`;
    if (policy.family === 'voting' && policy.require === 'majority' && replicas < 3) {
      const message = `${has}, and no majority outvotes a wrong one; use 3, or 'require: first'`;
      return this.reportAt('FTM450', storePlace(this.bound), message, []);
    }
    // Leaderless stores are swept over their number of replicas, from one on.
    const isReplicated = ['primary-backup', 'chain', 'isr-log'].includes(policy.family);
    if (replicas !== 1 || !(needsMajority(policy) || isReplicated)) return;
    const wanted = needsMajority(policy) ? 3 : 2;
    const message = `${has}, and no failure is survived; use ${String(wanted)}, or 'using single'`;
    this.reportAt('FTM450', storePlace(this.bound), message, []);
  }

  private isSharded(): boolean {
    return this.bound.storeSettings.count('shards') > 1;
  }

  private checkQuorums(policy: Extract<PolicyModel, { family: 'quorum' }>): void {
    const n = this.replicas;
    const r = quorumCount(policy.read, n);
    const w = quorumCount(policy.write, n);
    if (w !== undefined && r !== undefined && r + w <= n && r <= n && w <= n) {
      const message = `R + W is ${String(r)} + ${String(w)}, not above N = ${String(n)}: a read may miss the last write`;
      const name = this.bound.settings.has('read') ? 'read' : 'write';
      const other = name === 'read' ? w : r;
      this.report('FTM400', name, `${message}; '${name}: ${String(n - other + 1)}' would not`, String(n - other + 1));
    }
    // Where both sides' writes are kept, accepting them on both is what was asked for.
    if (w !== undefined && 2 * w <= n && n > 1 && policy.conflict === 'last-write-wins') {
      const message = `W is ${String(w)}, not above half of N = ${String(n)}: two sides of a partition both accept writes`;
      this.report('FTM401', 'write', `${message}; 'write: ${String(majorityOf(n))}' stops that`, String(majorityOf(n)));
    }
  }

  private checkVoters(): void {
    const n = this.replicas;
    if (n < 2 || n % 2 === 1) return;
    const survives = n - majorityOf(n);
    const message =
      `'${this.bound.store.name}' has ${String(n)} voters, which survive ${counted(survives, 'failure')}, ` +
      `as ${String(n - 1)} would; use ${String(n - 1)} or ${String(n + 1)}`;
    this.reportAt('FTM402', storePlace(this.bound), message, []);
  }

  private checkDomains(): void {
    const nodes = this.shard();
    if (nodes.length < 3) return;
    for (const level of fineToCoarse.slice(0, -1)) {
      const [crowd, held] = largestCrowd(nodes, level);
      // Where all that there is lies in one domain, the model is about something smaller than it.
      if (crowd === undefined || held < majorityOf(nodes.length) || !hasSeveral(this.env.topology, level)) continue;
      const message =
        `${String(held)} of ${String(nodes.length)} replicas of '${this.bound.store.name}' lie in ${level} '${crowd.name}': ` +
        'when it fails, the rest has no majority; spread them';
      this.reportAt('FTM403', storePlace(this.bound), message, [
        { uri: crowd.uri, range: crowd.symbol.nameRange, message: `${level} '${crowd.name}'` },
      ]);
      return;
    }
  }

  private checkGroups(): void {
    const nodes = this.shard();
    if (nodes.length < 3) return;
    for (const group of this.env.topology.groups) {
      const held = nodes.filter((node) => group.members.includes(node)).length;
      if (held < majorityOf(nodes.length)) continue;
      const message =
        `${String(held)} of ${String(nodes.length)} replicas of '${this.bound.store.name}' share the fate of group ` +
        `'${group.name}': when that fails, the rest has no majority`;
      this.reportAt('FTM404', storePlace(this.bound), message, [
        { uri: group.uri, range: group.symbol.nameRange, message: `group '${group.name}'` },
      ]);
    }
  }

  /** The nodes of the first shard: where all replicas are everywhere, those of every shard. */
  private shard(): readonly BoundPlace[] {
    const { store } = this.bound;
    if (this.replicas === store.on.length) return store.on;
    const [first] = placeShards(store.on, 1, this.replicas);
    return store.on.filter((node) => first?.includes(node.id));
  }

  private checkHeartbeat(policy: PolicyModel): void {
    const beat = beatOf(policy);
    if (beat === undefined || beat.heartbeatNs >= beat.timeoutNs || beat.heartbeatNs * 2 <= beat.timeoutNs) return;
    const message =
      `a '${beat.name}' of ${durationText(beat.timeoutNs)} is less than two heartbeats of ` +
      `${durationText(beat.heartbeatNs)}: one that is lost or late is taken for a failure`;
    const name = this.bound.settings.has('heartbeat') ? 'heartbeat' : beat.name;
    this.report('FTM405', name, message);
  }

  private report(code: ProblemCode, property: string, message: string, fixed?: string): void {
    reportProperty(this.bound, this.env, code, property, message, fixed);
  }

  private reportAt(code: ProblemCode, place: Place, message: string, related: readonly RelatedPlace[]): void {
    this.env.contextOf(place.uri).report(code, place.range, message, { related });
  }
}

/** Families that stop without a majority of the replicas. */
function needsMajority(policy: PolicyModel): boolean {
  switch (policy.family) {
    case 'raft':
    case 'multi-paxos':
    case 'zab':
      return true;
    case 'quorum':
      return policy.read === 'majority' && policy.write === 'majority';
    case 'single':
    case 'primary-backup':
    case 'chain':
    case 'isr-log':
    case 'multi-leader':
    case 'gossip':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return false;
  }
}

/** What detects failures, and the property that says after how long. */
function beatOf(
  policy: PolicyModel,
): { readonly heartbeatNs: number; readonly timeoutNs: number; readonly name: string } | undefined {
  if (policy.detector?.kind === 'timeout') return { ...policy.detector, name: 'detector' };
  switch (policy.family) {
    case 'primary-backup':
    case 'chain':
      return { heartbeatNs: policy.heartbeatNs, timeoutNs: policy.timeoutNs, name: 'timeout' };
    case 'raft':
      return { heartbeatNs: policy.heartbeatNs, timeoutNs: policy.electionTimeoutMinNs, name: 'election-timeout' };
    case 'multi-paxos':
      return { heartbeatNs: policy.heartbeatNs, timeoutNs: policy.leaseNs, name: 'lease' };
    case 'single':
    case 'isr-log':
    case 'zab':
    case 'quorum':
    case 'multi-leader':
    case 'gossip':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return undefined;
  }
}
