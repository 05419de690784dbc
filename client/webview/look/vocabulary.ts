import type {
  EventRow,
  ExpectationRow,
  FaultBand,
  OperationMark,
  PathStep,
  SpanState,
} from '../../../server/src/report/run-report';
import type { Glyph } from './glyphs';

/** Names of the colours that the style sheet defines as `--ftm-<name>`. */
export const TONES = [
  ...['text', 'muted', 'faint', 'surface', 'raised', 'line', 'focus', 'cursor'],
  ...['good', 'bad', 'doubt', 'stale', 'lost', 'partial'],
  ...['leader', 'member', 'candidate', 'recovering', 'crashed', 'paused', 'slow', 'cut', 'disk'],
  ...['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6'],
] as const;
export type Tone = (typeof TONES)[number];

export type Pattern = 'plain' | 'hatch' | 'back-hatch' | 'dots' | 'hollow';

/** How one kind of thing is shown: never by colour alone. */
export interface Sign {
  readonly word: string;
  readonly glyph: Glyph;
  readonly tone: Tone;
  readonly pattern: Pattern;
  /** One sentence for the legend. */
  readonly meaning: string;
}

const sign = (word: string, glyph: Glyph, tone: Tone, pattern: Pattern, meaning: string): Sign => ({
  ...{ word, glyph, tone, pattern, meaning },
});

export const ROLE_SIGNS = {
  leader: sign('leader', 'star', 'leader', 'plain', 'Decides the order of writes.'),
  candidate: sign('candidate', 'vote', 'candidate', 'hatch', 'Asks the others for their votes.'),
  follower: sign('follower', 'ring', 'member', 'plain', 'Copies what the leader decides.'),
  replica: sign('replica', 'dot', 'member', 'plain', 'Holds a copy; all copies are equal.'),
  recovering: sign('recovering', 'up', 'recovering', 'back-hatch', 'Loads and replays before it takes part again.'),
  removed: sign('removed', 'dash', 'faint', 'hollow', 'Is not part of the group.'),
  crashed: sign('crashed', 'cross', 'crashed', 'hatch', 'Runs nothing and answers nothing.'),
  paused: sign('paused', 'bars', 'paused', 'dots', 'Stands still and will go on as if nothing had been.'),
  slow: sign('slow', 'hourglass', 'slow', 'dots', 'Works, but takes longer.'),
  'cut-off': sign('cut off', 'cut', 'cut', 'back-hatch', 'Runs, but the network does not reach all the others.'),
  'disk-trouble': sign('disk trouble', 'disk', 'disk', 'hatch', 'Its disk is full, slow or loses data.'),
  'clock-off': sign('clock off', 'clock', 'slow', 'back-hatch', 'Its clock is wrong or runs at another speed.'),
  byzantine: sign('Byzantine', 'mask', 'lost', 'hatch', 'Lies, contradicts itself or keeps silent on purpose.'),
  serving: sign('serving', 'dot', 'member', 'plain', 'Runs services, balancers or jobs and holds no data.'),
  controller: sign('controller', 'ring', 'faint', 'plain', 'Watches over the copies and holds none.'),
  spare: sign('spare', 'dash', 'faint', 'plain', 'Has nothing to do now: no copy, and no instance of a service.'),
  dead: sign('dead', 'cross', 'crashed', 'hatch', 'The machine runs, its service does not.'),
  'not-ready': sign('not ready', 'bars', 'paused', 'dots', 'Runs, but is sent no requests.'),
  overloaded: sign('overloaded', 'up', 'slow', 'hatch', 'Its queue is full: it turns requests away.'),
  faulty: sign('faulty', 'bolt', 'slow', 'hatch', 'Its software has a bug: some requests fail.'),
  checkpointing: sign('checkpointing', 'disk', 'member', 'dots', 'A job saves its state while it goes on working.'),
  'breaker-open': sign('breaker open', 'cut', 'cut', 'dots', 'A circuit breaker keeps it from calling a service.'),
} as const satisfies Record<SpanState, Sign>;

export const MARK_SIGNS = {
  ok: sign('ok', 'check', 'good', 'plain', 'Answered in time and right.'),
  late: sign('late', 'hourglass', 'good', 'back-hatch', 'Answered right, but after ten times the usual wait or more.'),
  degraded: sign('degraded', 'half', 'partial', 'hatch', 'Answered with less than was asked for.'),
  open: sign('open', 'dash', 'muted', 'hollow', 'The run ended before the answer was due.'),
  unknown: sign('unknown', 'question', 'doubt', 'hollow', 'No answer came: it may or may not have taken effect.'),
  failed: sign('failed', 'cross', 'bad', 'plain', 'Refused, or answered with an error.'),
  stale: sign('stale', 'diamond', 'stale', 'back-hatch', 'Answered with a value that had been overwritten.'),
  lost: sign('lost', 'triangle', 'lost', 'hatch', 'A write that was acknowledged and then vanished.'),
  'perhaps-lost': sign(
    'perhaps lost',
    'triangle',
    'lost',
    'back-hatch',
    'One of several increments of which some vanished.',
  ),
  corrupt: sign('corrupt', 'unequal', 'lost', 'dots', 'Answered with what nobody wrote.'),
} as const satisfies Record<OperationMark | 'late', Sign>;

export const EVENT_SIGNS = {
  fault: sign('fault', 'bolt', 'cut', 'plain', 'The schedule made something fail.'),
  crash: sign('crash', 'cross', 'crashed', 'plain', 'A process stopped.'),
  recovery: sign('recovery', 'up', 'recovering', 'plain', 'A process came back.'),
  role: sign('role', 'star', 'leader', 'plain', 'A node took another role.'),
  detection: sign('detection', 'eye', 'candidate', 'plain', 'A node noticed that another does not answer.'),
  storage: sign('storage', 'disk', 'disk', 'plain', 'Something happened to stored data.'),
  service: sign('service', 'half', 'candidate', 'plain', 'A service, a balancer or a circuit breaker changed.'),
  operation: sign('operation', 'dot', 'muted', 'plain', 'A client asked or was answered.'),
  'lost-write': sign('lost write', 'triangle', 'lost', 'plain', 'An acknowledged write vanished.'),
  'stale-read': sign('stale read', 'diamond', 'stale', 'plain', 'A read returned an overwritten value.'),
  'corrupt-read': sign('corrupt read', 'unequal', 'lost', 'plain', 'A read returned what nobody wrote.'),
  expectation: sign('expectation', 'flag', 'bad', 'plain', 'An expectation was broken here.'),
  note: sign('note', 'dash', 'muted', 'plain', 'Something worth knowing.'),
} as const satisfies Record<EventRow['kind'], Sign>;

export const FAULT_SIGNS = {
  crash: sign('crash', 'cross', 'crashed', 'hatch', 'A process stops.'),
  timing: sign('timing', 'hourglass', 'slow', 'dots', 'Something is slower or its clock is wrong.'),
  omission: sign('omission', 'cut', 'cut', 'dots', 'Messages are dropped.'),
  partition: sign('partition', 'cut', 'cut', 'back-hatch', 'The network is split.'),
  corruption: sign('corruption', 'bolt', 'disk', 'hatch', 'Data or messages are changed.'),
  storage: sign('storage', 'disk', 'disk', 'hatch', 'A disk is full, slow or forgets.'),
  byzantine: sign('Byzantine', 'mask', 'lost', 'hatch', 'A node lies.'),
  software: sign('software', 'bolt', 'slow', 'hatch', 'A program misbehaves.'),
  human: sign('human', 'flag', 'slow', 'back-hatch', 'Somebody made a mistake.'),
  load: sign('load', 'up', 'slow', 'dots', 'More is asked than usual.'),
} as const satisfies Record<FaultBand['kind'], Sign>;

export const DECISION_SIGNS = {
  pass: sign('pass', 'check', 'good', 'plain', 'The expectation holds.'),
  fail: sign('fail', 'cross', 'bad', 'plain', 'The expectation is broken.'),
  undecided: sign('undecided', 'question', 'doubt', 'hollow', 'The run does not tell.'),
} as const satisfies Record<ExpectationRow['decision'], Sign>;

/** The steps of the way that an operation took. */
export const STEP_SIGNS = {
  asked: sign('asked', 'right', 'muted', 'plain', 'A client asks.'),
  arrived: sign('arrived', 'dot', 'muted', 'plain', 'A message arrives.'),
  lost: sign('lost', 'cross', 'bad', 'plain', 'A message or an entry is lost.'),
  refused: sign('refused', 'dash', 'bad', 'plain', 'A replica refuses.'),
  stored: sign('stored', 'disk', 'good', 'plain', 'A replica has it.'),
  ended: sign('ended', 'flag', 'text', 'plain', 'The client learns how it ended.'),
  omitted: sign('more', 'dash', 'faint', 'plain', 'Steps that are not shown.'),
} as const satisfies Record<PathStep['kind'], Sign>;
