import type { TextRange } from '../source-text';
import type { ActionNode, LinkSetNode, TargetNode } from './fault-nodes';
import type { BlockNode, NameNode, PathNode, ValueNode } from './value-nodes';

/** What was read of an action before its clauses; which parts count depends on the kind. */
export interface ActionParts {
  readonly kind: ActionNode['kind'];
  readonly verb: NameNode;
  readonly targets: readonly TargetNode[];
  readonly groups: readonly (readonly TargetNode[])[];
  readonly from: readonly TargetNode[];
  readonly to: readonly TargetNode[];
  readonly links: LinkSetNode | undefined;
  readonly share: ValueNode | undefined;
  /** The behaviour, service, component or store. */
  readonly word: NameNode | undefined;
  readonly path: PathNode | undefined;
  readonly body: BlockNode | undefined;
}

/** The clauses of an action proper; `with` and `as` belong to the fault. */
export type ActionClause = 'for' | 'by' | 'within' | 'failing' | 'crashing after';

/** The clauses that were written, by their word. */
export type ActionClauses = Partial<Record<ActionClause, ValueNode | undefined>>;

interface ClauseRule {
  readonly takes: readonly ActionClause[];
  readonly needs: readonly ActionClause[];
}

const lasting: ClauseRule = { takes: ['for'], needs: [] };
const sudden: ClauseRule = { takes: [], needs: [] };
const byAmount: ClauseRule = { takes: ['for', 'by'], needs: ['by'] };

/** Which clauses each action takes, and which it cannot do without. */
export const clauseRules: Readonly<Record<ActionNode['kind'], ClauseRule>> = {
  crash: lasting,
  restart: sudden,
  wipe: sudden,
  pause: lasting,
  isolate: lasting,
  'fill-disk': lasting,
  'lose-fsync': lasting,
  slow: byAmount,
  'slow-disk': byAmount,
  skew: byAmount,
  drift: byAmount,
  'corrupt-disk': sudden,
  delay: byAmount,
  reorder: { takes: ['for', 'within'], needs: ['within'] },
  drop: lasting,
  duplicate: lasting,
  corrupt: lasting,
  partition: lasting,
  cut: lasting,
  heal: sudden,
  byzantine: lasting,
  bug: { takes: ['for', 'failing'], needs: ['failing'] },
  leak: { takes: ['for', 'crashing after'], needs: ['crashing after'] },
  deploy: sudden,
  reconfigure: sudden,
  add: sudden,
  remove: sudden,
  promote: sudden,
  surge: byAmount,
};

/** What ends an action that cannot be said to last for a time. */
export const endsOtherwise: Partial<Record<ActionNode['kind'], string>> = {
  'corrupt-disk': 'damage stays until it is written over or repaired',
  deploy: "its 'rollback-after' says when the old version returns",
  reconfigure: "another 'reconfigure' later sets it back",
};

/** An example of each clause, for messages. */
export const clauseExamples: Readonly<Record<ActionClause, string>> = {
  for: 'for 5s',
  by: 'by 10x',
  within: 'within 10ms',
  failing: 'failing 30%',
  'crashing after': 'crashing after 5min',
};

/** The node of an action from what was read of it. */
export function assembleAction(parts: ActionParts, clauses: ActionClauses, range: TextRange): ActionNode {
  const { kind, verb, targets, share, links, word } = parts;
  const base = { verb, duration: clauses.for, range };
  const { by } = clauses;
  switch (kind) {
    case 'crash':
    case 'restart':
    case 'wipe':
    case 'pause':
    case 'isolate':
    case 'fill-disk':
    case 'lose-fsync':
      return { kind, targets, ...base };
    case 'slow':
    case 'slow-disk':
    case 'skew':
    case 'drift':
      return { kind, targets, by, ...base };
    case 'corrupt-disk':
      return { kind, targets, share, ...base };
    case 'delay':
      return { kind, links, by, ...base };
    case 'reorder':
      return { kind, links, by: clauses.within, ...base };
    case 'drop':
    case 'duplicate':
    case 'corrupt':
      return { kind, share, links, ...base };
    case 'partition':
      return { kind, groups: parts.groups, ...base };
    case 'cut':
      return { kind, from: parts.from, to: parts.to, ...base };
    case 'heal':
      return { kind, ...base };
    case 'byzantine':
      return { kind, targets, behaviour: word, ...base };
    case 'bug':
      return { kind, service: word, failing: clauses.failing, ...base };
    case 'leak':
      return { kind, service: word, crashingAfter: clauses['crashing after'], ...base };
    case 'deploy':
    case 'reconfigure':
      return { kind, component: word, body: parts.body, ...base };
    case 'add':
    case 'remove':
    case 'promote':
      return { kind, targets, store: word, ...base };
    case 'surge':
      return { kind, workload: parts.path, by, ...base };
  }
}
