/** What the extension needs to host the picture, under the one roof that it may import from. */
export { htmlPanel } from '../../report/html-panel';
export { receiveViewMessage } from '../../report/webview-messages';
export type { HostMessage, ViewMessage } from '../../report/webview-messages';
