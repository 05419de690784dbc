import type { GraphNode, LaneSpan } from '../../../server/src/report/run-report';
import { EVENT_SIGNS, FAULT_SIGNS, ROLE_SIGNS, DECISION_SIGNS } from '../look/vocabulary';
import { connectionAt } from '../run/connections';
import { messageName } from '../run/message-index';
import { operationText } from '../run/operation-index';
import { nodeStateAt } from '../run/place-state';
import { pathOf } from '../run/paths';
import { inspectOperation } from './inspect-operation';
import { activeFaults, field, when, type Inspected } from './inspected';
import { changesAt, logsText } from './node-changes';
import { placeName, type RunIndex } from '../run/run-index';
import type { Selection } from '../state/view-state';
import { formatDuration } from '../time/time-format';

export function inspect(run: RunIndex, selection: Selection, cursor: number): Inspected | null {
  switch (selection.kind) {
    case 'event':
      return inspectEvent(run, selection.row);
    case 'operation':
      return inspectOperation(run, selection.row);
    case 'fault':
      return inspectFault(run, selection.row);
    case 'expectation':
      return inspectExpectation(run, selection.row);
    case 'message':
      return inspectMessage(run, selection.row);
    case 'place':
      return inspectPlace(run, selection.place, cursor);
  }
}

function inspectEvent(run: RunIndex, row: number): Inspected | null {
  const event = run.report.events[row];
  if (event === undefined) {
    return null;
  }
  const { cause, operation } = event;
  const causeText = cause === undefined ? undefined : run.report.events[cause]?.text;
  const effects = run.report.events.flatMap((other, number) => (other.cause === row ? [number] : [])).slice(0, 5);
  return {
    kind: EVENT_SIGNS[event.kind].word,
    sign: EVENT_SIGNS[event.kind],
    title: event.text,
    fields: [
      ['When', when(event.at)],
      ...field('Where', placeName(run, event.place)),
      ...changesAt(run, event.place, event.at),
    ],
    steps: operation === undefined ? [] : (pathOf(run, operation)?.steps ?? []),
    related: [
      ...(cause === undefined || causeText === undefined
        ? []
        : [{ label: `Because: ${causeText}`, selection: { kind: 'event', row: cause } as const }]),
      ...(operation === undefined
        ? []
        : [{ label: 'The operation', selection: { kind: 'operation', row: operation } as const }]),
      ...effects.map((effect) => ({
        label: `Led to: ${run.report.events[effect]?.text ?? ''}`,
        selection: { kind: 'event', row: effect } as const,
      })),
      ...activeFaults(run, event.at),
    ],
  };
}

function inspectFault(run: RunIndex, row: number): Inspected | null {
  const fault = run.report.faults[row];
  if (fault === undefined) {
    return null;
  }
  const sign = FAULT_SIGNS[fault.kind];
  const names = (places: readonly number[]): string => places.map((place) => placeName(run, place)).join(', ');
  return {
    kind: `fault, ${sign.word}`,
    sign,
    title: fault.label,
    fields: [
      [
        'Lasts',
        fault.to > fault.from
          ? `${when(fault.from)} to ${when(fault.to)}, ${formatDuration(fault.to - fault.from)}`
          : when(fault.from),
      ],
      ...field('Hits', names(fault.places)),
      ...field('Sides', fault.groups.map(names).join(' | ')),
      ...field(
        'Cuts',
        (fault.cuts ?? []).map(([from, to]) => `${placeName(run, from)} → ${placeName(run, to)}`).join(', '),
      ),
    ],
    related: run.report.events
      .flatMap((event, number) =>
        event.kind === 'detection' && event.at >= fault.from && event.at <= fault.to
          ? [
              {
                label: `Noticed after ${formatDuration(event.at - fault.from)}: ${event.text}`,
                selection: { kind: 'event', row: number } as const,
              },
            ]
          : [],
      )
      .slice(0, 4),
  };
}

function inspectExpectation(run: RunIndex, row: number): Inspected | null {
  const expectation = run.report.expectations[row];
  if (expectation === undefined) {
    return null;
  }
  const { witness } = expectation;
  return {
    kind: `expectation, ${expectation.decision}`,
    sign: DECISION_SIGNS[expectation.decision],
    title: expectation.text,
    fields: [
      ['Measured', expectation.measured],
      ['Why', expectation.explanation],
      ...field('Witness', witness === null ? '' : `${witness.sentence} (${when(witness.at)})`),
    ],
    related: [
      ...(witness?.operations ?? []).map((operation, number) => ({
        label: `${String(number + 1)}. ${operationText(run.operations, operation)}`,
        selection: { kind: 'operation', row: operation } as const,
      })),
      ...(witness === null ? [] : activeFaults(run, witness.at)),
    ],
  };
}

function inspectMessage(run: RunIndex, row: number): Inspected | null {
  const { messages } = run;
  const sent = messages.sentAt[row];
  if (sent === undefined) {
    return null;
  }
  const arrived = messages.arrivedAt[row] ?? NaN;
  return {
    kind: 'message',
    sign: null,
    title: messageName(messages, row),
    fields: [
      ['Way', `${placeName(run, messages.sender[row] ?? -1)} → ${placeName(run, messages.receiver[row] ?? -1)}`],
      ['Sent', when(sent)],
      [
        'Arrived',
        Number.isNaN(arrived) ? 'never: it was lost' : `${when(arrived)}, after ${formatDuration(arrived - sent)}`,
      ],
    ],
    related: activeFaults(run, sent),
  };
}

function inspectPlace(run: RunIndex, place: number, cursor: number): Inspected {
  const lane = run.report.lanes.find((one) => one.place === place);
  const node = run.report.graph.nodes.find((one) => one.place === place);
  const { role, conditions } = lane === undefined ? { role: null, conditions: [] } : nodeStateAt(lane, cursor);
  const gravest = conditions[0] ?? role;
  const next = lane?.roles.find(({ from }) => from > cursor);
  const last = run.report.events.findLastIndex((event) => event.place === place && event.at <= cursor);
  const connection = connectionAt(run, place, cursor);
  const suffers = conditions.map((span) => `${spanText(span)} until ${when(span.to)}`).join('; ');
  return {
    kind: node?.kind ?? 'place',
    sign: gravest === null ? null : ROLE_SIGNS[gravest.state],
    title: placeName(run, place),
    fields: [
      ...field('Holds', node?.detail ?? ''),
      ...field('Groups', groupsText(run, node)),
      ...field('Asks', connection?.label ? `${connection.label}, since ${when(connection.from)}` : ''),
      ...field('Role', role === null ? '' : `${spanText(role)}, since ${when(role.from)}`),
      ...field('Suffers', suffers),
      ...field('Log', lane === undefined ? '' : logsText(lane, cursor)),
      ...field('Next', next === undefined ? '' : `${spanText(next)} at ${when(next.from)}`),
    ],
    related:
      last < 0
        ? []
        : [{ label: `Last: ${run.report.events[last]?.text ?? ''}`, selection: { kind: 'event', row: last } }],
  };
}

/** The groups that it fails with, and who else is in them. */
function groupsText(run: RunIndex, node: GraphNode | undefined): string {
  return (node?.groups ?? [])
    .map((group) => {
      const others = run.report.graph.nodes.filter((one) => one !== node && one.groups?.includes(group) === true);
      return `${group}, with ${others.map(({ label }) => label).join(', ')}`;
    })
    .join('; ');
}

function spanText(span: LaneSpan): string {
  return span.label === '' ? ROLE_SIGNS[span.state].word : span.label;
}
