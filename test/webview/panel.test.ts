import assert from 'node:assert/strict';
import { THEME_NAMES, type ChromiumPage } from '../support/chromium-page';
import { until } from '../support/poll';
import { unpackNumbers } from '../../server/src/report/packed-column';
import { OPERATION_MARKS, type OperationMark, type WhyRow } from '../../server/src/report/run-report';
import { cursorText, isKind, openPanel, openRun, texts } from './panel';
import { CRASH_LINE, sampleReport, STALE_LINE } from './sample-report';

describe('webview panel', function () {
  this.timeout(60_000);
  let panel: ChromiumPage;

  afterEach(async () => {
    const { errors, refusedRequests } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
    assert.deepEqual(refusedRequests, []);
  });

  describe('shows a run', () => {
    beforeEach(async () => {
      panel = await openRun();
    });

    it('answers in the head: verdict, title, what it means, numbers', async () => {
      const { page } = panel;
      assert.equal(await page.locator('.badge').textContent(), 'FAIL');
      assert.equal(await page.locator('h1').textContent(), 'Orders through a leader crash and a zone split');
      assert.match((await page.locator('.summary').textContent()) ?? '', /Two acknowledged writes are lost/);
      assert.deepEqual((await texts(panel, '.numbers dt')).slice(0, 3), ['availability', 'lost writes', 'stale reads']);
    });

    it('gives every node, client and chart a row with a name', async () => {
      const names = await texts(panel, '.gutter-name');
      for (const name of ['faults', 'leader of orders', 'n1', 'n5', 'web', 'batch', 'availability', 'p99']) {
        assert.ok(names.includes(name), `${name} in ${names.join(', ')}`);
      }
    });

    it('tells beside a client how much of what it asked went wrong in what is measured', async () => {
      const { operations, clients, warmUpNs } = sampleReport();
      const [from, client, mark] = [operations.from, operations.client, operations.mark].map(unpackNumbers);
      const countOf = (place: number, ...names: readonly OperationMark[]): number =>
        [...(from ?? [])].filter(
          (at, row) =>
            client?.[row] === place &&
            names.includes(OPERATION_MARKS[mark?.[row] ?? 0] ?? 'ok') &&
            (at >= warmUpNs || names.includes('lost')),
        ).length;
      const expected = clients.map(({ place }) => {
        const all = [['corrupt'], ['lost'], ['stale'], ['failed', 'unknown']] as const;
        return all.map((names) => countOf(place, ...names)).filter((count) => count > 0);
      });
      const titles = await panel.page
        .locator('.gutter-bad')
        .evaluateAll((found) => found.map((one) => one.getAttribute('title') ?? ''));
      const told = titles.map((title) => [...title.matchAll(/\d+/g)].map(([digits]) => Number(digits)));
      assert.deepEqual(told, expected);
      assert.ok(expected.flat().length > 1);
    });

    it('lists expectations, the broken ones first', async () => {
      assert.deepEqual(await texts(panel, '.expectation-word'), ['fail', 'fail', 'undecided', 'pass', 'pass']);
      assert.equal((await texts(panel, '.expectation-text'))[0], 'no lost writes');
    });

    it('draws the topology with the state at the cursor', async () => {
      await panel.page.keyboard.press('Home');
      await panel.page.keyboard.press('f');
      await panel.page.waitForSelector('.box[aria-label^="node, n1, crashed"]');
      await panel.drawn();
      assert.deepEqual(await texts(panel, '.domain-name'), ['region eu', 'zone a', 'zone b', 'zone c']);
      assert.match((await panel.page.locator('.topology-caption').textContent()) ?? '', /crash leader of orders/);
    });

    it('draws a partition as sides and cut links', async () => {
      await panel.page.locator('.expectation', { hasText: 'linearizable' }).getByText('Show witness').click();
      await panel.page.waitForSelector('.domain.side');
      await panel.drawn();
      assert.deepEqual(
        (await texts(panel, '.domain-side')).filter((text) => text !== ''),
        ['side B', 'side A', 'side B'],
      );
      assert.ok((await panel.page.locator('.passage-cut').count()) > 5);
    });

    it('starts where it matters: at the first witness', async () => {
      await until('the cursor', async () => (await cursorText(panel)).startsWith('22.1'));
    });
  });

  describe('leads to the source', () => {
    beforeEach(async () => {
      panel = await openRun();
    });

    it('from an expectation', async () => {
      await panel.page.locator('.expectation', { hasText: 'linearizable' }).locator('.source').click();
      const { source } = await panel.waitForPosted('openSource', isKind('openSource'));
      assert.equal(source.line, STALE_LINE);
    });

    it('from an event, by double click', async () => {
      await panel.page.click('#tab-events');
      await panel.page.getByText('n1 stops; 3 log entries').dblclick();
      const { source } = await panel.waitForPosted('openSource', isKind('openSource'));
      assert.equal(source.line, CRASH_LINE);
    });

    it('from an event that the inspector covers between the two clicks', async () => {
      await panel.page.click('#tab-events');
      await panel.drawn();
      const list = await panel.page.locator('.event-list .virtual-list').boundingBox();
      assert.ok(list !== null);
      const before = panel.posted.length;
      const [x, y] = [list.x + 80, list.y + list.height - 12];
      const underPointer = (): Promise<string | null | undefined> =>
        panel.page.evaluate(
          ([left, top]) => document.elementFromPoint(left, top)?.closest('.virtual-row')?.textContent,
          [x, y] as const,
        );
      const text = await underPointer();
      await panel.page.mouse.click(x, y);
      await until('something else under the pointer', async () => (await underPointer()) !== text);
      await panel.page.mouse.down({ clickCount: 2 });
      await panel.page.mouse.up({ clickCount: 2 });
      await until('the page to lead to the source', () => panel.posted.slice(before).some(isKind('openSource')));
      assert.equal(await panel.page.locator('.virtual-row[aria-selected="true"]').textContent(), text);
    });

    it('from a fault on the canvas, through the inspector', async () => {
      const box = await panel.page.locator('.timeline-over').boundingBox();
      assert.ok(box !== null);
      await panel.page.mouse.click(box.x + (box.width * 8.6) / 40, box.y + 12);
      await panel.page.waitForSelector('.inspector-title:has-text("crash leader of orders for 10s")');
      await panel.page.locator('.inspector .source').click();
      const { source } = await panel.waitForPosted('openSource', isKind('openSource'));
      assert.equal(source.line, CRASH_LINE);
    });

    it('and back: a line of the editor moves the picture', async () => {
      await panel.send({ kind: 'revealSource', file: sampleReport().file, line: CRASH_LINE });
      await until('the cursor', async () => (await cursorText(panel)).startsWith('8.000'));
      await panel.page.waitForSelector('.inspector:has-text("crash leader of orders for 10s")');
    });
  });

  describe('is used by keyboard', () => {
    beforeEach(async () => {
      panel = await openRun();
    });

    it('jumps between faults, failures and leader changes', async () => {
      const { keyboard } = panel.page;
      const lands = async (key: string, at: string): Promise<void> => {
        await keyboard.press(key);
        await until(`${key} to lead to ${at}`, async () => (await cursorText(panel)).startsWith(at));
      };
      await lands('Home', '0.000');
      await lands('f', '8.000');
      await lands('f', '12.000');
      await lands('Shift+F', '8.000');
      await lands('l', '8.400');
      await lands('x', '22.0');
      await lands('End', '40.000');
    });

    it('plays and pauses', async () => {
      await panel.page.keyboard.press('Home');
      await panel.page.keyboard.press('Space');
      await until('the cursor to move', async () => Number.parseFloat(await cursorText(panel)) > 0.2);
      await panel.page.keyboard.press('Space');
      await until('the button', async () => (await panel.page.locator('.play').getAttribute('aria-label')) === 'Play');
    });

    it('zooms, and shows the whole run again', async () => {
      const axis = panel.page.locator('.timeline-base');
      await panel.drawn();
      const before = await axis.screenshot();
      for (const key of ['+', '+', '+']) {
        await panel.page.keyboard.press(key);
      }
      await until('another picture', async () => !before.equals(await axis.screenshot()));
      await panel.page.keyboard.press('0');
      await until('the same picture', async () => before.equals(await axis.screenshot()));
    });

    it('moves between boxes of the topology', async () => {
      await panel.page.locator('.box[tabindex="0"]').focus();
      const label = async (): Promise<string> =>
        panel.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
      assert.match(await label(), /^client, web/);
      await panel.page.keyboard.press('ArrowDown');
      assert.match(await label(), /^node, n1/);
      await panel.page.keyboard.press('ArrowRight');
      assert.match(await label(), /^node, n3/);
      await panel.page.keyboard.press('Enter');
      await panel.page.waitForSelector('.inspector-title:has-text("n3")');
    });

    it('searches events and explains itself', async () => {
      await panel.page.keyboard.press('/');
      await panel.page.waitForSelector('.event-list input:focus');
      await panel.page.keyboard.type('n5 leader');
      await until('fewer events', async () =>
        /^\d of 21$/.test((await panel.page.locator('.event-list .search-count').textContent()) ?? ''),
      );
      await panel.page.locator('.virtual-list').first().focus();
      await panel.page.keyboard.press('?');
      await panel.page.waitForSelector('dialog[open]');
      assert.ok((await texts(panel, 'dialog kbd')).includes('Shift F'));
    });
  });

  describe('keeps what it shows', () => {
    it('under a banner that says what is wrong', async () => {
      panel = await openRun();
      const source = { file: 'file:///models/orders.ftm', line: 4, column: 2, endColumn: 9 };
      await panel.send({ kind: 'problem', severity: 'error', message: 'Line 5: unknown node "n9".', source });
      await panel.page.waitForSelector('.banner.error:has-text("unknown node")');
      await panel.drawn();
      assert.equal(await panel.page.locator('.badge').textContent(), 'FAIL');
      assert.equal(await panel.page.locator('.box').count(), 7);
      await panel.page.getByText('Go to line').click();
      assert.deepEqual((await panel.waitForPosted('openSource', isKind('openSource'))).source, source);
      await panel.send({ kind: 'report', report: sampleReport() });
      await panel.page.waitForSelector('.banner.error', { state: 'hidden' });
    });

    it('when something comes that it cannot read', async () => {
      panel = await openRun();
      await panel.send({ kind: 'report', report: { ...sampleReport(), version: 99 } });
      await panel.page.waitForSelector('.banner.error:has-text("report.version is not one of 2")');
      await panel.drawn();
      assert.equal(await panel.page.locator('.badge').textContent(), 'FAIL');
      await panel.waitForPosted('failed', isKind('failed'));
    });

    it('over a reload, as when the panel was hidden', async () => {
      panel = await openRun();
      await panel.page.keyboard.press('Home');
      await panel.page.keyboard.press('f');
      await panel.page.click('#tab-events');
      await until('the cursor', async () => (await cursorText(panel)).startsWith('8.000'));
      await panel.page.getByRole('button', { name: 'n3', exact: true }).click();
      await panel.page.waitForSelector('.inspector-title:has-text("n3")');
      await panel.reload();
      await panel.page.waitForSelector('.waiting');
      await panel.send({ kind: 'report', report: sampleReport() });
      await until('the cursor to be back', async () => (await cursorText(panel)).startsWith('8.000'));
      await panel.page.waitForSelector('#tab-events[aria-selected="true"]');
      await panel.page.waitForSelector('.inspector-title:has-text("n3")');
    });

    it('over a reload, but no selection of another run', async () => {
      panel = await openRun();
      await panel.page.getByRole('button', { name: 'n3', exact: true }).click();
      await panel.page.waitForSelector('.inspector-title:has-text("n3")');
      await panel.reload();
      await panel.page.waitForSelector('.waiting');
      await panel.send({ kind: 'report', report: { ...sampleReport(), traceHash: '00000000ffffffff' } });
      await panel.page.waitForSelector('.box');
      await panel.drawn();
      assert.equal(await panel.page.locator('.inspector-title:has-text("n3")').count(), 0);
    });

    it('while it is found out why expectations do not hold, and puts that in its place', async () => {
      const report = sampleReport();
      const sentence = 'What was tried does not help: `timeout: 1s`.';
      const whys = report.expectations.map(({ decision }): WhyRow | null =>
        decision !== 'fail'
          ? null
          : {
              ...{ seed: report.seed, sentences: [sentence], needed: [], counterfactuals: [], unavoidableFrom: null },
              ...{ path: [], remedies: [], runs: 13, cutShort: false },
            },
      );
      panel = await openRun();
      await panel.send({ kind: 'explaining', progress: { share: 0.25, text: '12 of at most 48 re-runs' } });
      await panel.page.waitForSelector('.explaining:has-text("12 of at most 48 re-runs")');
      assert.equal(await panel.page.locator('.explaining progress').getAttribute('value'), '0.25');
      assert.equal(await panel.page.locator('.why').count(), 0);
      await panel.page.locator('.explaining').getByText('Cancel').click();
      await panel.waitForPosted('cancel', isKind('cancel'));
      await panel.page.keyboard.press('Home');
      await panel.page.keyboard.press('l');
      await until('the cursor', async () => (await cursorText(panel)).startsWith('0.210'));
      const box = await panel.page.locator('.box').first().elementHandle();
      await panel.send({ kind: 'explained', whys });
      await panel.page.waitForSelector('.explaining', { state: 'hidden' });
      await panel.page.waitForSelector('.why p', { state: 'attached' });
      await panel.drawn();
      assert.ok((await texts(panel, '.why p')).includes(sentence.replaceAll('`', '')));
      assert.ok((await texts(panel, '.why p code')).includes('timeout: 1s'));
      assert.match(await cursorText(panel), /^0\.210/);
      assert.equal(await box?.evaluate((element) => element.isConnected), true, 'the topology is not drawn anew');
    });

    it('and shows what the trace shows of how it came about, where what would help is a list', async () => {
      const report = sampleReport();
      const finding = 'n1 alone had write orders k1 = 7, and split took it at 8 s.';
      const remedy = {
        setting: 'acknowledge: 1',
        insteadOf: 'acknowledge: async',
        of: 'Loose',
        source: null,
        breaks: [],
        ...{ reached: '98.4 %', betters: ['lost writes 0 instead of 42'] },
      };
      const governs = {
        ...{ text: 'orders is `raft { reads: lease }` (line 9).', of: 'orders', is: 'raft' },
        ...{ settings: ['reads: lease'], defaults: [] },
        source: { file: 'shop.ftm', line: 8, column: 7, endColumn: 12 },
      };
      const sentences = ['Without split it holds.', governs.text, finding, 'With more it holds.'];
      const whys = report.expectations.map(({ decision }): WhyRow | null =>
        decision !== 'fail'
          ? null
          : {
              ...{ seed: report.seed, sentences, governing: [governs] },
              ...{ findings: [finding], needed: [], counterfactuals: [], unavoidableFrom: null },
              ...{ path: [], remedies: [remedy], runs: 13, cutShort: false },
            },
      );
      panel = await openRun();
      await panel.send({ kind: 'explained', whys });
      await panel.page.waitForSelector('.why p', { state: 'attached' });
      const told = await texts(panel, '.why p');
      assert.equal(told[0], 'Without split it holds.');
      assert.match(told[1] ?? '', /^orders is raft \{ reads: lease \}\.? *shop\.ftm:9$/);
      assert.equal(told[2], finding);
      assert.ok(!told.includes('With more it holds.'));
      const [helps] = await texts(panel, '.why-list li');
      assert.match(helps ?? '', /acknowledge: async \u2192 98\.4 %, and lost writes 0 instead of 42/);
    });

    it('while it says beside the verdict that the harm which it passes for is expected, and moves nothing by that', async () => {
      const report = sampleReport();
      const expectations = report.expectations.map((row) => ({ ...row, decision: 'pass' as const }));
      const why: WhyRow = {
        ...{ seed: 1, sentences: ['Without split it does not happen.'], needed: [], counterfactuals: [] },
        ...{ unavoidableFrom: null, path: [], remedies: [], runs: 9, cutShort: false, isShown: true },
      };
      panel = await openRun({ ...report, decision: 'pass', expectations });
      const height = async (): Promise<number> =>
        panel.page.locator('.header').evaluate((header) => header.getBoundingClientRect().height);
      const before = await height();
      assert.match((await texts(panel, '.facts')).join(), /trace/);
      await panel.send({ kind: 'explained', whys: expectations.map((_, index) => (index === 0 ? why : null)) });
      await panel.page.waitForSelector('.facts-harm', { state: 'attached' });
      assert.match((await texts(panel, '.facts')).join(), /^harm as expected · .* · seed \d+$/);
      assert.equal(await height(), before);
    });

    it('when the same scenario is run again', async () => {
      panel = await openRun();
      await panel.page.keyboard.press('Home');
      await panel.page.keyboard.press('l');
      await until('the cursor', async () => (await cursorText(panel)).startsWith('0.210'));
      const box = await panel.page.locator('.box').first().elementHandle();
      await panel.send({ kind: 'report', report: { ...sampleReport(), seed: 8, title: 'Once more' } });
      await panel.page.waitForSelector('h1:has-text("Once more")');
      await panel.drawn();
      assert.match(await cursorText(panel), /^0\.210/);
      assert.equal(await box?.evaluate((element) => element.isConnected), true, 'the topology is not drawn anew');
    });
  });

  it('shows a run that goes on, and cancels it', async () => {
    panel = await openRun();
    await panel.send({ kind: 'running', title: 'ZoneSplit', share: 0.4 });
    await panel.page.locator('.banner.running').getByText('Cancel').click();
    await panel.waitForPosted('cancel', isKind('cancel'));
  });

  it('shows a topology without a run', async () => {
    panel = await openPanel();
    const { graph, file } = sampleReport();
    await panel.send({ kind: 'topology', file, title: 'Orders', graph });
    await panel.page.waitForSelector('.topology-surface[data-layout="final"]');
    await panel.drawn();
    assert.equal(await panel.page.locator('.timeline').isVisible(), false);
    await panel.screenshot('webview-topology');
  });

  for (const theme of THEME_NAMES) {
    it(`follows ${theme}`, async () => {
      panel = await openRun(sampleReport(), { theme });
      const slug = theme.toLowerCase().replaceAll(' ', '-');
      await panel.screenshot(`webview-${slug}`);
    });
  }

  it('repaints its canvases when the theme changes', async () => {
    panel = await openRun();
    const leaderColor = async (): Promise<number[]> =>
      panel.page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.timeline-base');
        const cell = document.querySelector<HTMLElement>('.gutter-leader');
        const context = canvas?.getContext('2d');
        const y = (cell?.offsetTop ?? 0) + 5;
        return [...(context?.getImageData((canvas?.width ?? 0) / 8, y, 1, 1).data ?? [])];
      });
    const overview = panel.page.locator('.overview-ground');
    const before = await overview.screenshot();
    await until('the blue', async () => (await leaderColor()).join() === [0x37, 0x94, 0xff, 255].join());
    await panel.setTheme('Default Light Modern');
    await until('the light blue', async () => (await leaderColor())[0] === 0x1a);
    await panel.screenshot('webview-theme-changed');
    await until('another overview', async () => !before.equals(await overview.screenshot()));
  });

  it('draws names of one thin letter', async () => {
    panel = await openRun();
    const row = panel.page.locator('.gutter-node').first();
    const drawnWith = async (name: string): Promise<Buffer> => {
      await row.locator('.gutter-name').evaluate((element, text) => {
        element.textContent = text;
      }, name);
      return row.screenshot();
    };
    assert.ok(!(await drawnWith('i')).equals(await drawnWith('')));
  });

  it('gives every control a name, and every text contrast', async () => {
    panel = await openRun();
    for (const theme of THEME_NAMES) {
      await panel.setTheme(theme);
      await panel.drawn();
      const ratios = await panel.page.evaluate(contrasts);
      for (const [tone, ratio] of Object.entries(ratios)) {
        assert.ok(ratio >= 4.5, `${tone} has a contrast of ${ratio.toFixed(2)} in ${theme}`);
      }
    }
    const nameless = await panel.page.evaluate(() =>
      [...document.querySelectorAll('button, select, input, [role="button"], [role="slider"], [role="separator"]')]
        .filter((element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() === '')
        .map((element) => element.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(nameless, []);
  });

  it('works with colours of the system and without motion', async () => {
    panel = await openRun();
    await panel.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    const before = await cursorText(panel);
    await panel.page.keyboard.press('l');
    await until('the cursor to move', async () => (await cursorText(panel)) !== before);
    await panel.drawn();
    await panel.screenshot('webview-forced-colors');
  });
});

/** Runs in the page: how well the tones of text stand out from what they are written on. */
function contrasts(): Record<string, number> {
  const probe = document.body.appendChild(document.createElement('span'));
  const luminance = (name: string): number => {
    probe.style.color = `var(--ftm-${name})`;
    const color = getComputedStyle(probe).color;
    const scale = color.startsWith('color(') ? 1 : 255;
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
      const share = Number(part) / scale;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one: number, other: number): number => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const result: Record<string, number> = {};
  for (const tone of ['text', 'muted', 'link']) {
    for (const ground of ['surface', 'raised']) {
      result[`${tone} on ${ground}`] = ratio(luminance(tone), luminance(ground));
    }
  }
  probe.remove();
  return result;
}
