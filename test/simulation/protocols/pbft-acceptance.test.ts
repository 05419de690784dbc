import assert from 'node:assert/strict';
import { saidByReplica } from './pbft-puppets';

interface Row {
  readonly told: readonly string[];
  /** All that n3 says; nothing where it accepts nothing. */
  readonly says: readonly string[];
}

const each = (who: string, what: string): string[] => [...who].map((n) => `n${n} ${what}`);

/** n3 follows f + 1 to view 1, which its primary, n2, begins with nothing. */
const LEAVES_VIEW_0 = each('456', 'view-change 1');
const BEGINS_VIEW_1 = [...LEAVES_VIEW_0, 'n2 new-view 1'];

const PREPARES = ['n1 pre-prepare 0/1 A'];
const PREPARED = [...PREPARES, ...each('245', 'prepare 0/1 A')];
const COMMITTED = [...PREPARED, ...each('1245', 'commit 0/1 A')];
/** Both requests before it are executed, and 2f + 1 say so alike: h = 2, and H moves from 4 to 6. */
const CHECKPOINT = [
  ...COMMITTED,
  'n1 pre-prepare 0/2 B',
  ...each('245', 'prepare 0/2 B'),
  ...each('1245', 'commit 0/2 B'),
  ...each('1245', 'checkpoint 0/2'),
];

const SAYS_PREPARED = ['prepare 0/1 A', 'commit 0/1 A'];
const SAYS_COMMITTED = [...SAYS_PREPARED, 'reply A'];
const SAYS_CHECKPOINT = [...SAYS_COMMITTED, 'prepare 0/2 B', 'commit 0/2 B', 'reply B', 'checkpoint 2'];

function check(table: Readonly<Record<string, Row>>): void {
  for (const [what, { told, says }] of Object.entries(table))
    it(what, () => assert.deepEqual(saidByReplica(told), says));
}

describe('pbft: a backup accepts a pre-prepare, and says so by its prepare (section 4.2)', () => {
  check({
    'of the primary in its view with the request and its digest': { told: PREPARES, says: ['prepare 0/1 A'] },
    'not of another backup': { told: ['n2 pre-prepare 0/1 A'], says: [] },
    'not of one who is no replica': { told: ['c pre-prepare 0/1 A'], says: [] },
    'not with a digest that is not the request’s': { told: ['n1 pre-prepare 0/1 A as B'], says: [] },
    'not without a request: the null request is for new-views': { told: ['n1 pre-prepare 0/1'], says: [] },
    'not in a view that it is not in yet, though that view’s primary says it': {
      told: ['n2 pre-prepare 1/1 A'],
      says: [],
    },
    'not in the view that it has left': { told: [...LEAVES_VIEW_0, ...PREPARES], says: ['view-change 1'] },
    'not in the view that it asks for, before the new-view': {
      told: [...LEAVES_VIEW_0, 'n2 pre-prepare 1/1 A'],
      says: ['view-change 1'],
    },
    'in the next view once it has begun': {
      told: [...BEGINS_VIEW_1, 'n2 pre-prepare 1/1 A'],
      says: ['view-change 1', 'prepare 1/1 A'],
    },
    'not in the view before once the next has begun': {
      told: [...BEGINS_VIEW_1, ...PREPARES],
      says: ['view-change 1'],
    },
    'not of the old primary in the new view': {
      told: [...BEGINS_VIEW_1, 'n1 pre-prepare 1/1 A'],
      says: ['view-change 1'],
    },
    'not at the low water mark, h < n': { told: ['n1 pre-prepare 0/0 A'], says: [] },
    'at the high water mark, n <= H': { told: ['n1 pre-prepare 0/4 A'], says: ['prepare 0/4 A'] },
    'not above the high water mark': { told: ['n1 pre-prepare 0/5 A'], says: [] },
    'not at the low water mark that a stable checkpoint has moved': {
      told: [...CHECKPOINT, 'n1 pre-prepare 0/2 C'],
      says: SAYS_CHECKPOINT,
    },
    'up to the high water mark that a stable checkpoint has moved': {
      told: [...CHECKPOINT, 'n1 pre-prepare 0/6 C', 'n1 pre-prepare 0/7 C'],
      says: [...SAYS_CHECKPOINT, 'prepare 0/6 C'],
    },
    'not above it where one less than 2f + 1 have the checkpoint': {
      told: [...CHECKPOINT.slice(0, -1), 'n1 pre-prepare 0/5 C'],
      says: SAYS_CHECKPOINT,
    },
    'once for a place in a view: another request for it is refused': {
      told: [...PREPARES, 'n1 pre-prepare 0/1 B'],
      says: ['prepare 0/1 A'],
    },
    'once for a place in a view, after it has prepared too': {
      told: [...PREPARED, 'n1 pre-prepare 0/1 B'],
      says: SAYS_PREPARED,
    },
    'and nothing of what others say of the other request counts for the first': {
      told: [...PREPARES, 'n1 pre-prepare 0/1 B', ...each('2456', 'prepare 0/1 B')],
      says: ['prepare 0/1 A'],
    },
    'of the same request for two places': {
      told: [...PREPARES, 'n1 pre-prepare 0/2 A'],
      says: ['prepare 0/1 A', 'prepare 0/2 A'],
    },
    'of another request for the place in the next view, where nothing had prepared': {
      told: [...PREPARES, ...BEGINS_VIEW_1, 'n2 pre-prepare 1/1 B'],
      says: ['prepare 0/1 A', 'view-change 1', 'prepare 1/1 B'],
    },
    'not of another request for a place in which it has committed': {
      told: [...COMMITTED, ...BEGINS_VIEW_1, 'n2 pre-prepare 1/1 B'],
      says: [...SAYS_COMMITTED, 'view-change 1'],
    },
  });
});

describe('pbft: a request is prepared with its pre-prepare and 2f matching prepares of backups (section 4.2)', () => {
  const two = [...PREPARES, ...each('24', 'prepare 0/1 A')];
  const unprepared = ['prepare 0/1 A'];
  check({
    'its own is one of them': { told: PREPARED, says: SAYS_PREPARED },
    'with one less it is not': { told: two, says: unprepared },
    'whichever comes first': { told: [...each('245', 'prepare 0/1 A'), ...PREPARES], says: SAYS_PREPARED },
    'without a pre-prepare it is not': { told: each('24567', 'prepare 0/1 A'), says: [] },
    'the primary’s prepare counts for nothing': { told: [...two, 'n1 prepare 0/1 A'], says: unprepared },
    'each replica counts once': { told: [...two, ...each('224', 'prepare 0/1 A')], says: unprepared },
    'one who is no replica counts for nothing': { told: [...two, 'c prepare 0/1 A'], says: unprepared },
    'the digest is that of the pre-prepare': { told: [...two, 'n5 prepare 0/1 B'], says: unprepared },
    'the place is that of the pre-prepare': { told: [...two, 'n5 prepare 0/2 A'], says: unprepared },
    'the view is that of the pre-prepare, and no later one': {
      told: [...two, 'n5 prepare 1/1 A'],
      says: unprepared,
    },
    'the view is that of the pre-prepare, and no earlier one': {
      told: [...BEGINS_VIEW_1, 'n2 pre-prepare 1/1 A', ...each('14', 'prepare 1/1 A'), 'n5 prepare 0/1 A'],
      says: ['view-change 1', 'prepare 1/1 A'],
    },
    'what was said in an earlier view does not count in the next': {
      told: [...each('456', 'prepare 0/1 A'), ...BEGINS_VIEW_1, 'n2 pre-prepare 1/1 A'],
      says: ['view-change 1', 'prepare 1/1 A'],
    },
    'nor does it stand in the way of what the same replica says in the next': {
      told: [
        ...each('456', 'prepare 0/1 B'),
        ...BEGINS_VIEW_1,
        'n2 pre-prepare 1/1 A',
        ...each('456', 'prepare 1/1 A'),
      ],
      says: ['view-change 1', 'prepare 1/1 A', 'commit 1/1 A'],
    },
    'what overtook the new-view counts': {
      told: [...each('456', 'prepare 1/1 A'), ...BEGINS_VIEW_1, 'n2 pre-prepare 1/1 A'],
      says: ['view-change 1', 'prepare 1/1 A', 'commit 1/1 A'],
    },
    'who says two things has said the first': {
      told: [...two, 'n5 prepare 0/1 B', 'n5 prepare 0/1 A'],
      says: unprepared,
    },
    'what was said above the high water mark counts for nothing when that has moved': {
      told: [...each('245', 'prepare 0/5 C'), ...CHECKPOINT, 'n1 pre-prepare 0/5 C'],
      says: [...SAYS_CHECKPOINT, 'prepare 0/5 C'],
    },
  });
});

describe('pbft: a prepared request is committed with 2f + 1 matching commits, and executed in order (section 4.2)', () => {
  const three = [...PREPARED, ...each('124', 'commit 0/1 A')];
  const elsewhere = ['n2 pre-prepare 1/1 A', ...each('145', 'prepare 1/1 A'), ...each('124', 'commit 1/1 A')];
  check({
    'its own and the primary’s are two of them': { told: COMMITTED, says: SAYS_COMMITTED },
    'with one less it is not': { told: three, says: SAYS_PREPARED },
    'whichever comes first': {
      told: [...each('1245', 'commit 0/1 A'), ...each('245', 'prepare 0/1 A'), ...PREPARES],
      says: SAYS_COMMITTED,
    },
    'unless it has prepared it is not': {
      told: [...PREPARES, ...each('12456', 'commit 0/1 A')],
      says: ['prepare 0/1 A'],
    },
    'each replica counts once': { told: [...three, ...each('124', 'commit 0/1 A')], says: SAYS_PREPARED },
    'one who is no replica counts for nothing': { told: [...three, 'c commit 0/1 A'], says: SAYS_PREPARED },
    'the digest is that of the pre-prepare': { told: [...three, 'n5 commit 0/1 B'], says: SAYS_PREPARED },
    'the place is that of the pre-prepare': { told: [...three, 'n5 commit 0/2 A'], says: SAYS_PREPARED },
    'the view is that of the pre-prepare, and no later one': {
      told: [...three, 'n5 commit 1/1 A'],
      says: SAYS_PREPARED,
    },
    'the view is that of the pre-prepare, and no earlier one': {
      told: [...BEGINS_VIEW_1, ...elsewhere, 'n5 commit 0/1 A'],
      says: ['view-change 1', 'prepare 1/1 A', 'commit 1/1 A'],
    },
    'a pre-prepare of a view that has not begun takes nothing from it': {
      told: [...PREPARED, 'n2 pre-prepare 1/1 B', ...each('1245', 'commit 0/1 A')],
      says: SAYS_COMMITTED,
    },
    'in the next view as in the first': {
      told: [...BEGINS_VIEW_1, ...elsewhere, 'n5 commit 1/1 A'],
      says: ['view-change 1', 'prepare 1/1 A', 'commit 1/1 A', 'reply A'],
    },
    'who says two things has said the first': {
      told: [...three, 'n5 commit 0/1 B', 'n5 commit 0/1 A'],
      says: SAYS_PREPARED,
    },
    'what was said above the high water mark counts for nothing when that has moved': {
      told: [
        ...each('1245', 'commit 0/5 C'),
        ...CHECKPOINT,
        ...['n1 pre-prepare 0/3 A', ...each('245', 'prepare 0/3 A'), ...each('1245', 'commit 0/3 A')],
        ...['n1 pre-prepare 0/4 A', ...each('245', 'prepare 0/4 A'), ...each('1245', 'commit 0/4 A')],
        ...['n1 pre-prepare 0/5 C', ...each('245', 'prepare 0/5 C')],
      ],
      says: [
        ...SAYS_CHECKPOINT,
        ...['prepare 0/3 A', 'commit 0/3 A', 'prepare 0/4 A', 'commit 0/4 A', 'checkpoint 4'],
        ...['prepare 0/5 C', 'commit 0/5 C'],
      ],
    },
    'a later place waits for those before it': {
      told: [
        ...['n1 pre-prepare 0/2 B', ...each('245', 'prepare 0/2 B'), ...each('1245', 'commit 0/2 B')],
        ...COMMITTED,
      ],
      says: ['prepare 0/2 B', 'commit 0/2 B', ...SAYS_PREPARED, 'reply A', 'checkpoint 2', 'reply B'],
    },
    'and for one of which only the pre-prepare is there': {
      told: [
        ...PREPARES,
        ...['n1 pre-prepare 0/2 B', ...each('245', 'prepare 0/2 B'), ...each('1245', 'commit 0/2 B')],
      ],
      says: ['prepare 0/1 A', 'prepare 0/2 B', 'commit 0/2 B'],
    },
    'a request that has two places is executed once': {
      told: [
        ...COMMITTED,
        ...['n1 pre-prepare 0/2 A', ...each('245', 'prepare 0/2 A'), ...each('1245', 'commit 0/2 A')],
      ],
      says: [...SAYS_COMMITTED, 'prepare 0/2 A', 'commit 0/2 A', 'checkpoint 2'],
    },
  });
});
