import assert from 'node:assert/strict';
import type { ChromiumPage } from '../support/chromium-page';
import { until } from '../support/poll';
import type { RunReport } from '../../server/src/report/run-report';
import { violations } from './axe-violations';
import { nineNodes, sixNodes } from './nine-nodes';
import { openRun } from './panel';
import { sampleReport } from './sample-report';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Smaller letters cannot be read. */
const READABLE_PX = 9;
/** Beside a model with the problems open below, in half of a small window, and in a low one. */
const SMALL = { width: 500, height: 500 };
const TINY = { width: 480, height: 300 };
const LOW = { width: 1200, height: 450 };

const REPORTS: readonly (readonly [name: string, report: () => RunReport])[] = [
  ['five nodes in three zones', sampleReport],
  ['nine nodes in six zones', nineNodes],
];

describe('a small room', function () {
  this.timeout(60_000);
  let panel: ChromiumPage;

  const open = async (viewport: Size, report = sampleReport()): Promise<void> => {
    panel = await openRun(report, { viewport });
  };
  const boxOf = async (selector: string): Promise<Size & { x: number; y: number }> =>
    until(`${selector} to be shown`, async () => (await panel.page.locator(selector).first().boundingBox()) ?? false);
  const isInView = async (box: string): Promise<boolean> => {
    const surface = await boxOf('.topology-surface');
    const { x, y, width, height } = await boxOf(`[data-box="${box}"] .box-back`);
    return (
      x >= surface.x &&
      y >= surface.y &&
      x + width <= surface.x + surface.width &&
      y + height <= surface.y + surface.height
    );
  };

  afterEach(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
  });

  for (const [name, report] of REPORTS) {
    for (const size of [SMALL, TINY, LOW, { width: 700, height: 900 }, { width: 1600, height: 900 }]) {
      it(`shows letters that can be read, of ${name} in ${String(size.width)} by ${String(size.height)}`, async () => {
        await open(size, report());
        const smallest = await panel.page.evaluate(smallestText);
        await panel.screenshot(
          `webview-small-${String(report().lanes.length)}-${String(size.width)}x${String(size.height)}`,
        );
        assert.ok(smallest >= READABLE_PX, `the smallest letters have ${smallest.toFixed(1)} pixels`);
      });
    }
  }

  it('draws six zones whole in a low window, in rows of regions', async () => {
    await open(LOW, sixNodes());
    assert.equal(await panel.page.locator('.beyond:visible').count(), 0, 'nothing lies beyond an edge');
  });

  for (const [size, drawn, lanes] of [
    [SMALL, 0.3, 0.28],
    [TINY, 0.5, 0.45],
  ] as const) {
    it(`gives most of ${String(size.width)} by ${String(size.height)} to what is drawn`, async () => {
      await open(size);
      const topology = await boxOf('.topology-surface');
      assert.ok(topology.height >= drawn * size.height, `the topology has ${String(topology.height)} pixels`);
      if (size === TINY) {
        await panel.page.click('#tab-timeline');
        await panel.drawn();
      }
      const timeline = await boxOf('.timeline-scroll');
      assert.ok(timeline.height >= lanes * size.height, `the lanes have ${String(timeline.height)} pixels`);
      for (const client of ['client 5', 'client 6']) {
        const { y, height } = await boxOf(`.gutter-cell[data-row="${client}"]`);
        assert.ok(y + height <= size.height, `${client} is on the first screen`);
      }
    });
  }

  it('has one line of head, which opens over the picture and closes again', async () => {
    await open(SMALL);
    assert.ok((await boxOf('.header')).height <= 34);
    const before = await boxOf('.topology-surface');
    const more = panel.page.getByRole('button', { name: 'What the verdict means' });
    await more.press('Enter');
    await panel.page.waitForSelector('.summary');
    await panel.page.waitForSelector('.numbers');
    await panel.drawn();
    assert.deepEqual(await boxOf('.topology-surface'), before);
    await panel.page.keyboard.press('Escape');
    await panel.page.waitForSelector('.summary', { state: 'hidden' });
    await until('the focus to be back', async () => more.evaluate((element) => element === document.activeElement));
  });

  it('leads to what lies beyond an edge, and shows all on demand', async () => {
    await open(SMALL, nineNodes());
    const more = panel.page.getByRole('button', { name: /^More at the/ });
    assert.ok((await more.count()) > 0);
    const label = (await more.first().getAttribute('aria-label')) ?? '';
    const before = await panel.page.locator('.topology-surface').getAttribute('viewBox');
    await more.first().click();
    await until(`${label} to move the topology`, async () => {
      return (await panel.page.locator('.topology-surface').getAttribute('viewBox')) !== before;
    });
    await panel.page.getByRole('button', { name: 'Show all' }).click();
    await until('all to be seen', async () => (await more.count()) === 0);
    await panel.drawn();
    await panel.page.getByRole('button', { name: 'Show all' }).click();
    await until('what can be read', async () => (await panel.page.evaluate(smallestText)) >= READABLE_PX);
  });

  it('shows first where a fault strikes', async () => {
    const report = nineNodes();
    const [fault] = report.faults;
    assert.ok(fault !== undefined);
    for (const [id, place] of [
      ['data6', 10],
      ['controller1', 0],
    ] as const) {
      const one = { ...fault, from: 0, to: report.durationNs, places: [place] };
      await open(SMALL, { ...report, faults: [one] });
      assert.ok(await isInView(id), `${id} is in view`);
      if (place !== 0) {
        await panel.close();
      }
    }
  });

  it('follows the keys from box to box', async () => {
    await open(SMALL, nineNodes());
    await panel.page.locator('.box[tabindex="0"]').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowLeft']) {
      await panel.page.keyboard.press(key);
      const id = await panel.page.evaluate(() => document.activeElement?.getAttribute('data-box') ?? '');
      await until(`${id} to come into view`, () => isInView(id));
    }
  });

  it('goes to a node that is chosen beside its lane', async () => {
    await open(SMALL, nineNodes());
    for (const id of ['data6', 'data1']) {
      await panel.page.getByRole('button', { name: id, exact: true }).press('Enter');
      await until(`${id} to come into view`, () => isInView(id));
    }
  });

  for (const size of [SMALL, TINY]) {
    it(`shows something of every tab in ${String(size.width)} by ${String(size.height)}, and axe finds nothing wrong`, async () => {
      await open(size);
      for (const [tab, part, least] of [
        ['topology', '.topology-surface', 130],
        ['verdict', '.expectation', 60],
        ['events', '#panel-events .virtual-list', 110],
        ['tables', '#panel-tables .virtual-list', 90],
      ] as const) {
        await panel.page.click(`#tab-${tab}`);
        await panel.drawn();
        assert.ok((await boxOf(part)).height >= least, `${tab} has ${String((await boxOf(part)).height)} pixels`);
        const play = await boxOf('.play');
        assert.ok(play.y + play.height <= size.height, `play is on the screen with ${tab}`);
        const found = await violations(panel);
        assert.equal(found.length, 0, found.join('\n'));
      }
    });
  }

  for (const theme of ['Default Light Modern', 'Default High Contrast'] as const) {
    it(`is without fault by axe in ${theme}`, async () => {
      panel = await openRun(nineNodes(), { viewport: SMALL, theme });
      await panel.screenshot(`webview-small-${theme.toLowerCase().replaceAll(' ', '-')}`);
      const found = await violations(panel);
      assert.equal(found.length, 0, found.join('\n'));
    });
  }

  it('goes through the tabs by arrow keys, the timeline among them where it shares their place', async () => {
    await open(TINY);
    await panel.page.locator('#tab-topology').focus();
    await panel.page.keyboard.press('ArrowRight');
    await panel.page.waitForSelector('.timeline-base');
    await panel.page.waitForSelector('.topology', { state: 'hidden' });
    await panel.page.setViewportSize(SMALL);
    await panel.page.waitForSelector('.topology');
    await panel.drawn();
    assert.equal(await panel.page.locator('#tab-timeline').isVisible(), false);
    assert.equal(await panel.page.locator('#tab-topology').getAttribute('aria-selected'), 'true');
  });
});

describe('the lanes of nine nodes', function () {
  this.timeout(60_000);

  it('leave those of the clients on the first screen of 1280 by 720', async () => {
    const panel = await openRun(nineNodes(), { viewport: { width: 1280, height: 720 } });
    for (const place of [5, 6, 11]) {
      const cell = await panel.page.locator(`.gutter-cell[data-row="client ${String(place)}"]`).boundingBox();
      assert.ok(cell !== null && cell.y + cell.height <= 720, `client ${String(place)} ends at ${String(cell?.y)}`);
    }
    await panel.screenshot('webview-nine-nodes');
    await panel.close();
  });

  for (const width of [1280, 760]) {
    it(`say in full what a node with a long name is, at ${String(width)}`, async () => {
      const panel = await openRun(nineNodes(), { viewport: { width, height: 720 } });
      const row = panel.page.locator('.gutter-node', { hasText: 'controller1' });
      assert.equal(await row.locator('.gutter-now').textContent(), 'controller');
      const cut = await row.evaluate((cell) =>
        [...cell.children].filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.textContent),
      );
      assert.deepEqual(cut, []);
      await panel.close();
    });
  }
});

/** Runs in the page: how high, in pixels, the smallest letters of the topology are that are shown. */
function smallestText(): number {
  const sizes = [...document.querySelectorAll<SVGTextElement>('.topology-surface text')]
    .filter((text) => text.textContent !== '')
    .map((text) => parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM()?.a ?? 0));
  return Math.min(...sizes);
}
