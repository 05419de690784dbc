import assert from 'node:assert/strict';
import type { ChromiumPage } from '../support/chromium-page';
import { until } from '../support/poll';
import { violations } from './axe-violations';
import { isKind, openRun, texts } from './panel';
import { sampleReport } from './sample-report';

const NODES = ['n1', 'n2', 'n3', 'n4', 'n5'];
const STORE = 'orders: raft, leader-local reads';

describe('the topology as a table', function () {
  this.timeout(60_000);
  let panel: ChromiumPage;

  before(async () => {
    panel = await openRun();
    await panel.page.waitForSelector('[data-layout="final"]');
    await panel.page.click('#tab-tables');
    await panel.page.getByLabel('Table', { exact: true }).selectOption('topology');
    // Before it is the table of the topology, it is one that has a row of this number as well.
    await panel.page.waitForSelector('.table-head:has-text("copies with")');
    await panel.page.waitForSelector('.tables [data-index="10"]');
    await panel.drawn();
  });

  after(async () => {
    await panel.close();
  });

  /** The cells of the row with this name. */
  async function rowOf(name: string): Promise<readonly string[]> {
    const rows = await panel.page
      .locator('.tables .virtual-list .virtual-row')
      .evaluateAll((elements) => elements.map((row) => [...row.children].map(({ textContent }) => textContent ?? '')));
    return rows.find(([first]) => first === name) ?? [];
  }

  const others = (name: string): string => NODES.filter((node) => node !== name).join(', ');

  it('names its columns', async () => {
    const columns = ['name', 'kind', 'in', 'runs', 'copies with', 'requests with'];
    assert.deepEqual(await texts(panel, '.table-head span'), columns);
  });

  it('says of every box what it is, where it is and what it runs', async () => {
    assert.deepEqual(await rowOf('eu'), ['eu', 'region', '', '', '', '']);
    assert.deepEqual(await rowOf('b'), ['b', 'zone', 'eu', '', '', '']);
    assert.deepEqual(await rowOf('n1'), ['n1', 'node', 'a', STORE, others('n1'), 'web, batch']);
    assert.deepEqual(await rowOf('n5'), ['n5', 'node', 'c', STORE, others('n5'), 'web, batch']);
    assert.deepEqual(await rowOf('batch'), ['batch', 'client', 'b', 'reporting', '', NODES.join(', ')]);
  });

  it('has the boxes and the links of the picture, and no others', async () => {
    const drawn = [...(await texts(panel, '.box .box-name')), ...(await texts(panel, '.domain-name'))];
    const rows = await Promise.all(sampleReport().graph.nodes.map(({ label }) => rowOf(label)));
    assert.deepEqual(
      // The picture writes the kind of a domain before its name.
      drawn.map((name) => name.replace(/^(region|zone) /, '')).sort(),
      rows.map(([name]) => name).sort(),
    );
    for (const [column, kind] of [
      [4, 'replication'],
      [5, 'request'],
    ] as const) {
      const ends = rows.flatMap((row) => (row[column] ?? '').split(', ').filter((name) => name !== ''));
      assert.equal(ends.length, 2 * (await panel.page.locator(`.link-${kind}`).count()), kind);
    }
  });

  it('tells a reader of the screen which row of how many this is', async () => {
    const rows = panel.page.locator('.tables [role="option"]');
    assert.equal(await rows.count(), sampleReport().graph.nodes.length);
    assert.equal(await rows.nth(3).getAttribute('aria-setsize'), '11');
    assert.equal(await rows.nth(3).getAttribute('aria-posinset'), '4');
    assert.deepEqual(await violations(panel), []);
  });

  it('leads from a row to its box and, by keyboard, from row to row', async () => {
    await panel.page.locator('.tables .virtual-row').filter({ hasText: 'reporting' }).click();
    await panel.page.waitForSelector('.inspector-title:has-text("batch")');
    await panel.page.waitForSelector('.box[aria-pressed="true"][data-box="batch"]');
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.waitForSelector('.inspector-title:has-text("n3")');
    await panel.page.keyboard.press('Enter');
    const { source } = await panel.waitForPosted('openSource', isKind('openSource'));
    assert.equal(source.line, sampleReport().graph.nodes.find(({ id }) => id === 'n3')?.source?.line);
  });

  it('follows a report with another topology', async () => {
    const { graph, ...rest } = sampleReport();
    const edges = graph.edges.filter(({ to, from }) => to !== 'n5' && from !== 'n5');
    await panel.send({ kind: 'report', report: { ...rest, graph: { ...graph, edges } } });
    await until('the other links', async () => (await rowOf('n5')).slice(4).join('') === '');
    assert.equal((await rowOf('n1'))[4], 'n2, n3, n4');
    assert.deepEqual(panel.errors, []);
  });
});
