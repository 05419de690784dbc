import type { Graph, GraphNode, RunReport } from '../../server/src/report/run-report';
import { packMessages, packOperations } from './packed-rows';
import { sampleReport } from './sample-report';

const S = 1e9;

/** A run on many nodes: regions of four zones each, equal in size; the first node leads until zone 1 of region 1 fails. */
export function wideReport(regions: number, nodesInZone: number): RunReport {
  const report = sampleReport();
  const nodes: GraphNode[] = [];
  const box = (id: string, kind: GraphNode['kind'], label: string, parent: string | null, place: number): void => {
    nodes.push({ id, kind, label, parent, place, detail: place < 0 ? '' : 'orders', source: null });
  };
  let place = 0;
  for (let region = 1; region <= regions; region++) {
    box(`r${String(region)}`, 'region', `r${String(region)}`, null, -1);
    for (let zone = 1; zone <= 4; zone++) {
      const id = `r${String(region)}z${String(zone)}`;
      box(id, 'zone', `z${String(zone)}`, `r${String(region)}`, -1);
      for (let node = 0; node < nodesInZone; node++, place++) {
        box(`n${String(place)}`, 'node', `n${String(place)}`, id, place);
      }
    }
  }
  const count = place;
  const edges: Graph['edges'] = Array.from({ length: count - 1 }, (_, other) => ({
    ...{ id: `e${String(other)}`, from: 'n0', to: `n${String(other + 1)}`, kind: 'replication', label: 'orders' },
  }));
  const end = report.durationNs;
  return {
    ...report,
    graph: { nodes, edges },
    clients: [],
    operations: packOperations({ client: [], session: [], from: [], to: [], mark: [], text: [] }),
    messages: packMessages({ sender: [], receiver: [], sentAt: [], arrivedAt: [], name: [], names: [] }),
    events: [],
    expectations: [],
    faults: [
      {
        ...{ from: 8 * S, to: 18 * S, label: 'crash zone z1', kind: 'crash', groups: [], source: null },
        places: Array.from({ length: nodesInZone }, (_, node) => node),
      },
    ],
    lanes: Array.from({ length: count }, (_, node) => ({
      place: node,
      label: `n${String(node)}`,
      roles: [{ from: 0, to: end, state: node === 0 ? 'leader' : 'follower', label: '', event: -1 }],
      conditions:
        node < nodesInZone ? [{ from: 8 * S, to: 18 * S, state: 'crashed', label: 'crashed', event: -1 }] : [],
    })),
  };
}
