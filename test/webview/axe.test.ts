import axe from 'axe-core';
import assert from 'node:assert/strict';
import { THEME_NAMES, type ChromiumPage } from '../support/chromium-page';
import { openRun } from './panel';
import { sampleReport } from './sample-report';
import { wideReport } from './wide-report';

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * The name of a box of the topology holds all that is written in it, in full; the drawing shortens what does not fit,
 * and this rule would have the shortened text in the name, letter for letter.
 */
const OPTIONS = { rules: { 'label-content-name-mismatch': { enabled: false } } };

/** What axe finds wrong with the page as it is now, in words. */
async function violations(panel: ChromiumPage): Promise<readonly string[]> {
  const found = await panel.page.evaluate(
    async ({ program, options }) => {
      // The page's policy lets no foreign script element in; what a test evaluates is not bound by it.
      new Function(program)();
      const { axe } = globalThis as unknown as {
        axe: { run(context: Document, options: unknown): Promise<{ violations: readonly Violation[] }> };
      };
      return (await axe.run(document, options)).violations;
    },
    { program: axe.source, options: OPTIONS },
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.html.slice(0, 160)}\n  ${node.failureSummary ?? ''}`),
  );
}

describe('accessibility by axe', function () {
  this.timeout(90_000);
  let panel: ChromiumPage;

  afterEach(async () => {
    await panel.close();
  });

  const nothing = async (): Promise<void> => {
    const found = await violations(panel);
    assert.equal(found.length, 0, found.join('\n'));
  };

  for (const theme of THEME_NAMES) {
    it(`finds nothing wrong with verdict, events, tables and help in ${theme}`, async () => {
      panel = await openRun(sampleReport(), { theme });
      await nothing();
      for (const tab of ['events', 'tables']) {
        await panel.page.click(`#tab-${tab}`);
        await panel.page.waitForSelector(`#panel-${tab} .virtual-row`);
        await nothing();
      }
      await panel.page.keyboard.press('?');
      await panel.page.waitForSelector('dialog[open]');
      await nothing();
    });
  }

  it('finds nothing wrong on a narrow page with something selected', async () => {
    panel = await openRun(sampleReport(), { viewport: { width: 560, height: 800 } });
    await panel.page.getByRole('button', { name: 'n1', exact: true }).click();
    await panel.page.waitForSelector('.inspector-title');
    await nothing();
  });

  it('finds nothing wrong with closed and open domains', async () => {
    panel = await openRun(wideReport(3, 84));
    await nothing();
  });
});
