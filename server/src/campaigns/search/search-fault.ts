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
  | { readonly kind: 'cut'; readonly from: SearchTarget; readonly to: SearchTarget };

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
  }
}

function actionModel({ action, forNs: ns }: SearchFault): ActionModel {
  const forNs = toNanos(ns);
  const models = (targets: readonly SearchTarget[]): readonly TargetModel[] => targets.map(({ target }) => target);
  switch (action.kind) {
    case 'crash':
      return { kind: 'crash', targets: models(action.targets), forNs };
    case 'pause':
      return { kind: 'pause', targets: models(action.targets), forNs };
    case 'isolate':
      return { kind: 'isolate', targets: models(action.targets), forNs };
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
