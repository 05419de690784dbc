import assert from 'node:assert/strict';
import { compile, link } from './compile';

const places = `region eu { zone a { rack r1 { node n1 } rack r2 { node n2 } client web } zone b { node n3 } }
  region us { zone c { node n4 } } node lone`;
const model = (links: string) => compile(`topology T { ${places} ${links} } scenario S { }`);
const latencyMs = (links: string, from: string, to: string): number => {
  const { latency } = link(model(links), from, to);
  assert.equal(latency.kind, 'constant');
  return latency.kind === 'constant' ? latency.value / 1e6 : NaN;
};

describe('links', () => {
  const rules: readonly (readonly [rule: string, links: string, from: string, to: string, ms: number])[] = [
    ['to itself', '', 'n1', 'n1', 0],
    ['to itself, whatever is said', 'link everywhere { latency: 9ms }', 'n1', 'n1', 0],
    ['within a zone', '', 'n1', 'web', 0.5],
    ['between racks of a zone', '', 'n1', 'n2', 0.5],
    ['between zones', '', 'n1', 'n3', 1],
    ['between regions', '', 'n1', 'n4', 40],
    ['where nothing is said', '', 'n1', 'lone', 0.5],
    ['everywhere comes before the defaults', 'link everywhere { latency: 9ms }', 'n1', 'n4', 9],
    [
      'within comes before everywhere',
      'link within zone { latency: 2ms } link everywhere { latency: 9ms }',
      'n1',
      'n2',
      2,
    ],
    ['the finest within', 'link within zone { latency: 2ms } link within region { latency: 3ms }', 'n1', 'n2', 2],
    ['a coarser within', 'link within zone { latency: 2ms } link within region { latency: 3ms }', 'n1', 'n3', 3],
    [
      'between comes before within',
      'link between racks { latency: 4ms } link within zone { latency: 2ms }',
      'n1',
      'n2',
      4,
    ],
    ['between zones is within a region', 'link between zones { latency: 2ms }', 'n1', 'n4', 40],
    ['a pair of domains', 'link zone a -> zone b { latency: 7ms } link between zones { latency: 2ms }', 'n1', 'n3', 7],
    ['in one direction', 'link zone a -> zone b { latency: 7ms } link between zones { latency: 2ms }', 'n3', 'n1', 2],
    ['in both', 'link zone a <-> zone b { latency: 7ms } link between zones { latency: 2ms }', 'n3', 'n1', 7],
    ['a pair of nodes', 'link n1 <-> n3 { latency: 8ms } link zone a <-> zone b { latency: 7ms }', 'n1', 'n3', 8],
    [
      'a node and a domain',
      'link n1 <-> zone b { latency: 8ms } link zone a <-> zone b { latency: 7ms }',
      'n1',
      'n3',
      8,
    ],
    ['the last of equals', 'link n1 -> n3 { latency: 8ms } link n1 -> n3 { latency: 7ms }', 'n1', 'n3', 7],
  ];
  for (const [rule, links, from, to, ms] of rules) {
    it(rule, () => {
      assert.equal(latencyMs(links, from, to), ms);
    });
  }

  it('take each property from the most specific declaration that gives it', () => {
    const found = link(
      model(
        'link everywhere { loss: 1%  bandwidth: 80Mbps } link within zone { latency: 1ms..2ms  write-latency: 3ms }',
      ),
      'n1',
      'n2',
    );
    assert.equal(found.loss, 0.01);
    assert.equal(found.bandwidthBytesPerS, 10e6);
    assert.deepEqual(found.latency, { kind: 'uniform', low: 1e6, high: 2e6 });
    assert.deepEqual(found.writeLatency, { kind: 'constant', value: 3e6 });
  });

  it('of a thousand places are a table of few classes', () => {
    const hosts = Array.from({ length: 500 }, (_, at) => `host h${String(at)} { node n${String(at)} }`).join(' ');
    const start = performance.now();
    const { links } = compile(
      `topology T { zone a { ${hosts} } zone b { nodes m[1..500] } link n1 -> m[1..500] { latency: 5ms } } scenario S { }`,
    );
    assert.equal(links.classOf.length, 1_000_000);
    assert.equal(links.classes.length, 4);
    assert.ok(performance.now() - start < 2000);
  });
});
