/**
 * The programs that run in Node. They share most of their code, so they are one bundle; each is started by a small file of
 * its own (`esbuild.js`), and only what it needs is executed.
 */
export const startLanguageServer = (): Promise<unknown> => import('../editor/main-node');
export const startRunWorker = (): Promise<unknown> => import('../campaigns/worker-main');
export const startCommandLine = (): Promise<unknown> => import('./main');
