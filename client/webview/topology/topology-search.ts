import type { Graph, GraphNode } from '../../../server/src/report/run-report';
import { html, setAttributes } from '../dom/elements';
import { domainTree, leavesOf } from './domain-tree';
import type { Shown } from './topology-selection';

export interface TopologySearch {
  readonly element: HTMLElement;
  /** Marks what is found in a drawing that is new. */
  mark(): void;
}

interface Searched {
  /** All of the topology, also what lies in closed domains. */
  whole(): Graph | null;
  shown(): Shown | null;
  open(domain: string): void;
  visit(box: string): void;
}

/** Finds nodes and clients by name or by what runs on them: the others fade, and Enter goes from one to the next. */
export function createTopologySearch({ whole, shown, open, visit }: Searched): TopologySearch {
  const input = html('input', {
    ...{
      type: 'search',
      class: 'topology-find',
      placeholder: 'Find',
      title: 'Find nodes in the topology',
      'aria-label': 'Find nodes in the topology',
    },
  });
  const count = html('output', { class: 'search-count', 'aria-label': 'Nodes found' });
  let visited = -1;
  const found = (): readonly GraphNode[] => matching(whole(), input.value);
  const mark = (): void => {
    const now = shown();
    if (now === null) {
      return;
    }
    const nodes = found();
    const isOn = input.value.trim() !== '';
    const boxes = new Set(nodes.map(({ id }) => now.folded.seenAs.get(id)));
    for (const [id, { element }] of now.scene.boxesById) {
      setAttributes(element, { 'data-found': isOn ? (boxes.has(id) ? 'yes' : 'no') : false });
    }
    count.textContent = isOn ? String(nodes.length) : '';
  };
  input.addEventListener('input', () => {
    visited = -1;
    mark();
  });
  input.addEventListener('keydown', (event) => {
    const nodes = found();
    const now = shown();
    if (event.key === 'Escape' && input.value !== '') {
      input.value = '';
      mark();
    } else if (event.key === 'Enter' && now !== null && nodes.length > 0) {
      visited = (visited + (event.shiftKey ? nodes.length - 1 : 1)) % nodes.length;
      const id = nodes[visited]?.id ?? '';
      const box = now.folded.seenAs.get(id);
      if (box === id) {
        visit(id);
        input.focus();
      } else if (box !== undefined) {
        visited--;
        open(box);
      }
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  return { element: html('div', { class: 'topology-search' }, input, count), mark };
}

function matching(graph: Graph | null, text: string): readonly GraphNode[] {
  const wanted = text.trim().toLowerCase();
  if (graph === null || wanted === '') {
    return [];
  }
  const leaves = domainTree(graph).flatMap(leavesOf);
  return leaves
    .map(({ node }) => node)
    .filter(({ label, detail }) => `${label} ${detail}`.toLowerCase().includes(wanted));
}
