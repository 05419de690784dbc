import type { BlockNode, NameNode, NamePatternNode, PathNode, SyntaxNode, ValueNode } from './value-nodes';

/** `at 5s crash n1 for 10s with probability 50% as first`: one line of a fault schedule. */
export interface FaultNode extends SyntaxNode {
  readonly kind: 'fault';
  /** Undefined where the trigger is missing, which is reported. */
  readonly trigger: TriggerNode | undefined;
  readonly action: ActionNode | undefined;
  readonly probability: ValueNode | undefined;
  /** The name after `as`. */
  readonly alias: NameNode | undefined;
  readonly documentation: string | undefined;
}

/** When a fault happens. */
export type TriggerNode = AtTriggerNode | EveryTriggerNode | LeaderTriggerNode | WriteTriggerNode | RandomTriggerNode;

/** `at 5s`, `at 1s..5s`. */
export interface AtTriggerNode extends SyntaxNode {
  readonly kind: 'at-trigger';
  readonly time: ValueNode | undefined;
}

/** `every 30s +- 10s from 10s to 60s`. */
export interface EveryTriggerNode extends SyntaxNode {
  readonly kind: 'every-trigger';
  readonly period: ValueNode | undefined;
  readonly jitter: ValueNode | undefined;
  readonly from: ValueNode | undefined;
  readonly to: ValueNode | undefined;
}

/** `when leader of orders changes after 2s`. */
export interface LeaderTriggerNode extends SyntaxNode {
  readonly kind: 'leader-trigger';
  readonly store: NameNode | undefined;
  readonly after: ValueNode | undefined;
}

/** `when write 100 of orders is acknowledged after 2s`. */
export interface WriteTriggerNode extends SyntaxNode {
  readonly kind: 'write-trigger';
  readonly count: ValueNode | undefined;
  readonly store: NameNode | undefined;
  readonly after: ValueNode | undefined;
}

/** `randomly ... with mtbf 1h mttr 5min`; the action stands between the two words. */
export interface RandomTriggerNode extends SyntaxNode {
  readonly kind: 'random-trigger';
  readonly mtbf: ValueNode | undefined;
  readonly mttr: ValueNode | undefined;
}

/** What a fault happens to: a named thing, a role in a store, or a random choice. */
export type TargetNode = NamedTargetNode | RoleTargetNode | RandomTargetNode;

/** `n1`, `n[1..3]`, `orders`, `zone a`; `level` is the word `zone`, `rack`, `node`, `group`... where it is written. */
export interface NamedTargetNode extends SyntaxNode {
  readonly kind: 'named-target';
  readonly level: NameNode | undefined;
  readonly name: NamePatternNode | undefined;
}

/** `leader of orders`, `followers of orders`, `all of orders`. */
export interface RoleTargetNode extends SyntaxNode {
  readonly kind: 'role-target';
  readonly role: 'leader' | 'followers' | 'all';
  readonly of: NamedTargetNode | undefined;
}

/** `random 2 of orders`. */
export interface RandomTargetNode extends SyntaxNode {
  readonly kind: 'random-target';
  readonly count: ValueNode | undefined;
  readonly of: NamedTargetNode | undefined;
}

/** A set of directed links. */
export type LinkSetNode = LinksFromToNode | LinksBetweenNode | LinksOfNode | LinksEverywhereNode;

/** `from a to b`: one direction. */
export interface LinksFromToNode extends SyntaxNode {
  readonly kind: 'links-from-to';
  readonly from: readonly TargetNode[];
  readonly to: readonly TargetNode[];
}

/** `between zone a and zone b`: both directions. */
export interface LinksBetweenNode extends SyntaxNode {
  readonly kind: 'links-between';
  readonly left: readonly TargetNode[];
  readonly right: readonly TargetNode[];
}

/** `of n1`: every link into and out of it. */
export interface LinksOfNode extends SyntaxNode {
  readonly kind: 'links-of';
  readonly targets: readonly TargetNode[];
}

/** `everywhere`. */
export interface LinksEverywhereNode extends SyntaxNode {
  readonly kind: 'links-everywhere';
}

/** What every action has: its first word, and how long it lasts. */
interface ActionBase extends SyntaxNode {
  /** The word it begins with, such as `crash`; for `lose fsync of n1` it is `lose`. */
  readonly verb: NameNode;
  /** After `for`. Undefined also where the action takes no duration. */
  readonly duration: ValueNode | undefined;
}

/** Actions on targets that need nothing more. */
export interface TargetActionNode extends ActionBase {
  readonly kind: 'crash' | 'restart' | 'wipe' | 'pause' | 'isolate' | 'fill-disk' | 'lose-fsync';
  readonly targets: readonly TargetNode[];
}

/** `slow n1 by 10x`, `slow disk of n1 by 10x`, `skew n1 by +5s`, `drift n1 by 200ppm`. */
export interface AmountActionNode extends ActionBase {
  readonly kind: 'slow' | 'slow-disk' | 'skew' | 'drift';
  readonly targets: readonly TargetNode[];
  readonly by: ValueNode | undefined;
}

/** `corrupt disk of n1 5%`. */
export interface CorruptDiskActionNode extends ActionBase {
  readonly kind: 'corrupt-disk';
  readonly targets: readonly TargetNode[];
  readonly share: ValueNode | undefined;
}

/** `delay LINKS by 50ms`, `reorder LINKS within 10ms`. */
export interface LinkTimingActionNode extends ActionBase {
  readonly kind: 'delay' | 'reorder';
  readonly links: LinkSetNode | undefined;
  readonly by: ValueNode | undefined;
}

/** `drop 20% LINKS`, `duplicate 5% LINKS`, `corrupt 1% LINKS`. */
export interface LinkShareActionNode extends ActionBase {
  readonly kind: 'drop' | 'duplicate' | 'corrupt';
  readonly share: ValueNode | undefined;
  readonly links: LinkSetNode | undefined;
}

/** `partition a | b, c`. */
export interface PartitionActionNode extends ActionBase {
  readonly kind: 'partition';
  readonly groups: readonly (readonly TargetNode[])[];
}

/** `cut a -> b`. */
export interface CutActionNode extends ActionBase {
  readonly kind: 'cut';
  readonly from: readonly TargetNode[];
  readonly to: readonly TargetNode[];
}

/** `heal`: every network fault ends. */
export interface HealActionNode extends ActionBase {
  readonly kind: 'heal';
}

/** `byzantine n1 equivocate`. */
export interface ByzantineActionNode extends ActionBase {
  readonly kind: 'byzantine';
  readonly targets: readonly TargetNode[];
  readonly behaviour: NameNode | undefined;
}

/** `bug in api failing 30%`. */
export interface BugActionNode extends ActionBase {
  readonly kind: 'bug';
  readonly service: NameNode | undefined;
  readonly failing: ValueNode | undefined;
}

/** `leak in api crashing after 5min`. */
export interface LeakActionNode extends ActionBase {
  readonly kind: 'leak';
  readonly service: NameNode | undefined;
  readonly crashingAfter: ValueNode | undefined;
}

/** `deploy api { errors: 30% }`, `reconfigure orders { write: 1 }`. */
export interface ChangeActionNode extends ActionBase {
  readonly kind: 'deploy' | 'reconfigure';
  readonly component: NameNode | undefined;
  readonly body: BlockNode | undefined;
}

/** `add n4 to orders`, `remove n1 from orders`, `promote n2 in orders`. */
export interface MembershipActionNode extends ActionBase {
  readonly kind: 'add' | 'remove' | 'promote';
  readonly targets: readonly TargetNode[];
  readonly store: NameNode | undefined;
}

/** `surge Shopping by 5x`. */
export interface SurgeActionNode extends ActionBase {
  readonly kind: 'surge';
  readonly workload: PathNode | undefined;
  readonly by: ValueNode | undefined;
}

/** What a fault does. */
export type ActionNode =
  | TargetActionNode
  | AmountActionNode
  | CorruptDiskActionNode
  | LinkTimingActionNode
  | LinkShareActionNode
  | PartitionActionNode
  | CutActionNode
  | HealActionNode
  | ByzantineActionNode
  | BugActionNode
  | LeakActionNode
  | ChangeActionNode
  | MembershipActionNode
  | SurgeActionNode;
