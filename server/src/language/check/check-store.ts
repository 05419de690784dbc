import type { BoundStore } from '../bind/bound';
import { compilePolicy } from '../compile/compile-policy';
import { replicasOf } from '../compile/compile-components';
import type { ScenarioEnv } from '../compile/scenario-env';
import type { PolicyModel } from '../model';
import { detectorsOf } from './detectors-of-families';
import type { ProblemCode } from '../problem-codes';
import type { ProblemFix, RelatedPlace } from '../problem';
import type { Settings, Setting } from '../settings/settings';
import type { TextRange } from '../source-text';
import { countNames } from '../syntax/name-patterns';

/** A store with the policy that holds for it, as far as it is known. */
export interface StorePolicy {
  readonly store: BoundStore;
  readonly policy: PolicyModel;
  /** Of the policy, with all that it derives from. */
  readonly settings: Settings;
  /** Of the store. */
  readonly storeSettings: Settings;
  /** Replicas of each shard as asked for. */
  readonly replicas: number;
  /** Where the policy is chosen: after `using`, or the value of a `set` or `vary`. */
  readonly uri: string;
  readonly range: TextRange;
}

/** The policy of a store; undefined where it or one of the store's nodes is unknown, which has been reported. */
export function policyOfStore(store: BoundStore, env: ScenarioEnv): StorePolicy | undefined {
  const chosen = env.overrides.policyOf(store);
  const effective = chosen && env.overrides.effective(chosen.choice);
  if (chosen === undefined || effective === undefined || store.on.length === 0) return undefined;
  if (store.on.length < store.node.on.reduce((sum, pattern) => sum + countNames(pattern), 0)) return undefined;
  const policy = compilePolicy(effective, chosen, store, env);
  const storeSettings = env.overrides.settingsOf(store);
  const replicas = replicasOf(storeSettings, policy, store.on.length);
  return { store, policy, settings: effective.settings, storeSettings, replicas, uri: chosen.uri, range: chosen.range };
}

/** Reports what cannot be: a store that its policy can never work on. */
export function checkStore(bound: StorePolicy, env: ScenarioEnv): void {
  new StoreCheck(bound, env).run();
}

class StoreCheck {
  private readonly replicas: number;

  constructor(
    private readonly bound: StorePolicy,
    private readonly env: ScenarioEnv,
  ) {
    this.replicas = Math.min(bound.replicas, bound.store.on.length);
  }

  run(): void {
    const { policy, settings } = this.bound;
    this.checkReplicas();
    switch (policy.family) {
      case 'quorum':
        this.checkQuorum('read', policy.read);
        this.checkQuorum('write', policy.write);
        break;
      case 'primary-backup':
        this.checkBackups(policy.acknowledge);
        this.checkHeartbeat(policy.heartbeatNs, policy.timeoutNs, 'timeout');
        break;
      case 'chain':
        this.checkHeartbeat(policy.heartbeatNs, policy.timeoutNs, 'timeout');
        break;
      case 'raft':
        this.checkHeartbeat(policy.heartbeatNs, policy.electionTimeoutMinNs, 'election-timeout');
        break;
      case 'multi-paxos':
        this.checkHeartbeat(policy.heartbeatNs, policy.leaseNs, 'lease');
        break;
      case 'isr-log':
        if (policy.minIsr > this.replicas) {
          const message = `'min-isr' is ${String(policy.minIsr)}, and ${this.storeText()}: no write is ever accepted; write at most ${String(this.replicas)}`;
          this.report('FTM330', settings.written('min-isr'), message, String(this.replicas));
        }
        break;
      case 'pbft':
        this.checkByzantine();
        break;
      case 'erasure':
        this.checkFragments(policy.data, policy.parity);
        this.checkData();
        break;
      case 'single':
        if ((this.bound.storeSettings.optionalCount('replicas') ?? 1) > 1) {
          const message = "'single' keeps one copy; choose a policy that replicates, or remove 'replicas'";
          this.report('FTM331', this.bound.storeSettings.written('replicas'), message);
        }
        break;
      case 'zab':
      case 'multi-leader':
      case 'gossip':
      case 'voting':
        break;
    }
    this.checkDetector();
    if (policy.detector?.kind === 'timeout') {
      this.checkHeartbeat(policy.detector.heartbeatNs, policy.detector.timeoutNs, 'detector');
    }
    if (policy.detector?.kind === 'swim') this.checkPing(policy.detector.pingTimeoutNs, policy.detector.periodNs);
  }

  private checkReplicas(): void {
    const { store, storeSettings, policy } = this.bound;
    const written = storeSettings.written('replicas');
    if (written === undefined || this.bound.replicas <= store.on.length || policy.family === 'single') return;
    const message = `${String(this.bound.replicas)} replicas need as many nodes, and '${store.name}' lies on ${String(store.on.length)}; write at most ${String(store.on.length)}`;
    this.report('FTM324', written, message, String(store.on.length));
  }

  private checkQuorum(name: 'read' | 'write', size: number | string): void {
    if (typeof size !== 'number' || size <= this.replicas) return;
    const message = `'${name}' waits for ${String(size)} replicas, and ${this.storeText()}: it can never succeed; write at most ${String(this.replicas)}`;
    this.report('FTM320', this.bound.settings.written(name), message, String(this.replicas));
  }

  private checkBackups(acknowledge: number | string): void {
    const backups = this.replicas - 1;
    if (typeof acknowledge !== 'number' || acknowledge <= backups) return;
    const fixed = backups === 0 ? 'async' : String(backups);
    const message = `'acknowledge' waits for ${counted(acknowledge, 'backup')}, and ${this.storeText()}, one of them the primary; write '${fixed}'`;
    this.report('FTM321', this.bound.settings.written('acknowledge'), message, fixed);
  }

  private checkByzantine(): void {
    const { store, storeSettings } = this.bound;
    if (this.replicas >= 4) return;
    const missing = 4 - store.on.length;
    const change = missing > 0 ? `add ${counted(missing, 'node')}` : "write 'replicas: 4'";
    const message = `PBFT needs at least 4 replicas to survive one that lies, and ${this.storeText()}; ${change}`;
    this.report('FTM322', missing > 0 ? undefined : storeSettings.written('replicas'), message, '4');
  }

  private checkFragments(data: number, parity: number): void {
    const nodes = this.bound.store.on.length;
    if (data + parity > nodes) {
      const fixed = nodes - parity >= 1 ? String(nodes - parity) : undefined;
      const fewer = fixed === undefined ? 'use fewer fragments' : `write 'data: ${fixed}'`;
      const message = `${String(data)} data and ${String(parity)} parity fragments need ${String(data + parity)} nodes, and '${this.bound.store.name}' lies on ${String(nodes)}; add ${counted(data + parity - nodes, 'node')}, or ${fewer}`;
      this.report('FTM323', this.bound.settings.written('data'), message, fixed);
    } else if (this.replicas !== data + parity) {
      const message = `'replicas' of an erasure-coded store are its fragments: ${String(data)} + ${String(parity)}; remove it`;
      this.report('FTM323', this.bound.storeSettings.written('replicas'), message);
    }
  }

  private checkData(): void {
    const { store, storeSettings } = this.bound;
    const data = storeSettings.word('data');
    if (data === undefined || data === 'register') return;
    const message = `an erasure-coded store keeps registers, since fragments cannot be added to, and '${store.name}' holds a ${data}; use 'data: register', or a policy that keeps whole copies`;
    this.report('FTM332', storeSettings.written('data'), message, 'register');
  }

  private checkDetector(): void {
    const { policy, settings } = this.bound;
    if (policy.detector === undefined) return;
    const { heeded, instead } = detectorsOf(policy.family);
    if (heeded.includes(policy.detector.kind)) return;
    const message = `${policy.family} would pass over 'detector: ${policy.detector.kind}': ${instead}; remove it`;
    this.report('FTM334', settings.written('detector'), message);
  }

  private checkHeartbeat(heartbeatNs: number, timeoutNs: number, name: string): void {
    if (heartbeatNs < timeoutNs || timeoutNs === 0) return;
    const { settings } = this.bound;
    const written =
      name === 'detector' ? settings.written(name) : (settings.written('heartbeat') ?? settings.written(name));
    const fixed = durationText(timeoutNs / 2);
    const message = `a heartbeat every ${durationText(heartbeatNs)} is too rare for ${/^[aeiou]/.test(name) ? 'an' : 'a'} '${name}' of ${durationText(timeoutNs)}: healthy nodes are taken for dead; write 'heartbeat: ${fixed}', or any time below ${durationText(timeoutNs)}`;
    this.report('FTM325', written, message, written === settings.written('heartbeat') ? fixed : undefined);
  }

  /** The direct ping has had its time before the period ends, or nobody is asked to ping on behalf (SWIM, section 3.1). */
  private checkPing(pingTimeoutNs: number, periodNs: number): void {
    if (pingTimeoutNs < periodNs) return;
    const message = `a ping that may take ${durationText(pingTimeoutNs)} leaves no time to ask others in a 'period' of ${durationText(periodNs)}; write 'ping-timeout: ${durationText(periodNs * 0.3)}', or any time below ${durationText(periodNs)}`;
    this.report('FTM304', this.bound.settings.written('detector'), message);
  }

  private storeText(): string {
    const { store } = this.bound;
    return `'${store.name}' has ${counted(this.replicas, 'replica')}`;
  }

  /** Reports at the property where it is written, or else where the policy is chosen. */
  private report(code: ProblemCode, written: Setting | undefined, message: string, fixed?: string): void {
    const { store, uri, range } = this.bound;
    const place = written ?? { uri, range };
    const related: RelatedPlace[] =
      written === undefined || written.uri === uri
        ? [{ uri: store.uri, range: store.symbol.nameRange, message: `'${store.name}' is declared here` }]
        : [{ uri, range, message: 'the policy is chosen here' }];
    const fixes: ProblemFix[] =
      fixed === undefined || written === undefined
        ? []
        : [{ title: `Write ${fixed}`, edits: [{ range: written.range, newText: fixed }] }];
    this.env.contextOf(place.uri).report(code, place.range, message, { related, fixes });
  }
}

/** `1 replica`, `3 replicas`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A duration as a person would write it. */
export function durationText(ns: number): string {
  const texts = durationUnits
    .filter(([, scale]) => ns >= scale)
    .map(([unit, scale]) => `${String(Number((ns / scale).toPrecision(4)))}${unit}`);
  // 70s rather than 1.167min.
  return texts.find((text) => !/\.\d{3}/.test(text)) ?? texts[0] ?? `${String(ns)}ns`;
}

const durationUnits = [
  ['d', 86_400e9],
  ['h', 3_600e9],
  ['min', 60e9],
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
] as const;
