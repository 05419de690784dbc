import { reportCursor } from './host/cursor-report';
import { connectToHost } from './host/host-bridge';
import { createReceiver, type Receiver } from './host/incoming';
import { embeddedMessages } from './host/report-source';
import { watchTheme } from './look/palette';
import { createPage } from './page/page';
import { runPlayer } from './playback/player';
import { momentOf } from '../../server/src/report/moment';
import { createActions, type Actions } from './state/actions';
import { keepSaved, readSaved } from './state/saved-state';
import { Store } from './state/store';
import { INITIAL_STATE } from './state/view-state';
import { applyStyles } from './styles/styles';

/** Starts the picture: in a VS Code panel it waits for messages, in a saved report it shows what the page carries. */
function start(): void {
  const host = connectToHost();
  const store = new Store(INITIAL_STATE);
  const actions = createActions(store, host);
  const receiver = createReceiver(store, actions, host, readSaved(host));
  applyStyles({ standAlone: !host.canAct });
  document.body.append(createPage(store, actions, host));
  runPlayer(store, actions);
  keepSaved(store, host);
  reportCursor(store, host);
  watchTheme(() => {
    store.change({ theme: store.state.theme + 1 });
  });
  window.addEventListener('error', ({ message }) => {
    host.send({ kind: 'failed', message });
  });
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    receiver.receive(event.data);
  });
  const embedded = embeddedMessages();
  const first = embedded.next();
  if (first.done !== true) {
    receiver.receive(first.value);
    followMoments(actions);
    void receiveRest(receiver, embedded);
  }
  host.send({ kind: 'ready' });
}

/** One message a task, so that what has come is drawn, and can be used, before the next is read. */
async function receiveRest(receiver: Receiver, rest: Iterable<unknown>): Promise<void> {
  for (const message of rest) {
    await new Promise((resolve) => setTimeout(resolve));
    receiver.receive(message);
  }
}

/** What follows the `#` of a saved report's address may name a moment. */
function followMoments(actions: Actions): void {
  const follow = (): void => {
    const moment = momentOf(location.hash);
    if (moment !== undefined) {
      actions.moveCursor(moment.at, 'into view');
    }
  };
  window.addEventListener('hashchange', follow);
  follow();
}

start();
