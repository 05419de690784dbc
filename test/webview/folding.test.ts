import assert from 'node:assert/strict';
import { foldGraph, NO_FOLDS, toggled } from '../../client/webview/topology/folding';
import type { ChromiumPage } from '../support/chromium-page';
import { until } from '../support/poll';
import { isKind, openRun, texts } from './panel';
import { sampleReport } from './sample-report';
import { wideReport } from './wide-report';

describe('folding of a large topology', () => {
  const { graph } = wideReport(3, 84);

  it('leaves a small one alone', () => {
    const small = sampleReport().graph;
    assert.equal(foldGraph(small, NO_FOLDS).graph, small);
  });

  it('opens whole levels from outside as far as there is room, and closes the rest', () => {
    const folded = foldGraph(graph, NO_FOLDS);
    assert.equal(folded.leafCount, 1008);
    assert.deepEqual([...folded.closable], ['r1', 'r2', 'r3']);
    assert.equal(folded.members.size, 12);
    assert.deepEqual(folded.members.get('r1z2')?.slice(0, 2), [84, 85]);
    assert.equal(folded.graph.nodes.find(({ id }) => id === 'r1z1')?.detail, '84 nodes');
  });

  it('draws one link where many nodes have links', () => {
    assert.equal(foldGraph(graph, NO_FOLDS).graph.edges.length, 11);
  });

  it('opens and closes a domain without touching the others', () => {
    const opened = foldGraph(graph, toggled(NO_FOLDS, 'r1z1', true));
    assert.equal(opened.graph.nodes.filter(({ kind }) => kind === 'node').length, 84);
    assert.equal(opened.members.size, 11);
    const closed = foldGraph(graph, toggled(NO_FOLDS, 'r2', false));
    assert.equal(closed.members.get('r2')?.length, 336);
    assert.equal(closed.members.size, 9);
    assert.deepEqual(toggled(toggled(NO_FOLDS, 'r2', false), 'r2', true), { opened: ['r2'], closed: [] });
  });

  it('has nothing to close where there are no domains', () => {
    const flat = {
      nodes: graph.nodes.filter(({ kind }) => kind === 'node').map((node) => ({ ...node, parent: null })),
      edges: [],
    };
    assert.equal(foldGraph(flat, NO_FOLDS).graph.nodes.length, 1008);
  });
});

describe('a topology of a thousand nodes', function () {
  this.timeout(60_000);
  let panel: ChromiumPage;

  beforeEach(async () => {
    panel = await openRun(wideReport(3, 84));
  });

  afterEach(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
  });

  it('says of each closed domain how those inside fare', async () => {
    await panel.page.keyboard.press('Home');
    await panel.page.waitForSelector('.box-zone[aria-label^="zone z1, 84 up · 1 leads"]');
    await panel.page.keyboard.press('f');
    await panel.page.waitForSelector('.box-zone[aria-label^="zone z1, 84 crashed"]');
    await panel.drawn();
    assert.equal(await panel.page.locator('.box').count(), 12);
    await panel.screenshot('webview-thousand-nodes');
  });

  it('opens a domain with a click and closes it again', async () => {
    await panel.page.locator('.box-zone').nth(1).click();
    await panel.page.waitForSelector('.box-node');
    await panel.drawn();
    assert.equal(await panel.page.locator('.box-node').count(), 84);
    await panel.screenshot('webview-thousand-nodes-open');
    await panel.page.getByRole('button', { name: 'Close zone z2' }).first().click();
    await until('the zone to be closed', async () => (await panel.page.locator('.box-node').count()) === 0);
    await panel.drawn();
    await panel.page.getByRole('button', { name: 'Close region r2' }).click();
    await panel.page.waitForSelector('.box-region');
    await panel.drawn();
    assert.equal((await texts(panel, '.domain-name')).join(), 'region r1,region r3');
  });

  it('does so by keyboard, and keeps the focus', async () => {
    await panel.page.locator('.box[tabindex="0"]').focus();
    await panel.page.keyboard.press('Enter');
    await panel.page.waitForSelector('.box-node:focus');
    await panel.drawn();
    await panel.page.keyboard.press('ArrowRight');
    const label = await panel.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    assert.match(label, /^node, n/);
  });

  it('finds a node in a closed domain, opens that, and goes there', async () => {
    const search = panel.page.getByLabel('Find nodes in the topology');
    await search.fill('n1007');
    await panel.page.waitForSelector('.box-zone[data-found="yes"]');
    await panel.drawn();
    assert.equal(await panel.page.locator('[data-found="yes"]').count(), 1);
    await search.press('Enter');
    await panel.page.waitForSelector('.box-node[data-found="yes"]');
    await panel.drawn();
    await search.press('Escape');
    await until('no mark to be left', async () => (await panel.page.locator('[data-found]').count()) === 0);
  });

  it('is open where it was after the panel was hidden', async () => {
    await panel.page.locator('.box-zone').first().click();
    await panel.page.waitForSelector('.box-node');
    panel.posted.length = 0;
    await panel.reload();
    await panel.waitForPosted('ready', isKind('ready'));
    await panel.send({ kind: 'report', report: wideReport(3, 84) });
    await panel.page.waitForSelector('.box-node');
  });
});
