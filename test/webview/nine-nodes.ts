import type { Graph, GraphNode, NodeLane, RunReport } from '../../server/src/report/run-report';
import { sampleReport } from './sample-report';

const NODES = [
  ...['controller1', 'controller2', 'controller3'],
  ...['data1', 'data2', 'data3', 'data4', 'data5', 'data6'],
];
const CLIENTS = ['ingest', 'query', 'reports'];
/** As in the sample, whose operations these are: the first two clients are the places 5 and 6. */
const NODE_PLACES = [0, 1, 2, 3, 4, 7, 8, 9, 10];
const CLIENT_PLACES = [5, 6, 11];
const ZONES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** The run of the sample on nine nodes in six zones of three regions, of which some hold no copy, with three clients. */
export function nineNodes(): RunReport {
  return inSixZones(NODES);
}

/** The same on six nodes, one in each zone. */
export function sixNodes(): RunReport {
  return inSixZones(['east1', 'east2', 'central1', 'central2', 'west1', 'west2']);
}

function inSixZones(names: readonly string[]): RunReport {
  const report = sampleReport();
  const [lane] = report.lanes;
  const box = (node: Partial<GraphNode> & Pick<GraphNode, 'id' | 'kind' | 'parent'>): GraphNode => ({
    ...{ label: node.id, place: -1, detail: '', source: null },
    ...node,
  });
  const place = (number: number): string => ZONES[number % ZONES.length] ?? '';
  const nodes: readonly GraphNode[] = [
    ...['east', 'central', 'west'].map((id) => box({ id, kind: 'region', parent: null })),
    ...ZONES.map((id, zone) =>
      box({ id, kind: 'zone', parent: ['east', 'central', 'west'][Math.floor(zone / 2)] ?? '' }),
    ),
    ...names.map((id, number) =>
      box({
        id,
        kind: 'node',
        parent: place(number),
        place: NODE_PLACES[number] ?? -1,
        detail: 'orders: raft, leader-local reads',
      }),
    ),
    ...CLIENTS.map((id, number) =>
      box({ id, kind: 'client', parent: place(number), place: CLIENT_PLACES[number] ?? -1 }),
    ),
  ];
  const pairs = names.flatMap((from, row) => names.slice(row + 1).map((to) => [from, to] as const));
  const edges: Graph['edges'] = [
    ...pairs.map(([from, to]) => ({ id: `${from}-${to}`, from, to, kind: 'replication' as const, label: 'orders' })),
    ...CLIENTS.map((from) => ({ id: from, from, to: 'data1', kind: 'request' as const, label: 'orders' })),
  ];
  return {
    ...report,
    graph: { nodes, edges },
    lanes: names.map((label, number): NodeLane => {
      const isController = label.startsWith('controller');
      return {
        ...{ place: NODE_PLACES[number] ?? -1, label, conditions: [] },
        roles: isController
          ? [{ from: 0, to: report.durationNs, state: 'controller', label: 'controller of orders', event: -1 }]
          : (lane?.roles ?? []),
      };
    }),
    clients: CLIENTS.map((label, number) => ({ label, place: CLIENT_PLACES[number] ?? -1 })),
  };
}
