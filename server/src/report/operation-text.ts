import type { ScenarioModel } from '../language/model';
import { FailureReason, OPERATION_KINDS, Outcome, type History } from '../simulation';

/** One operation as it reads in a history: `write orders k3 = 17`, `read orders k3 -> 17`, `checkout`. */
export function operationText(scenario: ScenarioModel, history: History, row: number): string {
  const store = scenario.stores[history.store[row] ?? -1];
  if (store === undefined) return requestText(scenario, history, row);
  const kind = OPERATION_KINDS[history.kind[row] ?? 0] ?? 'read';
  const subject = `${kind} ${store.name} k${history.key[row] ?? 0}`;
  const input = history.input[row] ?? Number.NaN;
  switch (kind) {
    case 'read':
    case 'poll':
      return `${subject} -> ${outputText(history, row)}`;
    case 'cas':
      return `${subject} ${history.expected[row] ?? '?'} => ${input}`;
    case 'write':
      return `${subject} = ${input}`;
    case 'append':
    case 'add':
    case 'remove':
    case 'increment':
      return `${subject} ${input}`;
  }
}

/** Why an operation was not answered, as the end of a sentence: `timed out`. */
export function reasonText(reason: number): string {
  switch (reason as FailureReason) {
    case FailureReason.None:
      return 'failed';
    case FailureReason.Timeout:
      return 'timed out';
    case FailureReason.ConnectionRefused:
      return 'connection refused';
    case FailureReason.NotLeader:
      return 'no leader';
    case FailureReason.NoQuorum:
      return 'no quorum';
    case FailureReason.CasMismatch:
      return 'value had changed';
    case FailureReason.DiskFull:
      return 'disk full';
    case FailureReason.Overloaded:
      return 'overloaded';
    case FailureReason.Corrupt:
      return 'corrupt';
    case FailureReason.Recovering:
      return 'still recovering';
    case FailureReason.EndOfRun:
      return 'open at the end of the run';
    case FailureReason.Fenced:
      return 'fenced';
    case FailureReason.ServerError:
      return 'server error';
    case FailureReason.CircuitOpen:
      return 'circuit open';
    case FailureReason.BulkheadFull:
      return 'bulkhead full';
    case FailureReason.NoInstance:
      return 'no instance ready';
    case FailureReason.ConnectionReset:
      return 'connection reset';
  }
}

/** Whether the client was told a result: a cas that found another value was answered, too. */
export function isAnswered(history: History, row: number): boolean {
  return history.outcome[row] === Outcome.Ok || history.reason[row] === FailureReason.CasMismatch;
}

/** `Shopping: checkout` of a client, `call payments.pay` of another service. */
function requestText(scenario: ScenarioModel, history: History, row: number): string {
  const workload = scenario.workloads[history.workload[row] ?? -1];
  const service = scenario.services[history.service[row] ?? -1];
  const handler = service?.handlers[history.handler[row] ?? -1]?.name;
  if (workload !== undefined) return handler === undefined ? workload.name : `${workload.name}: ${handler}`;
  return service === undefined || handler === undefined ? 'request' : `call ${service.name}.${handler}`;
}

function outputText(history: History, row: number): string {
  if (history.outcome[row] !== Outcome.Ok) return '?';
  const seen = history.observations[history.observed[row] ?? -1];
  const output = history.output[row] ?? Number.NaN;
  if (seen === undefined) return Number.isNaN(output) ? 'nothing' : String(output);
  const shownFirst = seen.slice(0, 5).join(', ');
  return seen.length > 5 ? `[${shownFirst}, ... ${seen.length} in all]` : `[${shownFirst}]`;
}
