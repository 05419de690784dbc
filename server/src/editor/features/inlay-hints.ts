import { InlayHintKind } from 'vscode-languageserver';
import type { InlayHint, Range } from 'vscode-languageserver';
import type { BoundStore, PolicyChoice } from '../../language/bind/bound';
import type { TextRange } from '../../language/source-text';
import type { NamedTargetNode, ScenarioNode, WorkloadNode } from '../../language/syntax/syntax-tree';
import type { BlockSchema } from '../../language/schema/block-schema';
import { scenarioBlock, workloadBlock } from '../../language/schema/run-schemas';
import type { Value } from '../../language/values/value';
import { overlaps, positionAt, textRangeOf } from '../positions';
import type { LastResults } from '../runs/last-results';
import type { Snapshot } from '../snapshot';
import { allNodes } from '../syntax-walk';
import { targetText } from './target-nodes';
import { policyChain } from './effective-policy';

/** What is not in the text but worth seeing beside it: what a run measured, and how many replicas make a quorum. */
export function inlayHints(snapshot: Snapshot, range: Range, results: LastResults): InlayHint[] {
  const window = textRangeOf(snapshot.source, range);
  return [
    ...measuredHints(snapshot, results),
    ...quorumHints(snapshot, window),
    ...targetHints(snapshot, window),
    ...defaultHints(snapshot, window),
  ]
    .filter(({ at }) => overlaps({ start: at, end: at }, window))
    .map(({ at, label, tooltip }) => ({
      position: positionAt(snapshot.source, at),
      label,
      kind: InlayHintKind.Parameter,
      paddingLeft: true,
      ...(tooltip === '' ? {} : { tooltip }),
    }));
}

interface Hint {
  readonly at: number;
  readonly label: string;
  readonly tooltip: string;
}

/** The last measured value beside each `expect`; after an edit in brackets, since it may no longer be so. */
function measuredHints(snapshot: Snapshot, results: LastResults): readonly Hint[] {
  return results.expectations(snapshot).flatMap(({ node, judged, isStale }) => {
    if (judged.measured === '') return [];
    const sign = SIGNS[judged.decision];
    // `orders is linearizable` has been said already.
    const measured = judged.text.endsWith(` ${judged.measured}`) ? '' : ` ${judged.measured}`;
    const label = isStale ? `(was ${judged.measured})` : `${sign}${measured}`;
    return [{ at: node.range.end, label, tooltip: judged.explanation }];
  });
}

const SIGNS = { pass: '✓', fail: '✗', undecided: '?' } as const;

/** How many of its replicas make a quorum, beside the policy of a store. */
function quorumHints({ uri, program }: Snapshot, window: TextRange): readonly Hint[] {
  const stores = program.model.topologies.flatMap((topology) => topology.stores);
  return stores
    .filter((store) => store.uri === uri && overlaps(store.policyRange, window))
    .flatMap((store) => {
      const text = quorumText(store);
      return text === undefined ? [] : [{ at: store.policyRange.end, label: text, tooltip: '' }];
    });
}

function quorumText({ policy, settings, on }: BoundStore): string | undefined {
  const replicas = settings.optionalCount('replicas') ?? on.length;
  const of = ` of ${String(replicas)}`;
  const family = policy?.kind === 'declared' ? policy.policy.family : policy?.family;
  switch (family) {
    case 'quorum':
      return policy && `R=${quorumSize(policy, 'read', replicas)} W=${quorumSize(policy, 'write', replicas)}${of}`;
    case 'raft':
    case 'multi-paxos':
    case 'zab':
      return String(majorityOf(replicas)) + of;
    case 'pbft':
      return `f=${String(Math.floor((replicas - 1) / 3))}${of}`;
    default:
      return undefined;
  }
}

/** As it holds after derivation, in replicas where that is known. */
function quorumSize(policy: PolicyChoice, property: 'read' | 'write', replicas: number): string {
  const value = valueOf(policy, property);
  if (value?.kind === 'count') return String(value.count);
  const word = value?.kind === 'word' ? value.word : 'majority';
  const sizes: Readonly<Record<string, number>> = { one: 1, majority: majorityOf(replicas), all: replicas };
  return String(sizes[word] ?? word);
}

function valueOf(policy: PolicyChoice, property: string): Value | undefined {
  if (policy.kind === 'family') return policy.settings.value(property);
  return policyChain(policy.policy)
    .find(({ own }) => own.has(property))
    ?.own.value(property);
}

function majorityOf(replicas: number): number {
  return Math.floor(replicas / 2) + 1;
}

/** Which nodes a domain or a group stands for, beside it in a fault. */
function targetHints(snapshot: Snapshot, window: TextRange): readonly Hint[] {
  const hints: Hint[] = [];
  for (const declaration of snapshot.parsed.tree.declarations) {
    if ((declaration.kind !== 'faults' && declaration.kind !== 'scenario') || !overlaps(declaration.range, window)) {
      continue;
    }
    for (const node of allNodes(declaration)) {
      if (node.kind !== 'named-target' || !overlaps(node.range, window)) continue;
      const { name } = node as unknown as NamedTargetNode;
      const label = name && targetText(snapshot, name.range.start);
      if (label !== undefined) hints.push({ at: node.range.end, label: `= ${label}`, tooltip: '' });
    }
  }
  return hints;
}

/** Defaults that decide what comes out of a run, where nothing is written. */
function defaultHints({ parsed }: Snapshot, window: TextRange): readonly Hint[] {
  return parsed.tree.declarations.flatMap((node) => {
    if (node.kind !== 'workload' && node.kind !== 'scenario') return [];
    if (node.name === undefined || !overlaps(node.range, window)) return [];
    const label =
      node.kind === 'workload' ? missing(node, workloadBlock, 'timeout') : missing(node, scenarioBlock, 'duration');
    if (label === undefined) return [];
    const title = node.kind === 'scenario' ? node.title : undefined;
    return [{ at: (title ?? node.name).range.end, label, tooltip: 'The default.' }];
  });
}

function missing(node: WorkloadNode | ScenarioNode, schema: BlockSchema, property: string): string | undefined {
  const isWritten = node.items.some((item) => item.kind === 'property' && item.key.text === property);
  const usual = schema.properties.get(property)?.default;
  return isWritten || usual === undefined ? undefined : `${property}: ${usual}`;
}
