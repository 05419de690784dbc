import { DropReason, EventKind, OPERATION_KINDS, Outcome, garble, type History } from '../simulation';
import type { PathStep } from '../analysis';
import { isJobRestart, jobRestartText } from './job-restart-text';
import { placeName, type JudgedRun } from './judged-run';
import { isAnswered, operationText, reasonText } from './operation-text';
import { occurrenceText } from './project-faults';
import { durationText, plural } from './quantity-text';
import type { PathRow } from './run-report';
import { traceEventText } from './trace-event-text';

/** Faster answers seem instant to people (Nielsen, *Usability Engineering*, 1993, section 5.5). */
export const NOTICED_NS = 100_000_000;

/** What a step on the way from a fault to a violation says. */
export function pathStepText(
  judged: JudgedRun,
  { event, operation, count, holds }: PathStep,
): { readonly text: string; readonly kind: PathRow['kind'] } {
  const { scenario, run } = judged;
  const { trace, history } = run;
  const place = placeName(scenario, trace.place[event] ?? -1);
  const peer = placeName(scenario, trace.peer[event] ?? -1);
  const subject = operation < 0 ? '' : operationText(scenario, history, operation);
  switch (trace.kind[event] as EventKind) {
    case EventKind.FaultBegin: {
      const occurrence = run.occurrences[trace.b[event] ?? -1];
      return { kind: 'fault', text: occurrence === undefined ? 'a fault' : occurrenceText(scenario, occurrence) };
    }
    case EventKind.Drop: {
      const name = trace.names[trace.a[event] ?? -1] ?? 'message';
      const lost = lostText(trace.b[event] ?? 0, peer);
      if (holds === true)
        return { kind: 'message', text: `${heldText(place, subject)}; its ${name} to ${peer}: ${lost}` };
      const carried = operation < 0 ? '' : ` for ${withoutAnswer(subject)}`;
      const others = count > 1 ? ` (and so for ${plural(count - 1, 'more message')} of it)` : '';
      return {
        kind: 'message',
        text: `${place} sends ${name} to ${peer}${carried}: ${lost}${others}`,
      };
    }
    case EventKind.Damage: {
      const what = damagedText(judged, trace.b[event] ?? NaN);
      if ((trace.peer[event] ?? -1) < 0)
        return { kind: 'system', text: `on the disk of ${place} ${what}, and nothing notices` };
      const name = trace.names[trace.a[event] ?? -1] ?? 'message';
      return { kind: 'message', text: `${place} sends ${name} to ${peer}: in it ${what}, and nothing notices` };
    }
    case EventKind.Deliver:
      return { kind: 'message', text: heldText(place, subject) };
    case EventKind.Refuse:
      return {
        kind: 'message',
        text: `${place} refuses ${withoutAnswer(subject)}: ${reasonText(trace.b[event] ?? 0)}`,
      };
    case EventKind.Acknowledge:
      return { kind: 'operation', text: `${place} answers ${withoutAnswer(subject)} as done` };
    case EventKind.Invoke:
      return { kind: 'operation', text: `${place} begins ${withoutAnswer(subject)}` };
    case EventKind.Complete:
      return { kind: 'operation', text: completionText(judged, operation) };
    default:
      return {
        kind: 'system',
        text: `${traceEventText(scenario, run, event)?.text ?? `something happens at ${place}`}${alsoText(trace.kind[event] ?? 0, count)}${isJobRestart(judged, event) ? jobRestartText(judged, event) : ''}`,
      };
  }
}

/** `write orders k3 = 17 becomes -19`. Values are unique in a run, so each tells of which write it was. */
function damagedText({ scenario, run: { history } }: JudgedRun, value: number): string {
  const write = history.input.findIndex((input, operation) => isWriteOf(history, operation) && garble(input) === value);
  if (write < 0) return `a value becomes ${value}`;
  return `${operationText(scenario, history, write)} becomes ${value}`;
}

function isWriteOf({ kind, store }: History, operation: number): boolean {
  const name = OPERATION_KINDS[kind[operation] ?? 0];
  return (store[operation] ?? -1) >= 0 && name !== 'read' && name !== 'poll';
}

function heldText(place: string, subject: string): string {
  return `${place} has ${withoutAnswer(subject)} and does not answer`;
}

/** A node that suspects one seldom suspects only that one. */
function alsoText(kind: number, count: number): string {
  return kind === EventKind.Suspect && count > 1 ? ` (the first of ${count} suspicions)` : '';
}

function completionText({ scenario, run, verdict }: JudgedRun, operation: number): string {
  const { history } = run;
  const client = placeName(scenario, history.client[operation] ?? -1);
  const subject = operationText(scenario, history, operation);
  const answeredBy = history.answeredBy[operation] ?? -1;
  const by = answeredBy < 0 ? '' : ` by ${placeName(scenario, answeredBy)}`;
  if (!isAnswered(history, operation))
    return `${client}: ${withoutAnswer(subject)} fails: ${reasonText(history.reason[operation] ?? 0)}`;
  const kind = OPERATION_KINDS[history.kind[operation] ?? 0];
  const reads = kind === 'read' || kind === 'poll';
  const isRequest = (history.store[operation] ?? -1) < 0;
  const what =
    reads || isRequest ? `${client} is answered${by}: ${subject}` : `${client} is told${by} that ${subject} is done`;
  const told = `${what}${delayText(history, operation)}${history.degraded[operation] === 1 ? ', with less than the full answer' : ''}`;
  if (history.outcome[operation] !== Outcome.Ok) return `${client} is told${by} that the value had changed: ${subject}`;
  const mark = verdict.lostOperations.includes(operation)
    ? '; it is lost in the end'
    : verdict.staleOperations.includes(operation)
      ? '; that is stale'
      : verdict.corruptOperations.includes(operation)
        ? '; nobody wrote that'
        : '';
  return `${told}${mark}`;
}

/** How long it took, where a person would notice, and how often its client tried. */
function delayText({ invokedAt, completedAt, attempts }: History, operation: number): string {
  const tookNs = (completedAt[operation] ?? 0) - (invokedAt[operation] ?? 0);
  const tried = attempts[operation] ?? 1;
  const often = tried > 1 ? ` and ${tried} attempts` : '';
  return tookNs < NOTICED_NS ? '' : ` after ${durationText(tookNs)}${often}`;
}

/** `read orders k3 -> 17` without what it was answered. */
export function withoutAnswer(subject: string): string {
  return subject.replace(/ -> .*$/, '');
}

function lostText(reason: number, peer: string): string {
  switch (reason as DropReason) {
    case DropReason.Loss:
      return 'lost on the way';
    case DropReason.Partition:
      return 'nothing passes between them';
    case DropReason.ReceiverDown:
      return `${peer} is down`;
    case DropReason.SenderDown:
      return 'the sender went down';
    case DropReason.FaultDrop:
      return 'dropped on the way';
    case DropReason.Corrupt:
      return 'it arrives damaged and is thrown away';
    case DropReason.Shed:
      return `${peer} has no room for it`;
  }
}
