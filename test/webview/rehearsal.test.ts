import { strict as assert } from 'node:assert';
import { receiveHostMessage } from '../../server/src/report/webview-messages';
import { rehearsalReport } from '../../client/webview/rehearsal/rehearsal-report';
import { createRehearsal } from '../../client/webview/rehearsal/rehearsal';
import { indexRun, type RunIndex } from '../../client/webview/run/run-index';
import { Store } from '../../client/webview/state/store';
import { INITIAL_STATE, type ViewState } from '../../client/webview/state/view-state';
import { until } from '../support/poll.js';
import { openPanel, isKind } from './panel';
import { sampleReport } from './sample-report';

describe('a rehearsal', () => {
  const idle: (() => void)[] = [];
  const holder = globalThis as { window?: object; requestIdleCallback?: (act: () => void) => void };
  before(() => {
    holder.requestIdleCallback = (act) => idle.push(act);
    holder.window = holder;
    (globalThis as { requestAnimationFrame?: unknown }).requestAnimationFrame = () => 0;
  });
  after(() => {
    delete holder.requestIdleCallback;
    delete holder.window;
    delete (globalThis as { requestAnimationFrame?: unknown }).requestAnimationFrame;
  });

  function rehearsed(store: Store<ViewState>): readonly RunIndex[] {
    const seen: RunIndex[] = [];
    const rehearsal = createRehearsal(store);
    rehearsal.add((run) => seen.push(run));
    rehearsal.add((run) => seen.push(run));
    for (let act = idle.shift(); act !== undefined; act = idle.shift()) {
      act();
    }
    return seen;
  }

  it('is held with a run that any picture could show', () => {
    const received = receiveHostMessage({ kind: 'report', report: rehearsalReport() });
    assert.deepEqual(received.ok || received.problem, true);
    const [run, again, ...more] = rehearsed(new Store(INITIAL_STATE));
    assert.equal(run?.operations.count, 1_500);
    assert.equal(again, run);
    assert.deepEqual(more, []);
  });

  it('is not held any more where there is a picture', () => {
    const store = new Store(INITIAL_STATE);
    store.change({ picture: { kind: 'run', run: indexRun(sampleReport()) } });
    assert.deepEqual(rehearsed(store), []);
  });
});

describe('a page that waits for its first run', () => {
  it('prepares itself and shows nothing of that', async () => {
    const panel = await openPanel();
    try {
      await panel.waitForPosted('ready', isKind('ready'));
      const fetched = (): Promise<number> =>
        panel.page.evaluate(
          () => performance.getEntriesByName(new URL('/elk-worker.min.js', location.href).href).length,
        );
      await until('the layout to be rehearsed', async () => (await fetched()) === 1);
      assert.equal(await panel.page.locator('.page').getAttribute('data-picture'), 'none');
      assert.equal(await panel.page.locator('.topology-surface[data-layout]').count(), 0);
      assert.equal(await panel.page.locator('.gutter-cell').count(), 0);
      await panel.send({ kind: 'report', report: sampleReport() });
      await panel.page.waitForSelector('.topology-surface[data-layout="final"]');
      assert.equal(await fetched(), 1, 'one worker for all layouts');
      assert.deepEqual(panel.errors, []);
    } finally {
      await panel.close();
    }
  });
});
