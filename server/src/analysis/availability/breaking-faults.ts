import type { ActionModel, ScenarioModel, WindowModel } from '../../language/model';
import type { FaultOccurrence } from '../../simulation';

/** True for an occurrence that hit something and was there to break it. */
export function isBreaking(scenario: ScenarioModel, occurrence: FaultOccurrence): boolean {
  const fault = scenario.faults[occurrence.fault];
  return fault !== undefined && !occurrence.vacuous && breaks(fault.action);
}

/** `during FAULT` and `during T1..T2` choose faults by when they began. */
export function beganIn(window: WindowModel | undefined, { fault, beganAt }: FaultOccurrence): boolean {
  if (window === undefined) return true;
  return window.kind === 'fault' ? fault === window.fault : beganAt >= window.fromNs && beganAt < window.toNs;
}

/** Heals and restarts mend; adding, promoting and reconfiguring change on purpose. */
export function breaks(action: ActionModel): boolean {
  switch (action.kind) {
    case 'heal':
    case 'restart':
    case 'add':
    case 'promote':
    case 'reconfigure':
    case 'remove':
      return false;
    case 'crash':
    case 'wipe':
    case 'pause':
    case 'slow':
    case 'delay':
    case 'reorder':
    case 'skew':
    case 'drift':
    case 'drop':
    case 'duplicate':
    case 'partition':
    case 'isolate':
    case 'cut':
    case 'corrupt-links':
    case 'corrupt-disk':
    case 'fill-disk':
    case 'slow-disk':
    case 'lose-fsync':
    case 'byzantine':
    case 'bug':
    case 'leak':
    case 'deploy':
    case 'surge':
      return true;
  }
}

/** Faults that a failure detector can notice: a place stops, stalls or is cut off. */
export function isDetectable(action: ActionModel): boolean {
  return ['crash', 'pause', 'partition', 'isolate', 'cut'].includes(action.kind);
}
