import { DropReason, EventKind, Outcome } from '../simulation';
import { placeName, type JudgedRun } from './judged-run';
import { reasonText } from './operation-text';
import { countText, durationText } from './quantity-text';
import type { PathStep } from './run-report';

/** What an event tells of the operation that it descends from; undefined where it adds nothing to the story. */
export function pathStep({ scenario, run }: JudgedRun, event: number, operation: number): PathStep | undefined {
  const { trace, history } = run;
  const at = trace.time[event] ?? 0;
  const place = trace.place[event] ?? -1;
  const peer = trace.peer[event] ?? -1;
  const [here, there] = [placeName(scenario, place), placeName(scenario, peer)];
  const isNode = (one: number): boolean => one >= 0 && one < scenario.nodeCount;
  const a = trace.a[event] ?? 0;
  const b = trace.b[event] ?? 0;
  const c = trace.c[event] ?? 0;
  const step = (kind: PathStep['kind'], text: string, other = -1): PathStep => ({ at, kind, place, peer: other, text });
  switch (trace.kind[event] as EventKind) {
    case EventKind.Attempt:
      return step('asked', `${here} asks ${there}${b > 1 ? `, attempt ${b}` : ''}`, peer);
    case EventKind.Deliver: {
      // What comes back to the client is told by how the operation ends.
      if (!isNode(place)) return undefined;
      return step('arrived', `${trace.names[a] ?? 'message'} of ${there} reaches ${here} in ${durationText(b)}`, peer);
    }
    case EventKind.Drop: {
      const name = trace.names[a] ?? 'message';
      return step('lost', `${name} of ${here} does not reach ${there}: ${dropText(b, there)}`, peer);
    }
    case EventKind.Refuse:
      return step('refused', `${here} refuses: ${reasonText(b)}`);
    case EventKind.Append:
      return c === history.input[operation]
        ? step('stored', `${here} has it in its log, at index ${countText(b)}`)
        : undefined;
    case EventKind.Hint:
      return step('stored', `${here} keeps a hint for ${there}`, peer);
    case EventKind.Acknowledge:
      return a === operation ? step('stored', `${here} answers that it is done`) : undefined;
    case EventKind.Complete:
      return step('ended', endText(here, b, c));
    default:
      return undefined;
  }
}

function endText(client: string, outcome: number, reason: number): string {
  switch (outcome as Outcome) {
    case Outcome.Ok:
      return `${client} has its answer`;
    case Outcome.Fail:
      return `${client} fails: ${reasonText(reason)}`;
    case Outcome.Info:
      return `${client} gives up and does not know: ${reasonText(reason)}`;
  }
}

function dropText(reason: number, receiver: string): string {
  switch (reason as DropReason) {
    case DropReason.Loss:
      return 'lost on the link';
    case DropReason.Partition:
      return 'the network is split';
    case DropReason.ReceiverDown:
      return `${receiver} is down`;
    case DropReason.SenderDown:
      return 'the sender is down';
    case DropReason.FaultDrop:
      return 'dropped by a fault';
    case DropReason.Corrupt:
      return 'corrupt';
    case DropReason.Shed:
      return 'shed by an overloaded receiver';
  }
}
