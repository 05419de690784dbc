/** What the extension needs to host the picture, under the one roof that it may import from. */
export { htmlPanel } from '../../report/html-panel';
export { receiveViewMessage, reportMessages } from '../../report/webview-messages';
export type { HostMessage, SavedFile, ViewMessage } from '../../report/webview-messages';
export type { ComparisonReport } from '../../report/campaign-report';
export { momentOf, momentText } from '../../report/moment';
export type { Moment } from '../../report/moment';
export { withWhys } from '../../report/with-whys';
export { decodeTraceFile } from '../../report/trace-file';
