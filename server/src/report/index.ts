export * from './run-report';
export { projectRun } from './project-run';
export { projectGraph } from './project-graph';
export type { JudgedRun } from './judged-run';
