import type { Origin } from './origin';
import type { Nanos } from './quantity';
import type { PolicyModel } from './policy';

/** When a fault's action is taken. */
export type TriggerModel =
  | { readonly kind: 'at'; readonly atNs: Nanos }
  /** One uniform draw in the range. */
  | { readonly kind: 'between'; readonly fromNs: Nanos; readonly toNs: Nanos }
  | {
      readonly kind: 'every';
      readonly periodNs: Nanos;
      readonly jitterNs: Nanos;
      /** The first firing; undefined: after one period. */
      readonly fromNs?: Nanos;
      /** Undefined: to the end of the run. */
      readonly toNs?: Nanos;
    }
  | { readonly kind: 'leader-changes'; readonly store: number; readonly afterNs: Nanos }
  | { readonly kind: 'write-acknowledged'; readonly store: number; readonly count: number; readonly afterNs: Nanos }
  /** `randomly`: for each target, exponential times to failure and to repair. */
  | { readonly kind: 'randomly'; readonly mtbfNs: number; readonly mttrNs: number };

/** Who is hit. Dynamic targets are resolved when the action is taken, from what the environment can observe. */
export type TargetModel =
  | { readonly kind: 'places'; readonly places: readonly number[]; readonly text: string }
  | { readonly kind: 'leader'; readonly store: number }
  | { readonly kind: 'followers'; readonly store: number }
  | { readonly kind: 'random'; readonly count: number; readonly store: number }
  | { readonly kind: 'all'; readonly store: number };

export type LinkSetModel =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'from'; readonly from: readonly TargetModel[]; readonly to: readonly TargetModel[] }
  | { readonly kind: 'between'; readonly a: readonly TargetModel[]; readonly b: readonly TargetModel[] }
  | { readonly kind: 'of'; readonly of: readonly TargetModel[] };

type Targets = readonly TargetModel[];

/** `forNs` undefined: for good, or until an action that ends it (`restart`, `heal`, `deploy`). */
export type ActionModel =
  | { readonly kind: 'crash'; readonly targets: Targets; readonly forNs?: Nanos }
  | { readonly kind: 'restart'; readonly targets: Targets }
  | { readonly kind: 'wipe'; readonly targets: Targets }
  | { readonly kind: 'pause'; readonly targets: Targets; readonly forNs?: Nanos }
  | { readonly kind: 'slow'; readonly targets: Targets; readonly factor: number; readonly forNs?: Nanos }
  | { readonly kind: 'delay'; readonly links: LinkSetModel; readonly byNs: Nanos; readonly forNs?: Nanos }
  | { readonly kind: 'reorder'; readonly links: LinkSetModel; readonly withinNs: Nanos; readonly forNs?: Nanos }
  | { readonly kind: 'skew'; readonly targets: Targets; readonly byNs: Nanos; readonly forNs?: Nanos }
  | { readonly kind: 'drift'; readonly targets: Targets; readonly ppm: number; readonly forNs?: Nanos }
  | { readonly kind: 'drop'; readonly links: LinkSetModel; readonly share: number; readonly forNs?: Nanos }
  | { readonly kind: 'duplicate'; readonly links: LinkSetModel; readonly share: number; readonly forNs?: Nanos }
  /** Groups of targets; a node in no group is cut from all, a client goes with its domain. */
  | { readonly kind: 'partition'; readonly groups: readonly Targets[]; readonly forNs?: Nanos }
  | { readonly kind: 'isolate'; readonly targets: Targets; readonly forNs?: Nanos }
  /** One way: messages from `from` no longer reach `to`. */
  | { readonly kind: 'cut'; readonly from: Targets; readonly to: Targets; readonly forNs?: Nanos }
  | { readonly kind: 'heal' }
  | { readonly kind: 'corrupt-links'; readonly links: LinkSetModel; readonly share: number; readonly forNs?: Nanos }
  | { readonly kind: 'corrupt-disk'; readonly targets: Targets; readonly share: number }
  | { readonly kind: 'fill-disk'; readonly targets: Targets; readonly forNs?: Nanos }
  | { readonly kind: 'slow-disk'; readonly targets: Targets; readonly factor: number; readonly forNs?: Nanos }
  | { readonly kind: 'lose-fsync'; readonly targets: Targets; readonly forNs?: Nanos }
  | {
      readonly kind: 'byzantine';
      readonly targets: Targets;
      readonly behaviour: 'equivocate' | 'lie' | 'silent' | 'replay';
      readonly forNs?: Nanos;
    }
  | { readonly kind: 'bug'; readonly service: number; readonly share: number; readonly forNs?: Nanos }
  | { readonly kind: 'leak'; readonly service: number; readonly crashAfterNs: Nanos; readonly forNs?: Nanos }
  | {
      readonly kind: 'deploy';
      readonly service: number;
      readonly errorShare: number;
      readonly batch: number;
      readonly intervalNs: Nanos;
      readonly rollbackAfterNs?: Nanos;
    }
  /** `policy`: the store's whole policy after the reconfiguration. */
  | { readonly kind: 'reconfigure'; readonly store: number; readonly policy: PolicyModel }
  | { readonly kind: 'remove'; readonly targets: Targets; readonly store: number }
  | { readonly kind: 'add'; readonly targets: Targets; readonly store: number }
  | { readonly kind: 'promote'; readonly targets: Targets; readonly store: number }
  | { readonly kind: 'surge'; readonly workload: number; readonly factor: number; readonly forNs?: Nanos };

export interface FaultModel {
  /** `as NAME`, or empty. */
  readonly name: string;
  readonly trigger: TriggerModel;
  readonly action: ActionModel;
  /** Share of 1 with which each firing takes place. */
  readonly probability: number;
  /** The entry as written, for reports. */
  readonly text: string;
  readonly origin: Origin;
}
