import { keywords, vocabulary } from '../../../language/syntax/keywords';
import { actionWords } from './action-words';
import { names, value, words } from './slot';
import type { Slot } from './slot';
import type { ValueSlots } from './value-slots';

const LEVELS = ['region', 'datacenter', 'zone', 'rack', 'host', 'node', 'group'] as const;
const THINGS = [
  'node',
  'client',
  'region',
  'datacenter',
  'zone',
  'rack',
  'host',
  'group',
  'store',
  'service',
  'job',
] as const;

const DURATION = value({ kind: 'duration', positive: true });
const SHARE = value({ kind: 'ratio' });

const TARGETS: readonly Slot[] = [
  words(
    { word: 'leader of', documentation: 'Whoever leads the store when the fault happens.' },
    { word: 'followers of', documentation: 'Everyone in the store but its leader.' },
    { word: 'random', snippet: 'random ${1:1} of ', documentation: 'Some replicas of the store, drawn with the seed.' },
    { word: 'all of', documentation: 'Every replica of the store.' },
    ...LEVELS,
  ),
  names(...THINGS),
];

const LINKS: readonly Slot[] = [words('from', 'between', 'of', 'everywhere')];

/** Verbs whose clause must be written before anything else. */
const NEEDS_AMOUNT: Readonly<Record<string, string>> = {
  slow: 'by',
  skew: 'by',
  drift: 'by',
  delay: 'by',
  surge: 'by',
};

/** What may follow in one entry of a fault schedule. */
export function faultSlots(statement: readonly string[]): ValueSlots {
  const verbAt = statement.findIndex((_, index) => index > 0 && isVerb(statement, index));
  if (verbAt < 0) return triggerSlots(statement);
  return actionSlots(statement, verbAt);
}

function isVerb(statement: readonly string[], index: number): boolean {
  const word = statement[index] ?? '';
  if (!(keywords.action as readonly string[]).includes(word)) return false;
  // `when write N` has a word in common with no action, but a node may be called as an action is.
  return !['of', 'leader', ','].includes(statement[index - 1] ?? '');
}

function triggerSlots(statement: readonly string[]): ValueSlots {
  const [head] = statement;
  const last = statement.at(-1);
  switch (last) {
    case 'at':
    case 'every':
    case '+-':
    case 'from':
    case 'to':
    case 'after':
    case '..':
      return going(DURATION);
    case 'when':
      return going(
        words(
          { word: 'leader', snippet: 'leader of ${1:store} changes ' },
          { word: 'write', snippet: 'write ${1:100} of ${2:store} is acknowledged ' },
        ),
      );
    case 'of':
      return going(names('store'));
    case 'leader':
      return going(words('of'));
    case 'randomly':
      return going(actionWords);
    case 'is':
      return going(words('acknowledged'));
    default:
      break;
  }
  if (head === 'when') {
    const isWhole = last === 'changes' || last === 'acknowledged' || statement.includes('after');
    if (isWhole) return going(actionWords, ...(statement.includes('after') ? [] : [words('after')]));
    return going(words(statement.includes('write') ? 'is acknowledged' : 'changes'));
  }
  const more = head === 'every' ? ['+-', 'from', 'to'].filter((word) => !statement.includes(word)) : [];
  return going(actionWords, ...(more.length > 0 ? [words(...more)] : []));
}

function actionSlots(statement: readonly string[], verbAt: number): ValueSlots {
  const verb = statement[verbAt] ?? '';
  const rest = statement.slice(verbAt + 1);
  const last = rest.at(-1);
  if (last === undefined) return going(...afterVerb(verb));
  const clause = afterClause(verb, rest, last);
  if (clause !== undefined) return going(...clause);
  return { slots: [words(...endings(verb, statement, rest))], isComplete: true };
}

/** Right behind the verb. */
function afterVerb(verb: string): readonly Slot[] {
  switch (verb) {
    case 'drop':
    case 'duplicate':
      return [SHARE];
    case 'corrupt':
      return [SHARE, words('disk of')];
    case 'delay':
    case 'reorder':
      return LINKS;
    case 'slow':
      return [...TARGETS, words('disk of')];
    case 'fill':
      return [words('disk of')];
    case 'lose':
      return [words('fsync of')];
    case 'bug':
    case 'leak':
      return [words('in')];
    case 'deploy':
      return [names('service')];
    case 'reconfigure':
      return [names('store')];
    case 'surge':
      return [names('workload')];
    case 'add':
    case 'remove':
    case 'promote':
      return [names('node')];
    case 'heal':
      return [];
    default:
      return TARGETS;
  }
}

/** Behind a word that wants something; undefined where the action may be whole. */
function afterClause(verb: string, rest: readonly string[], last: string): readonly Slot[] | undefined {
  switch (last) {
    case 'for':
    case 'mtbf':
    case 'mttr':
    case 'after':
      return [DURATION];
    case 'probability':
    case 'failing':
      return [SHARE];
    case 'with':
      return [words('probability', 'mtbf')];
    case 'by':
    case 'within':
      return [verb === 'slow' || verb === 'surge' ? value({ kind: 'factor' }) : verb === 'drift' ? SHARE : DURATION];
    case 'crashing':
      return [words('after')];
    case 'as':
      return [];
    case 'disk':
    case 'fsync':
    case 'leader':
    case 'followers':
      return [words('of')];
    case 'of':
      return isTargetRole(rest) ? [names('store', 'service', 'job')] : TARGETS;
    case 'in':
      return [names(verb === 'promote' ? 'store' : 'service')];
    case 'to':
    case 'from':
      return verb === 'add' || verb === 'remove' ? [names('store')] : TARGETS;
    case ',':
    case '|':
    case '->':
    case 'between':
    case 'and':
      return TARGETS;
    case 'random':
      return [];
    default:
      break;
  }
  const level = LEVELS.find((each) => each === last);
  if (level !== undefined) return [names(level)];
  if (['drop', 'duplicate', 'corrupt'].includes(verb) && rest.length === 1) return LINKS;
  return undefined;
}

function isTargetRole(rest: readonly string[]): boolean {
  const before = rest.at(-2) ?? '';
  return ['leader', 'followers', 'all'].includes(before) || rest.at(-3) === 'random';
}

/** What may end an action that is whole, or nearly. */
function endings(verb: string, statement: readonly string[], rest: readonly string[]): readonly string[] {
  const own: string[] = [];
  const amount = NEEDS_AMOUNT[verb];
  if (amount !== undefined) own.push(amount);
  if (verb === 'reorder') own.push('within');
  if (verb === 'partition') own.push('|');
  if (verb === 'cut') own.push('->');
  if (verb === 'byzantine') own.push(...vocabulary.behaviour.filter((word) => !rest.includes(word)));
  if (verb === 'bug') own.push('failing');
  if (verb === 'leak') own.push('crashing after');
  if (verb === 'add') own.push('to');
  if (verb === 'remove') own.push('from');
  if (verb === 'promote') own.push('in');
  if (rest.includes('between')) own.push('and');
  const common = statement[0] === 'randomly' ? ['with mtbf', 'mttr'] : ['for', 'with probability'];
  return [...own, ...common, 'as'].filter((word) => !rest.includes(word.split(' ')[0] ?? '') || word === '|');
}

function going(...slots: readonly Slot[]): ValueSlots {
  return { slots, isComplete: false };
}
