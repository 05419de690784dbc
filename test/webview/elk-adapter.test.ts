import assert from 'node:assert/strict';
import Elk from 'elkjs/lib/elk.bundled.js';
import { arrangementFor } from '../../client/webview/topology/arrangement';
import { fromElk, toElk, type Measure, type TopologyLayout } from '../../client/webview/topology/elk-adapter';
import { gridLayout } from '../../client/webview/topology/grid-layout';
import { layoutEdges } from '../../client/webview/topology/layout-edges';
import type { Graph, GraphNode } from '../../server/src/report/run-report';
import { sampleReport } from './sample-report';

const measure: Measure = () => ({ width: 140, height: 60 });
const { graph } = sampleReport();
const WIDE = { width: 1000, height: 350 };
const inRoom = (of: Graph, room = WIDE): TopologyLayoutRequest =>
  toElk(of, measure, arrangementFor(of, measure, room, null));
type TopologyLayoutRequest = ReturnType<typeof toElk>;

function box(layout: TopologyLayout, id: string): { x: number; y: number; right: number; bottom: number } {
  const found = layout.boxes.get(id);
  assert.ok(found !== undefined, `${id} has a place`);
  return { x: found.x, y: found.y, right: found.x + found.width, bottom: found.y + found.height };
}

function node(id: string, parent: string | null, kind: GraphNode['kind'] = 'node'): GraphNode {
  return { id, kind, label: id, parent, place: 0, detail: '', source: null };
}

/** What any layout must keep: children inside their parents, and no two boxes of one parent over each other. */
function checkNesting(layout: TopologyLayout, { nodes }: Graph): void {
  for (const { id, parent } of nodes) {
    const inner = box(layout, id);
    if (parent !== null) {
      const outer = box(layout, parent);
      assert.ok(inner.x >= outer.x && inner.y >= outer.y, `${id} in ${parent}`);
      assert.ok(inner.right <= outer.right && inner.bottom <= outer.bottom, `${id} in ${parent}`);
    }
    for (const other of nodes.filter((one) => one.parent === parent && one.id !== id)) {
      const next = box(layout, other.id);
      const apart = inner.right <= next.x || next.right <= inner.x || inner.bottom <= next.y || next.bottom <= inner.y;
      assert.ok(apart, `${id} over ${other.id}`);
    }
  }
}

describe('topology layout', () => {
  it('asks ELK for nested domains in one coordinate system', () => {
    const root = inRoom(graph);
    assert.equal(root.layoutOptions?.['elk.hierarchyHandling'], 'INCLUDE_CHILDREN');
    assert.equal(root.layoutOptions['elk.json.shapeCoords'], 'ROOT');
    assert.deepEqual(
      root.children?.map(({ id }) => id),
      ['eu', '#anchor'],
    );
    assert.deepEqual(
      root.children[0]?.children?.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
  });

  it('puts callers above what they call, domain by domain', () => {
    assert.deepEqual(
      layoutEdges(graph, { domains: [1, 3], leaves: 1, density: 'roomy' }).filter(
        ([upper]) => upper === 'web' || upper === 'n1',
      ),
      [
        ['web', 'n1'],
        ['n1', 'n2'],
      ],
    );
  });

  it('comes back with zones side by side, in the order of the model, ending at one height', async () => {
    const layout = fromElk(await new Elk().layout(inRoom(graph)));
    checkNesting(layout, graph);
    const [a, b, c] = ['a', 'b', 'c'].map((id) => box(layout, id));
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    assert.ok(a.right < b.x && b.right < c.x);
    assert.ok(a.y === b.y && b.y === c.y && a.bottom === b.bottom && b.bottom === c.bottom);
    assert.ok(box(layout, 'web').bottom < box(layout, 'n1').y);
  });

  it('fits the room: wide, narrow or high, the boxes of six zones are as large as they can be', async () => {
    const zones = ['a', 'b', 'c', 'd', 'e', 'f'];
    const six: Graph = {
      nodes: zones.flatMap((zone) => [node(zone, null, 'zone'), node(`${zone}1`, zone), node(`${zone}2`, zone)]),
      edges: [],
    };
    const columnsIn = async (width: number, height: number): Promise<number> => {
      const layout = fromElk(await new Elk().layout(inRoom(six, { width, height })));
      checkNesting(layout, six);
      return zones.filter((zone) => box(layout, zone).y === box(layout, 'a').y).length;
    };
    assert.equal(await columnsIn(1400, 200), 6);
    assert.equal(await columnsIn(500, 400), 3);
    assert.ok((await columnsIn(300, 800)) <= 2);
  });

  it('has rows of regions whose zones stand abreast, where that is largest', () => {
    const regions = ['a', 'b', 'c', 'd'];
    const zones = regions.flatMap((region) =>
      [`${region}1`, `${region}2`, `${region}3`].map((zone) => [zone, region] as const),
    );
    const nested: Graph = {
      nodes: [
        ...regions.map((region) => node(region, null, 'region')),
        ...zones.map(([zone, region]) => node(zone, region, 'zone')),
        ...zones.map(([zone]) => node(`n${zone}`, zone)),
      ],
      edges: [],
    };
    const domainsIn = (width: number, height: number): readonly number[] =>
      arrangementFor(nested, measure, { width, height }, null).domains;
    assert.deepEqual(domainsIn(1100, 360), [2, 3]);
    assert.deepEqual(domainsIn(500, 700), [1, 3]);
    assert.deepEqual(domainsIn(2400, 200), [4, 3]);
  });

  it('takes boxes that need less room where the usual ones could not be read', () => {
    const { graph: sample } = sampleReport();
    const small = (one: GraphNode, density: string): { width: number; height: number } =>
      density === 'compact' ? { width: 100, height: 40 } : measure(one, 'roomy');
    const densityIn = (width: number, height: number): string =>
      arrangementFor(sample, small, { width, height }, null).density;
    assert.equal(densityIn(1000, 350), 'roomy');
    assert.equal(densityIn(480, 170), 'compact');
  });

  it('folds many boxes into as many rows as make them largest', () => {
    const peers: Graph = { nodes: Array.from({ length: 30 }, (_, peer) => node(`p${String(peer)}`, null)), edges: [] };
    // In rows of six to eight a box is about 90 pixels wide here, in two rows of fifteen 45.
    const { leaves } = arrangementFor(peers, measure, { width: 720, height: 320 }, null);
    assert.ok(leaves >= 5 && leaves <= 8, String(leaves));
  });

  it('stays as it is laid out until another way is much larger', () => {
    const wide = arrangementFor(graph, measure, WIDE, null);
    assert.deepEqual(arrangementFor(graph, measure, { width: 900, height: 380 }, wide), wide);
    assert.notDeepEqual(arrangementFor(graph, measure, { width: 250, height: 900 }, wide), wide);
  });

  it('takes a graph whose parents are missing or lie inside each other', async () => {
    const odd: Graph = {
      nodes: [node('x', 'nowhere'), node('p', 'q', 'zone'), node('q', 'p', 'zone'), node('n', 'p')],
      edges: [{ id: 'e', from: 'x', to: 'gone', kind: 'request', label: '' }],
    };
    const layout = fromElk(await new Elk().layout(inRoom(odd)));
    assert.deepEqual([...layout.boxes.keys()].sort(), ['n', 'p', 'q', 'x']);
  });

  it('has a grid that needs no worker, arranged in the same way', () => {
    const wide = gridLayout(graph, measure, { domains: [1, 3], leaves: 1, density: 'roomy' });
    checkNesting(wide, graph);
    const high = gridLayout(graph, measure, { domains: [1, 1], leaves: 3, density: 'roomy' });
    checkNesting(high, graph);
    assert.ok(wide.width > high.width && wide.height < high.height);
  });

  it('lays out 200 nodes with all links within its deadline', async function () {
    this.timeout(60_000);
    const zones = ['a', 'b', 'c', 'd'];
    const leaves = Array.from({ length: 200 }, (_, number) => node(`n${String(number)}`, zones[number % 4] ?? null));
    const many: Graph = {
      nodes: [...zones.map((zone) => node(zone, null, 'zone')), ...leaves],
      edges: leaves.map(({ id }, number) => {
        return { id: `e${id}`, from: id, to: `n${String((number * 7 + 1) % 200)}`, kind: 'replication', label: '' };
      }),
    };
    const started = performance.now();
    const layout = fromElk(await new Elk().layout(inRoom(many)));
    checkNesting(layout, many);
    assert.ok(performance.now() - started < 10_000);
  });
});
