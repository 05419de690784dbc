import { InlayHintKind } from 'vscode-languageserver';
import type { InlayHint, Range } from 'vscode-languageserver';
import type { ScenarioNode, StoreNode } from '../../language/syntax/syntax-tree';
import { overlaps, positionAt, textRangeOf } from '../positions';
import type { LastResults } from '../runs/last-results';
import type { Snapshot } from '../snapshot';
import { allNodes } from '../syntax-walk';

/** What is not in the text but worth seeing beside it: what a run measured, and how many replicas make a quorum. */
export function inlayHints(snapshot: Snapshot, range: Range, results: LastResults): InlayHint[] {
  const window = textRangeOf(snapshot.source, range);
  return [...measuredHints(snapshot, results), ...quorumHints(snapshot)]
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
    const label = isStale ? `(was ${judged.measured})` : `${sign} ${judged.measured}`;
    return [{ at: node.range.end, label, tooltip: judged.explanation }];
  });
}

const SIGNS = { pass: '✓', fail: '✗', undecided: '?' } as const;

/** R and W of N beside a store whose policy counts answers, taken from a scenario that uses the topology as written. */
function quorumHints(snapshot: Snapshot): readonly Hint[] {
  const model = snapshot.parsed.tree.declarations
    .filter((node): node is ScenarioNode => node.kind === 'scenario' && !node.items.some(({ kind }) => kind === 'set'))
    .map(({ name }) => (name === undefined ? undefined : snapshot.program.compileScenario(name.text)))
    .find((scenario) => scenario !== undefined);
  if (model === undefined) return [];
  return storeNodes(snapshot).flatMap((node) => {
    const store = model.stores.find(({ origin, name }) => origin.file === 0 && name === node.name?.text);
    const policy = node.policy;
    if (store === undefined || policy === undefined) return [];
    const text = quorumText(store.policy, store.replicas);
    return text === undefined ? [] : [{ at: policy.range.end, label: text, tooltip: '' }];
  });
}

function storeNodes({ parsed }: Snapshot): readonly StoreNode[] {
  return [...allNodes(parsed.tree)].filter((node): node is StoreNode => node.kind === 'store');
}

type Policy = NonNullable<ReturnType<Snapshot['program']['compileScenario']>>['stores'][number]['policy'];

function quorumText(policy: Policy, replicas: number): string | undefined {
  const majority = Math.floor(replicas / 2) + 1;
  switch (policy.family) {
    case 'quorum':
      return `R=${sizeText(policy.read, replicas)} W=${sizeText(policy.write, replicas)} of ${String(replicas)}`;
    case 'raft':
    case 'multi-paxos':
    case 'zab':
      return `${String(majority)} of ${String(replicas)}`;
    case 'pbft':
      return `f=${String(Math.floor((replicas - 1) / 3))} of ${String(replicas)}`;
    default:
      return undefined;
  }
}

function sizeText(size: number | string, replicas: number): string {
  switch (size) {
    case 'one':
      return '1';
    case 'majority':
      return String(Math.floor(replicas / 2) + 1);
    case 'all':
      return String(replicas);
    default:
      return String(size);
  }
}
