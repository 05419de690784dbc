import type { TriggerModel } from '../../model';

/** The first moment at which a trigger may fire, or undefined where that depends on the run. */
export function earliestNs(trigger: TriggerModel): number | undefined {
  switch (trigger.kind) {
    case 'at':
      return trigger.atNs;
    case 'between':
      return trigger.fromNs;
    case 'every':
      return trigger.fromNs ?? Math.max(trigger.periodNs - trigger.jitterNs, 0);
    case 'leader-changes':
    case 'write-acknowledged':
    case 'randomly':
      return undefined;
  }
}

/** The last moment at which a trigger may fire, or undefined where it has none. */
export function latestNs(trigger: TriggerModel): number | undefined {
  switch (trigger.kind) {
    case 'at':
      return trigger.atNs;
    case 'between':
      return trigger.toNs;
    case 'every':
    case 'leader-changes':
    case 'write-acknowledged':
    case 'randomly':
      return undefined;
  }
}
