/** The only door from the extension into the server's side. */
export type { Graph, RunReport, SourcePlace, WhyRow } from '../../report';
export * from './panel';
export * from './protocol';
export * from './receive';
