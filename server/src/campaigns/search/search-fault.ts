import { toNanos, type ActionModel, type FaultModel, type Origin, type TargetModel } from '../../language/model';

/** Whom a fault that is tried hits, as the language writes it and as the model has it. */
export interface SearchTarget {
  readonly text: string;
  readonly target: TargetModel;
}

/** What is done; everything but its time. */
export type SearchAction =
  | { readonly kind: 'crash' | 'pause' | 'isolate'; readonly targets: readonly SearchTarget[] }
  /** Two groups that together hold every node. */
  | { readonly kind: 'partition'; readonly groups: readonly (readonly SearchTarget[])[] }
  | { readonly kind: 'cut'; readonly from: SearchTarget; readonly to: SearchTarget }
  /** Disks that are full, or that acknowledge what they do not keep. */
  | { readonly kind: 'fill-disk' | 'lose-fsync'; readonly targets: readonly SearchTarget[] }
  | { readonly kind: 'slow' | 'slow-disk'; readonly targets: readonly SearchTarget[]; readonly factor: number }
  | { readonly kind: 'skew'; readonly targets: readonly SearchTarget[]; readonly byNs: number }
  | { readonly kind: 'delay'; readonly targets: readonly SearchTarget[]; readonly byNs: number }
  | { readonly kind: 'bug'; readonly service: SearchThing; readonly share: number }
  | { readonly kind: 'surge'; readonly workload: SearchThing; readonly factor: number };

/** A service or workload by its name and its index. */
export interface SearchThing {
  readonly text: string;
  readonly index: number;
}

/** A fault that a search tries: an action that begins at one instant and lasts for some time. */
export interface SearchFault {
  readonly action: SearchAction;
  readonly atNs: number;
  readonly forNs: number;
}

/** The entry of a schedule, as a person would write it. */
export function faultText({ action, atNs, forNs }: SearchFault): string {
  return `at ${quantity(atNs)} ${actionText(action)} for ${quantity(forNs)}`;
}

/** The same as the compiler makes it of that text. */
export function faultModel(fault: SearchFault, origin: Origin): FaultModel {
  return {
    name: '',
    trigger: { kind: 'at', atNs: toNanos(fault.atNs) },
    action: actionModel(fault),
    probability: 1,
    text: faultText(fault),
    origin,
  };
}

export function actionText(action: SearchAction): string {
  const names = (targets: readonly SearchTarget[]): string => targets.map(({ text }) => text).join(', ');
  switch (action.kind) {
    case 'crash':
    case 'pause':
    case 'isolate':
      return `${action.kind} ${names(action.targets)}`;
    case 'partition':
      return `partition ${action.groups.map(names).join(' | ')}`;
    case 'cut':
      return `cut ${action.from.text} -> ${action.to.text}`;
    case 'fill-disk':
      return `fill disk of ${names(action.targets)}`;
    case 'lose-fsync':
      return `lose fsync of ${names(action.targets)}`;
    case 'slow':
      return `slow ${names(action.targets)} by ${action.factor}x`;
    case 'slow-disk':
      return `slow disk of ${names(action.targets)} by ${action.factor}x`;
    case 'skew':
      return `skew ${names(action.targets)} by ${action.byNs < 0 ? '-' : '+'}${quantity(Math.abs(action.byNs))}`;
    case 'delay':
      return `delay of ${names(action.targets)} by ${quantity(action.byNs)}`;
    case 'bug':
      return `bug in ${action.service.text} failing ${100 * action.share}%`;
    case 'surge':
      return `surge ${action.workload.text} by ${action.factor}x`;
  }
}

function actionModel({ action, forNs: ns }: SearchFault): ActionModel {
  const forNs = toNanos(ns);
  const models = (targets: readonly SearchTarget[]): readonly TargetModel[] => targets.map(({ target }) => target);
  switch (action.kind) {
    case 'crash':
      return { kind: 'crash', targets: models(action.targets), forNs };
    case 'pause':
    case 'isolate':
    case 'fill-disk':
    case 'lose-fsync':
      return { kind: action.kind, targets: models(action.targets), forNs };
    case 'slow':
    case 'slow-disk':
      return { kind: action.kind, targets: models(action.targets), factor: action.factor, forNs };
    case 'skew':
      return { kind: 'skew', targets: models(action.targets), byNs: toNanos(action.byNs), forNs };
    case 'delay':
      return {
        kind: 'delay',
        links: { kind: 'of', of: models(action.targets) },
        byNs: toNanos(action.byNs),
        forNs,
      };
    case 'bug':
      return { kind: 'bug', service: action.service.index, share: action.share, forNs };
    case 'surge':
      return { kind: 'surge', workload: action.workload.index, factor: action.factor, forNs };
    case 'partition':
      return { kind: 'partition', groups: action.groups.map(models), forNs };
    case 'cut':
      return { kind: 'cut', from: models([action.from]), to: models([action.to]), forNs };
  }
}

/** A whole number of milliseconds in the largest unit that keeps it short. */
function quantity(ns: number): string {
  const ms = Math.round(ns / 1e6);
  return ms % 100 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
