import { receiveHostMessage } from '../../../server/src/report/webview-messages';
import type { RunReport } from '../../../server/src/report/run-report';
import { whenIdle } from '../dom/when-idle';
import { indexRun, type RunIndex } from '../run/run-index';
import type { Store } from '../state/store';
import type { ViewState } from '../state/view-state';
import { rehearsalReport } from './rehearsal-report';

/** Does with a made-up run, where nobody sees it, what the first real one will need. */
export interface Rehearsal {
  /** A step of a few milliseconds, done when there is nothing else to do, and never once there is a picture. */
  add(step: (run: RunIndex) => void): void;
}

/** The browser compiles a loop once it has been gone through often enough. */
const READINGS = 4;

/**
 * What is called for the first time is slow, for the browser compiles it meanwhile. A page mostly waits for its first run;
 * in that time it reads and draws another one.
 */
export function createRehearsal(store: Store<ViewState>): Rehearsal {
  const steps: ((run: RunIndex) => void)[] = [];
  let readings = 0;
  let report: RunReport | null = null;
  let run: RunIndex | null = null;
  const read = (): void => {
    // Made once: what is thrown away in between, the browser would collect while the first picture is drawn.
    report ??= rehearsalReport();
    readings++;
    if (receiveHostMessage({ kind: 'report', report }).ok) {
      run = indexRun(report);
    }
  };
  const goOn = (): void => {
    if (store.state.picture.kind !== 'none') {
      return;
    }
    if (readings < READINGS) {
      read();
    } else {
      const step = steps.shift();
      if (run !== null) {
        step?.(run);
      }
    }
    if (steps.length > 0) {
      whenIdle(goOn);
    }
  };
  return {
    add: (step) => {
      steps.push(step);
      if (steps.length === 1) {
        whenIdle(goOn);
      }
    },
  };
}
