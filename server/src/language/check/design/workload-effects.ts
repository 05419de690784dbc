import { isRead } from '../../compile/operations';
import type { OperationKind, WorkloadModel } from '../../model';
import type { CheckedScenario } from '../check-scenario';

/** Whether every workload of a scenario is understood: one with a mistake in it may do anything. */
export function areWorkloadsKnown({ scenario, workloads }: CheckedScenario): boolean {
  return workloads.length === scenario.settings.names('workload').length;
}

/** Whether operations may reach a store; through a service anything may be reached. */
export function reaches(workload: WorkloadModel, store: number): boolean {
  return workload.target.kind !== 'store' || workload.target.store === store;
}

/** Whether some operations only look. */
export function reads(workload: WorkloadModel): boolean {
  return workload.target.kind !== 'store' || kindsOf(workload).some(isRead);
}

/** Whether some operations change something. */
export function writes(workload: WorkloadModel): boolean {
  return workload.target.kind !== 'store' || kindsOf(workload).some((kind) => !isRead(kind));
}

function kindsOf({ operations }: WorkloadModel): readonly OperationKind[] {
  if (operations.kind === 'sequence') return operations.sequence;
  return operations.shares.filter((each) => each.share > 0).map((each) => each.operation);
}
