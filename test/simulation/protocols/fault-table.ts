import assert from 'node:assert/strict';
import { DropReason, EventKind, Outcome, Role } from '../../../server/src/simulation';
import type { FamilyUnderTest } from './every-family';
import type { JudgedRun } from './run-text';
import { assertLasts, eventsOf, journeys, overtakings, share, type Journey, type Span } from './trace-questions';

/** What a fault must not do to any family, unless its row says otherwise. */
export interface Harm {
  /** Acknowledged writes may be lost, or must be. */
  readonly losesWrites?: 'may' | 'must';
  readonly corruptsReads?: 'may' | 'must';
  /** Reads and writes may be out of order, where the family claims that they are not. */
  readonly reorders?: boolean;
  /** In the end nobody is served: what was said to be right is not what this is about. */
  readonly staysDown?: boolean;
}

/** One fault: what it is to do to the world, as the trace shows it, and what it may do to those who use the store. */
export interface FaultRow {
  readonly fault: string;
  readonly storage?: string;
  readonly on?: (family: FamilyUnderTest) => boolean;
  readonly shows: (run: JudgedRun, family: FamilyUnderTest) => void;
  readonly harms?: (family: FamilyUnderTest) => Harm;
}

/** All faults of the table are in force in this span. */
const SPAN: Span = [3, 5];
const BEFORE: Span = [1, 3];
/** Long after: what was under way when the fault ended has come to an end. */
const AFTER: Span = [7, 8];
const [BEGIN, END] = SPAN;

const N1 = 0;
const N2 = 1;
const N3 = 2;

const hasPeers = ({ nodes }: FamilyUnderTest): boolean => nodes > 1;
const occurrence = ({ run }: JudgedRun, fault = 0): JudgedRun['run']['occurrences'][number] => {
  const found = run.occurrences.find((each) => each.fault === fault);
  assert.ok(found, 'the fault took place');
  return found;
};

const speaks = (run: JudgedRun, place: number, span: Span): boolean =>
  journeys(run, { from: place, sentIn: span }).length > 0;

/** Nothing leaves a node while something does before and after; where it is down its machine refuses connections. */
function isSilent(run: JudgedRun, place: number, refuses: boolean): void {
  assert.ok(speaks(run, place, BEFORE) && speaks(run, place, AFTER), 'speaks before and after');
  const said = journeys(run, { from: place, sentIn: [BEGIN + 1e-6, END] });
  assert.equal(said.filter(({ name }) => !refuses || name !== 'response').length, 0, 'says nothing');
}

/** No message that is sent from one place to the other in the span arrives. */
function isCut(run: JudgedRun, from: number, to: number): void {
  const during = journeys(run, { from, to, sentIn: SPAN });
  assert.equal(during.filter(arrives).length, 0, `${from} does not reach ${to}`);
  assert.ok(during.every(({ dropped }) => dropped === DropReason.Partition || dropped === DropReason.ReceiverDown));
}

const arrives = ({ arrivedAt }: Journey): boolean => arrivedAt.length > 0;

const crashes = (run: JudgedRun, place: number): void => {
  assertLasts(run, place, EventKind.Crash, EventKind.Restart, SPAN);
  isSilent(run, place, true);
};

const isolated = (run: JudgedRun, family: FamilyUnderTest): void => {
  const others = Array.from({ length: family.nodes + 1 }, (_, place) => place).filter((place) => place !== N1);
  assert.ok(journeys(run, { sentIn: SPAN }).some(({ dropped }) => dropped === DropReason.Partition));
  for (const other of others) for (const [a, b] of [[N1, other] as const, [other, N1] as const]) isCut(run, a, b);
  assert.ok(
    others.some((other) => journeys(run, { from: other, to: N1, sentIn: AFTER }).some((each) => each.arrivedAt.length)),
  );
};

/** Two values of a key that clocks decide between: the later stamp wins, whoever wrote last. */
const decidesByClocks = ({ name }: FamilyUnderTest): boolean => name === 'quorum';
/** Requests are executed in the order in which they arrive, at each replica (docs/protocols/voting.md). */
const takesOrderFromTheNetwork = ({ name }: FamilyUnderTest): boolean => name === 'voting';

const byzantine = (behaviour: string, target: string, shows: FaultRow['shows'], harm: Harm): FaultRow => ({
  fault: `at 3s byzantine ${target} ${behaviour} for 2s`,
  on: (family) => behaviour !== 'equivocate' || hasPeers(family),
  shows,
  harms: ({ masksLies }) => (masksLies ? {} : harm),
});

const notes = (run: JudgedRun, note: string) =>
  eventsOf(run, EventKind.Note).filter(({ a }) => run.run.trace.names[a] === note);

export const FAULT_TABLE: readonly FaultRow[] = [
  { fault: 'at 3s crash n1 for 2s', shows: (run) => crashes(run, N1) },
  { fault: 'at 3s crash n1  at 5s restart n1', shows: (run) => crashes(run, N1) },
  {
    fault: 'at 3s crash leader of data for 2s',
    shows: (run, { leads, nodes }) => {
      const { places, vacuous } = occurrence(run);
      if (!leads) return assert.ok(vacuous, 'nobody leads');
      assert.equal(places.length, 1);
      crashes(run, places[0] as number);
      const leaders = run.run.leadership.filter(({ from }) => from / 1e9 > BEGIN);
      assert.ok(leaders.length > 0, 'somebody leads again');
      if (nodes > 1) assert.notEqual(leaders[0]?.place, places[0], 'another one');
    },
  },
  {
    fault: 'at 3s crash followers of data for 2s',
    on: ({ nodes, leads }) => nodes > 1 && leads,
    shows: (run, { nodes }) => {
      const { places } = occurrence(run);
      const leader = run.run.leadership.find(({ from, to }) => from / 1e9 < BEGIN && to / 1e9 >= BEGIN)?.place;
      const followers = Array.from({ length: nodes }, (_, place) => place).filter((place) => place !== leader);
      assert.deepEqual(places, followers);
      for (const place of places) assertLasts(run, place, EventKind.Crash, EventKind.Restart, SPAN);
    },
  },
  {
    fault: 'at 3s crash random 1 of data for 2s',
    shows: (run, { nodes }) => {
      const { places } = occurrence(run);
      assert.equal(places.length, 1);
      assert.ok((places[0] as number) < nodes);
      assertLasts(run, places[0] as number, EventKind.Crash, EventKind.Restart, SPAN);
    },
  },
  {
    fault: 'at 3s crash all of data for 2s',
    shows: (run, family) => {
      for (let place = 0; place < family.nodes; place++) crashes(run, place);
      const { history } = run.run;
      const isServed = history.completedAt.some(
        (at, row) => history.outcome[row] === Outcome.Ok && at / 1e9 > BEGIN + 0.01 && at / 1e9 < END,
      );
      assert.ok(!isServed, 'nobody is served');
    },
  },
  {
    fault: 'at 3s pause n1 for 2s',
    shows: (run) => {
      assertLasts(run, N1, EventKind.Pause, EventKind.Resume, SPAN);
      isSilent(run, N1, false);
    },
  },
  {
    fault: 'at 3s slow n1 by 500x for 2s',
    shows: (run) => {
      const factors = eventsOf(run, EventKind.Slow).map(({ at, b }) => [at, b]);
      assert.deepEqual(factors, [
        [BEGIN, 500],
        [END, 1],
      ]);
      const slowest = (span: Span): number =>
        Math.max(
          ...journeys(run, { to: N1, sentIn: span }).map(({ sentAt, arrivedAt }) => (arrivedAt[0] ?? sentAt) - sentAt),
        );
      assert.ok(
        slowest([3, 4]) > 2 * slowest(BEFORE),
        `messages queue: ${slowest([3, 4])} s, ${slowest(BEFORE)} s before`,
      );
    },
  },
  {
    fault: 'at 3s delay of n1 by 50ms for 2s',
    shows: (run) => {
      const delays = (span: Span): number[] =>
        journeys(run, { to: N1, sentIn: span }).flatMap(({ sentAt, arrivedAt }) => arrivedAt.map((at) => at - sentAt));
      assert.ok(Math.min(...delays(SPAN)) >= 0.05, 'all are late');
      assert.ok(Math.min(...delays(BEFORE)) < 0.01 && Math.min(...delays(AFTER)) < 0.01, 'before and after not');
    },
    harms: (family) => (takesOrderFromTheNetwork(family) ? { losesWrites: 'may' } : {}),
  },
  {
    fault: 'at 3s reorder everywhere within 50ms for 2s',
    shows: (run) => {
      const [before, during] = [BEFORE, SPAN].map((span) => overtakings(journeys(run, { sentIn: span })));
      assert.ok((during ?? 0) > 20 && (during ?? 0) > 3 * (before ?? 0), `${during} overtake others, ${before} before`);
    },
    harms: (family) => (takesOrderFromTheNetwork(family) ? { losesWrites: 'may' } : {}),
  },
  {
    // While n1 is down its writes of the past second are newer than those that n2 takes.
    fault: 'at 3s skew n1 by +3s for 2s  at 4s crash n1 for 500ms',
    shows: (run) =>
      assert.deepEqual(
        eventsOf(run, EventKind.Clock).map(({ at, b }) => [at, b]),
        [
          [BEGIN, 3e9],
          [END, 0],
        ],
      ),
    harms: (family) => (decidesByClocks(family) ? { losesWrites: 'must' } : {}),
  },
  {
    fault: 'at 3s drift n1 by 1000ppm for 2s',
    shows: (run) =>
      assert.deepEqual(
        eventsOf(run, EventKind.Clock).map(({ at, c }) => [at, c]),
        [
          [BEGIN, 1000],
          [END, 0],
        ],
      ),
  },
  {
    fault: 'at 3s drop 20% everywhere for 2s',
    shows: (run) => {
      const isDropped = ({ dropped }: { dropped: unknown }): boolean => dropped === DropReason.FaultDrop;
      const lost = share(journeys(run, { sentIn: SPAN }), isDropped);
      assert.ok(lost > 0.12 && lost < 0.28, `${lost} is lost`);
      assert.equal(
        share(journeys(run, { sentIn: BEFORE }), isDropped) + share(journeys(run, { sentIn: AFTER }), isDropped),
        0,
      );
    },
  },
  {
    fault: 'at 3s drop 100% from n1 to OTHERS c, other for 2s',
    shows: (run) => {
      const said = journeys(run, { from: N1, sentIn: SPAN });
      assert.ok(said.length > 0 && said.every(({ dropped }) => dropped === DropReason.FaultDrop), 'n1 reaches nobody');
      assert.ok(journeys(run, { to: N1, sentIn: SPAN }).some(arrives), 'and hears others');
    },
  },
  {
    fault: 'at 3s drop 100% between n1 and n2 for 2s',
    on: hasPeers,
    shows: (run) => {
      const between = [N1, N2].flatMap((from) => journeys(run, { from, to: from === N1 ? N2 : N1, sentIn: SPAN }));
      assert.ok(
        between.every(({ dropped }) => dropped === DropReason.FaultDrop),
        'neither reaches the other',
      );
      const elsewhere = journeys(run, { sentIn: SPAN }).filter((each) => !between.some(({ id }) => id === each.id));
      assert.ok(elsewhere.length > 0 && elsewhere.every(({ dropped }) => dropped !== DropReason.FaultDrop));
    },
  },
  {
    fault: 'at 3s duplicate 30% everywhere for 2s',
    shows: (run) => {
      // A request comes over a connection, which delivers once.
      const isTwice = ({ arrivedAt }: { arrivedAt: readonly number[] }): boolean => arrivedAt.length > 1;
      const messages = (span: Span) => journeys(run, { sentIn: span }).filter(({ name }) => name !== 'request');
      const twice = share(messages(SPAN), isTwice);
      assert.ok(twice > 0.2 && twice < 0.4, `${twice} comes twice`);
      assert.equal(share(messages(BEFORE), isTwice) + share(messages(AFTER), isTwice), 0);
    },
  },
  {
    fault: 'at 3s partition n1 | n[2..9] for 2s',
    on: hasPeers,
    shows: (run, family) => {
      for (let other = 1; other < family.nodes; other++) {
        isCut(run, N1, other);
        isCut(run, other, N1);
      }
      const elsewhere = journeys(run, { sentIn: SPAN }).filter(({ from, to }) => from !== N1 && to !== N1);
      assert.ok(share(elsewhere, arrives) > 0.9, 'the others hear each other');
      assert.equal(occurrence(run).groups.length, 2);
    },
  },
  { fault: 'at 3s isolate n1 for 2s', shows: isolated },
  { fault: 'at 3s isolate n1  at 5s heal', shows: isolated },
  {
    fault: 'at 3s cut n1 -> OTHERS c, other for 2s',
    shows: (run) => {
      const [said, heard] = [journeys(run, { from: N1, sentIn: SPAN }), journeys(run, { to: N1, sentIn: SPAN })];
      assert.ok(said.length > 0 && said.every(({ dropped }) => dropped === DropReason.Partition), 'n1 reaches nobody');
      assert.ok(heard.some(arrives), 'and hears others');
    },
  },
  {
    fault: 'at 3s corrupt 20% everywhere for 2s',
    storage: 'checksums: on',
    shows: (run) => {
      const damaged = share(journeys(run, { sentIn: SPAN }), ({ dropped }) => dropped === DropReason.Corrupt);
      assert.ok(damaged > 0.12 && damaged < 0.28, `${damaged} is found to be damaged`);
    },
  },
  {
    fault: 'at 3s corrupt 20% everywhere for 2s',
    storage: 'checksums: off',
    // What has no value that could be wrong is not understood.
    shows: (run) =>
      assert.ok(
        run.verdict.metrics.corruptReads || journeys(run, {}).some(({ dropped }) => dropped === DropReason.Corrupt),
      ),
    harms: ({ name, masksLies }) =>
      masksLies
        ? name === 'voting'
          ? { corruptsReads: 'may' }
          : {}
        : { corruptsReads: 'must', losesWrites: 'may', reorders: true },
  },
  byzantine('lie', 'SPEAKER', (run) => assert.ok(notes(run, 'byzantine: lies').length > 0), {
    corruptsReads: 'must',
    losesWrites: 'may',
    reorders: true,
  }),
  byzantine(
    'equivocate',
    'SPEAKER',
    (run) => {
      const told = notes(run, 'byzantine: tells two stories');
      const liars = new Set(told.map(({ place }) => place));
      for (const liar of liars) {
        const heard = journeys(run, { from: liar, sentIn: SPAN }).map(({ to }) => to);
        const others = new Set(told.filter(({ place }) => place === liar).map(({ peer }) => peer));
        assert.ok(new Set(heard).size > others.size, 'somebody hears the truth');
      }
      assert.ok(liars.size > 0, 'somebody hears another story');
    },
    { corruptsReads: 'must', losesWrites: 'may', reorders: true },
  ),
  {
    // What followers say they have, they have not; and the vote that they give is for the one with the false log.
    fault: 'at 3s byzantine followers of data lie for 2s  at 4s crash leader of data for 1s',
    on: ({ nodes, leads, masksLies }) => nodes > 1 && leads && !masksLies,
    shows: (run) => assert.ok(notes(run, 'byzantine: lies').length > 0),
    harms: () => ({ losesWrites: 'must', corruptsReads: 'must', reorders: true }),
  },
  byzantine('silent', 'n1', (run) => isSilent(run, N1, false), {}),
  {
    fault: 'at 3s byzantine leader of data silent for 3s',
    on: ({ nodes, leads }) => nodes > 1 && leads,
    shows: (run) => {
      const [place = -1] = occurrence(run).places;
      const next = run.run.leadership.find(({ from }) => from / 1e9 > BEGIN);
      assert.ok(next !== undefined && next.place !== place && next.from / 1e9 < END + 1, 'another one leads');
      assert.ok(occurrence(run).detectedAt / 1e9 < END + 1, 'its silence is noticed');
    },
  },
  byzantine('replay', 'SPEAKER', (run) => assert.ok(notes(run, 'byzantine: repeats an old message').length > 0), {}),
  {
    fault: 'at 3s surge W by 5x for 2s',
    shows: ({ run: { history } }) => {
      const begun = ([from, to]: Span): number =>
        history.invokedAt.filter((at, row) => row < history.length && at / 1e9 >= from && at / 1e9 < to).length;
      const factor = begun(SPAN) / begun(BEFORE);
      assert.ok(factor > 3.5 && factor < 6.5, `${factor} times as many operations`);
    },
  },
  {
    fault: 'at 3s promote n2 in data',
    on: ({ promotes }) => promotes,
    shows: ({ run: { leadership } }) => {
      const last = leadership.reduce((latest, span) => (span.from > latest.from ? span : latest));
      assert.equal(last.place, N2, 'n2 leads');
      assert.ok(last.from / 1e9 >= BEGIN && last.from / 1e9 < END);
    },
  },
  {
    fault: 'SPARE  at 3s remove n3 from data  at 5s add n3 to data',
    on: ({ members }) => members,
    shows: (run, { name, hasSeats }) => {
      const removed = eventsOf(run, EventKind.Role).find(({ place, b }) => place === N3 && b === Role.Removed);
      if (name === 'isr-log') {
        // It remains a node of the store, which may become a voter.
        const sizes = eventsOf(run, EventKind.Reconfigure)
          .filter(({ at }) => at >= BEGIN)
          .map(({ b }) => b);
        assert.ok(
          sizes.includes(2) && sizes.at(-1) === 3,
          `n3 leaves the in-sync replicas and comes back: ${sizes.join()}`,
        );
      } else {
        assert.ok(removed !== undefined && removed.at < END, 'n3 is removed');
        assert.ok(!speaks(run, N3, [4.5, END]), 'and says nothing more');
      }
      if (hasSeats === true) {
        const spare = occurrence(run).places[0] as number;
        assert.ok(!speaks(run, spare, BEFORE) && speaks(run, spare, AFTER), 'the spare sits in its place');
        assert.ok(!speaks(run, N3, AFTER), 'and it is a spare itself');
        return;
      }
      assert.ok(speaks(run, N3, AFTER), 'and takes part again');
      const held = new Map(run.run.replicas.map(({ place, values }) => [place, JSON.stringify([...values].sort())]));
      assert.equal(held.get(N3), held.get(N1), 'and holds what the others hold');
    },
  },
  {
    fault: 'at 3s reconfigure data { RECONFIGURE }',
    on: ({ reconfigure }) => reconfigure !== undefined,
    shows: (run, { reconfigure }) => {
      const sent = (span: Span): number =>
        journeys(run, { sentIn: span }).filter(({ name }) => name === reconfigure?.more).length;
      assert.ok(sent(AFTER) > 0.75 * sent(BEFORE), `${sent(AFTER)} in a second, ${sent(BEFORE)} in two before`);
    },
  },
];
