import type { BoundPolicy, BoundStore, PolicyChoice } from '../bind/bound';
import type { PolicyFamily } from '../model';
import type { Setting, Settings } from '../settings/settings';
import type { TextRange } from '../source-text';
import type { FaultNode } from '../syntax/syntax-tree';

/** What has settings of its own: everything but a policy, which has them from its bases too. */
interface Owner {
  readonly settings: Settings;
}

/** One `set`, or one value of a `vary`, applied. */
export type Override =
  | {
      readonly kind: 'setting';
      readonly owner: Owner | BoundPolicy;
      readonly path: readonly string[];
      readonly setting: Setting;
    }
  | {
      readonly kind: 'store-policy';
      readonly store: BoundStore;
      readonly choice: PolicyChoice;
      readonly uri: string;
      readonly range: TextRange;
    }
  | { readonly kind: 'fault-at'; readonly fault: FaultNode; readonly fromNs: number; readonly toNs: number }
  | { readonly kind: 'fault-for'; readonly fault: FaultNode; readonly ns: number };

/** A store's policy, and where it is named. */
export interface ChosenPolicy {
  readonly choice: PolicyChoice;
  readonly uri: string;
  readonly range: TextRange;
}

/** A policy with all that it derives from. */
export interface EffectivePolicy {
  readonly family: PolicyFamily;
  readonly name: string;
  readonly settings: Settings;
}

/** What a scenario or a cell of an experiment changes of what is declared; later ones win. */
export class Overrides {
  static readonly none = new Overrides([]);

  private readonly changes = new Map<Owner | BoundPolicy, Extract<Override, { kind: 'setting' }>[]>();
  private readonly policies = new Map<BoundStore, ChosenPolicy>();
  private readonly times = new Map<FaultNode, { at?: { fromNs: number; toNs: number }; forNs?: number }>();

  constructor(private readonly list: readonly Override[]) {
    for (const override of list) this.apply(override);
  }

  /** These, and then others. */
  and(more: readonly Override[]): Overrides {
    return more.length === 0 ? this : new Overrides([...this.list, ...more]);
  }

  get all(): readonly Override[] {
    return this.list;
  }

  /** The settings that hold for something declared. */
  settingsOf(owner: Owner): Settings {
    return this.changed(owner, owner.settings);
  }

  /** The policy that a store replicates with, or undefined where it is unknown. */
  policyOf(store: BoundStore): ChosenPolicy | undefined {
    const chosen = this.policies.get(store);
    if (chosen !== undefined) return chosen;
    return store.policy && { choice: store.policy, uri: store.uri, range: store.policyRange };
  }

  /** A policy with all that it derives from and all that is overridden of it; undefined where it has no family. */
  effective(choice: PolicyChoice): EffectivePolicy | undefined {
    if (choice.kind === 'family') {
      return { family: choice.family, name: choice.family, settings: choice.settings };
    }
    const { policy } = choice;
    if (policy.family === undefined) return undefined;
    return { family: policy.family, name: policy.name, settings: this.policySettings(policy) };
  }

  /** When a fault happens and how long it lasts, where that is changed. */
  timesOf(fault: FaultNode): {
    readonly at?: { readonly fromNs: number; readonly toNs: number };
    readonly forNs?: number;
  } {
    return this.times.get(fault) ?? {};
  }

  private policySettings(policy: BoundPolicy): Settings {
    const own = this.changed(policy, policy.own);
    return policy.base === undefined ? own : own.derivedFrom(this.policySettings(policy.base));
  }

  private changed(owner: Owner | BoundPolicy, settings: Settings): Settings {
    let result = settings;
    for (const { path, setting } of this.changes.get(owner) ?? []) result = result.with(path, setting);
    return result;
  }

  private apply(override: Override): void {
    switch (override.kind) {
      case 'setting':
        this.changes.set(override.owner, [...(this.changes.get(override.owner) ?? []), override]);
        break;
      case 'store-policy':
        this.policies.set(override.store, override);
        break;
      case 'fault-at': {
        const { fromNs, toNs } = override;
        this.times.set(override.fault, { ...this.times.get(override.fault), at: { fromNs, toNs } });
        break;
      }
      case 'fault-for':
        this.times.set(override.fault, { ...this.times.get(override.fault), forNs: override.ns });
        break;
    }
  }
}
