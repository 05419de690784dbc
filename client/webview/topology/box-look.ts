import type { GraphNode, LaneSpan, NodeLane } from '../../../server/src/report/run-report';
import { MARK_SIGNS, ROLE_SIGNS, type Sign } from '../look/vocabulary';
import { connectionAt } from '../run/connections';
import { MARKS } from '../run/operation-index';
import { clientStateAt, clientStateText, nodeStateAt, type ClientState, type NodeState } from '../run/place-state';
import type { RunIndex } from '../run/run-index';

/** How one box looks at one instant, in terms of the vocabulary. */
export interface BoxLook {
  /** What decides its colour and sign; null is a box of which nothing is known. */
  readonly sign: Sign | null;
  /** Every condition it suffers, the gravest first. */
  readonly conditions: readonly Sign[];
  readonly isLeader: boolean;
  readonly text: string;
  /** The same with less in it, for a box that has no room for all: each is shorter than the one before. */
  readonly shorter?: readonly string[];
}

/** A box of a topology without a run. */
export const UNKNOWN: BoxLook = { sign: null, conditions: [], isLeader: false, text: '' };

/** A closed domain: how many of those inside suffer what, and the sign of the gravest. */
export function closedLook(lanes: ReadonlyMap<number, NodeLane>, places: readonly number[], at: number): BoxLook {
  const states = places.flatMap((place) => {
    const lane = lanes.get(place);
    return lane === undefined ? [] : [nodeLook(nodeStateAt(lane, at))];
  });
  const gravest = states.flatMap(({ conditions }) => conditions.slice(0, 1)).sort((a, b) => gravity(a) - gravity(b));
  const suffered = [...new Set(gravest)];
  const leaders = states.filter(({ isLeader }) => isLeader).length;
  const fine = states.length - gravest.length;
  const text = [
    ...suffered.map((sign) => `${String(gravest.filter((other) => other === sign).length)} ${sign.word}`),
    ...(fine > 0 ? [`${String(fine)} up`] : []),
    ...(leaders > 0 ? [`${String(leaders)} ${leaders === 1 ? 'leads' : 'lead'}`] : []),
  ];
  return {
    sign: suffered[0] ?? (leaders > 0 ? ROLE_SIGNS.leader : ROLE_SIGNS.replica),
    conditions: suffered,
    isLeader: leaders > 0,
    text: text.join(' · '),
  };
}

export function boxLook(run: RunIndex, lanes: ReadonlyMap<number, NodeLane>, node: GraphNode, at: number): BoxLook {
  if (node.kind === 'client') {
    const state = clientStateAt(run, node.place, at);
    return state === null ? UNKNOWN : clientLook(state, connectionAt(run, node.place, at)?.label ?? '');
  }
  const lane = lanes.get(node.place);
  return lane === undefined ? UNKNOWN : nodeLook(nodeStateAt(lane, at), node.detail);
}

function nodeLook({ role, conditions }: NodeState, detail = ''): BoxLook {
  const gravestFirst = [...conditions].sort((a, b) => gravity(ROLE_SIGNS[a.state]) - gravity(ROLE_SIGNS[b.state]));
  const suffered = gravestFirst.map(({ state }) => ROLE_SIGNS[state]);
  const stopped = suffered.some(({ word }) => word === 'crashed');
  const roleText = stopped || role === null ? [] : [roleWords(role, detail)];
  const words = [...new Set(gravestFirst.map(conditionWord))];
  const roleWord = role === null || stopped ? [] : [ROLE_SIGNS[role.state].word];
  // That a machine serves goes without saying where it suffers; who leads does not.
  const rest = role?.state === 'leader' ? roleWord : [];
  return {
    sign: suffered[0] ?? (role === null ? null : ROLE_SIGNS[role.state]),
    conditions: suffered,
    isLeader: !stopped && role?.state === 'leader',
    text: [...words, ...roleText].join(' · '),
    shorter: [[...words, ...roleWord], [...words, ...rest], [...words.slice(0, 1), ...rest], words.slice(0, 1)]
      .filter((parts) => parts.length > 0)
      .map((parts) => parts.join(' · ')),
  };
}

/** What is wrong with a disk is as short as that something is. */
function conditionWord({ state, label }: LaneSpan): string {
  return state === 'disk-trouble' && label !== '' ? label : ROLE_SIGNS[state].word;
}

/** The box says above what its node holds: with one store the role needs no "of orders", and a service no name. */
function roleWords({ state, label }: LaneSpan, detail: string): string {
  if (label === '' || state === 'serving') {
    return ROLE_SIGNS[state].word;
  }
  const [only, ...more] = detail.split(', ').map((part) => part.replace(/ \(.*$/, ''));
  return only === undefined || only === '' || more.length > 0 ? label : label.replace(` of ${only}`, '');
}

const BY_GRAVITY: readonly string[] = [
  ...['crashed', 'dead', 'paused', 'Byzantine', 'cut off', 'disk trouble', 'overloaded', 'not ready', 'faulty'],
  ...['breaker open', 'clock off', 'slow', 'recovering', 'checkpointing'],
];

function gravity(sign: Sign): number {
  const position = BY_GRAVITY.indexOf(sign.word);
  return position < 0 ? BY_GRAVITY.length : position;
}

/** What came of its requests and whom it asks, which says why it fared so; of much that came of them the gravest is enough. */
function clientLook(state: ClientState, connection: string): BoxLook {
  const mark = MARKS[state.worst];
  if (mark === undefined) {
    return { ...UNKNOWN, text: clientStateText(state) };
  }
  const sign = MARK_SIGNS[mark];
  const text = clientStateText(state);
  const [gravest = text] = text.split(', ');
  const [longest = text, ...shorter] = [text, gravest].flatMap((words) =>
    connection === '' ? [words] : [`${words} · ${connection}`],
  );
  const look = { sign, conditions: state.bad > 0 ? [sign] : [], isLeader: false };
  return { ...look, text: longest, shorter: [...shorter, gravest] };
}
