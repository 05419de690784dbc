import { ELK_WORKER_ATTRIBUTE } from '../../../server/src/report/html-panel';
import {
  COMPARISON_ELEMENT_ID,
  ELK_WORKER_ELEMENT_ID,
  REPORT_ELEMENT_ID,
} from '../../../server/src/report/html-report';
import { receiveHostMessage, reportMessages } from '../../../server/src/report/webview-messages';

/** What a self-contained page shows, as the messages that a host would send; none in a panel. */
export function* embeddedMessages(): Generator {
  const comparison = embeddedJson(COMPARISON_ELEMENT_ID);
  if (comparison !== undefined) {
    yield { kind: 'comparison', comparison };
    return;
  }
  const report = embeddedJson(REPORT_ELEMENT_ID);
  if (report === undefined) {
    return;
  }
  const whole = { kind: 'report', report };
  const received = receiveHostMessage(whole);
  if (received.ok && received.message.kind === 'report') {
    yield* reportMessages('report', received.message.report, 1);
  } else {
    yield whole;
  }
}

/** The text of the layout worker: carried by the page, or fetched from where the page says it is. */
export async function elkWorkerText(): Promise<string> {
  const embedded = embeddedJson(ELK_WORKER_ELEMENT_ID);
  if (typeof embedded === 'string') {
    return embedded;
  }
  const address = document.body.getAttribute(ELK_WORKER_ATTRIBUTE);
  if (address === null) {
    throw new Error('The page does not say where the layout worker is.');
  }
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`The layout worker could not be loaded: ${String(response.status)}.`);
  }
  return response.text();
}

/** The text of this bundle itself, for a page that carries it. */
export async function bundleText(): Promise<string> {
  const scripts = [...document.querySelectorAll('script')];
  const address = scripts.find(({ src }) => src !== '')?.src;
  if (address === undefined) {
    return scripts.find(({ type }) => type === '')?.text ?? '';
  }
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`The program of the page could not be loaded: ${String(response.status)}.`);
  }
  return response.text();
}

function embeddedJson(id: string): unknown {
  const text = document.getElementById(id)?.textContent;
  return text === undefined || text === null ? undefined : (JSON.parse(text) as unknown);
}
