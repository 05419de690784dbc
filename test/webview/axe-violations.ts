import axe from 'axe-core';
import type { ChromiumPage } from '../support/chromium-page';

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
export async function violations(panel: ChromiumPage): Promise<readonly string[]> {
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
