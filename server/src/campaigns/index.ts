/** Many runs: what the editor and the command line use. */
export { RunWorkerClient, type RunWorkerOptions, type StartedRun } from './run-worker-client';
export { RunPool, defaultPoolSize, type PoolOptions, type PoolResult, type StoppedWork } from './run-pool';
export { runScenarios, type ScenariosResult } from './run-scenarios';
export { explainScenario, isToBeExplained, type ExplainedResult, type ExplainedScenario } from './explain-scenario';
export type { ToldResult } from './scenario-result';
export { runExperiment, type ExperimentOutcome } from './run-experiment';
export { notSimulated, NOT_SIMULATED_CODE, type NotSimulated } from './not-simulated';
export { fileLoader, readSourceFile, decodeSource, type SourceReading } from './source-files';
export type { Explaining, RunOutcome, RunRequest, RunResult } from './run-wire';
