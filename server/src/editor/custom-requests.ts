import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { ExperimentCell, ScenarioModel } from '../language/model';
import { runnables } from './features/runnables';
import { topology } from './features/topology';
import type * as answers from './runs/answers';
import type { Session } from './session';
import type { Snapshot } from './snapshot';
import {
  compareRequest,
  explainRequest,
  progressNotification,
  recallNotification,
  receiveCompareQuery,
  receiveDocumentQuery,
  receiveExplainQuery,
  receiveRecallNews,
  receiveRunQuery,
  runRequest,
  scenariosRequest,
  topologyRequest,
} from './wire';
import type {
  CompareAnswer,
  CompareQuery,
  ExplainAnswer,
  ExplainQuery,
  ProgressNews,
  Received,
  RunAnswer,
  RunQuery,
  ScenariosAnswer,
  TopologyAnswer,
} from './wire';

/** Verdicts in the words of the wire: loaded with the first run, like what makes them. */
const loadAnswers = (): Promise<typeof answers> => import('./runs/answers');

/** The requests of `wire/protocol.ts`. */
export function registerCustomRequests(
  connection: Connection,
  session: Session,
  resultsChanged: (uri: string) => void,
): void {
  connection.onRequest(scenariosRequest, (query: unknown, token) => {
    const received = receiveDocumentQuery(query);
    if (!received.ok) return invalid(received);
    const empty: ScenariosAnswer = { entries: [] };
    return session.about('scenarios', received.value.uri, token, empty, (snapshot) => ({
      entries: runnables(snapshot),
    }));
  });
  connection.onRequest(topologyRequest, (query: unknown, token) => {
    const received = receiveDocumentQuery(query);
    if (!received.ok) return invalid(received);
    const empty: TopologyAnswer = { picture: null, problem: null };
    const { uri } = received.value;
    return session.about('topology', uri, token, empty, (snapshot) =>
      topology(snapshot, (addition) => session.programs.withText(uri, addition)),
    );
  });
  connection.onRequest(runRequest, async (query: unknown, token) => {
    const received = receiveRunQuery(query);
    return received.ok ? run(session, received.value, token, resultsChanged) : invalid(received);
  });
  connection.onNotification(recallNotification, (news: unknown) => {
    const received = receiveRecallNews(news);
    if (!received.ok) {
      session.connection.console.error(`Results of before cannot be read: ${received.problem}.`);
      return;
    }
    for (const result of received.value.results) {
      session.results.recall(result);
      resultsChanged(result.uri);
    }
  });
  connection.onRequest(explainRequest, async (query: unknown, token) => {
    const received = receiveExplainQuery(query);
    return received.ok ? explain(session, received.value, token, resultsChanged) : invalid(received);
  });
  connection.onRequest(compareRequest, async (query: unknown, token) => {
    const received = receiveCompareQuery(query);
    return received.ok ? compare(session, received.value, token) : invalid(received);
  });
}

async function run(
  session: Session,
  query: RunQuery,
  token: CancellationToken,
  resultsChanged: (uri: string) => void,
): Promise<RunAnswer> {
  const found = compiled(session, query.uri, ({ program }) =>
    query.cell === undefined
      ? program.compileScenario(query.scenario)
      : cellScenario(program.compileExperiment(query.scenario)?.cells[query.cell]),
  );
  const what = query.cell === undefined ? 'scenario' : 'experiment';
  if (found.kind !== 'model') return whyNot(found, what, query.scenario);
  const { snapshot } = found;
  const model = withSeeds(found.model, query);
  const ended = await session.queue.runScenario(model, token, (share) => {
    tellProgress(session, query.runId, share, progressText(model, share));
  });
  if (ended.kind === 'failed') session.connection.console.error(`${ended.message}\n${ended.detail}`);
  const answer = (await loadAnswers()).runAnswer(ended, snapshot);
  if (answer.kind !== 'finished') return answer;
  if (query.cell === undefined) {
    session.results.remember(snapshot, query.scenario, answer.verdict);
    resultsChanged(query.uri);
  }
  if (answer.isToBeExplained && ended.kind === 'done') {
    const scenario = query.cell === undefined ? query.scenario : null;
    const { result } = ended;
    session.unexplained.put(query.runId, { snapshot, scenario, result, verdict: answer.verdict });
  }
  return answer;
}

async function explain(
  session: Session,
  { runId }: ExplainQuery,
  token: CancellationToken,
  resultsChanged: (uri: string) => void,
): Promise<ExplainAnswer> {
  const found = session.unexplained.take(runId);
  if (found === undefined) return { kind: 'crashed', message: 'There is no such run that could be explained.' };
  const { snapshot, scenario, result, verdict } = found;
  const ended = await session.queue.explain(result, token, ({ runs, atMost }) => {
    tellProgress(session, runId, runs / atMost, `${String(runs)} of at most ${String(atMost)} re-runs`);
  });
  if (ended.kind === 'failed') session.connection.console.error(`${ended.message}\n${ended.detail}`);
  const answer = (await loadAnswers()).explainAnswer(ended);
  if (answer.kind === 'explained' && scenario !== null) {
    session.results.explain(snapshot.uri, scenario, verdict, answer.verdict);
    resultsChanged(snapshot.uri);
  }
  return answer;
}

/** Its title begins with what tells it from the other cells, which all run the same scenario. */
function cellScenario(cell: ExperimentCell | undefined): ScenarioModel | undefined {
  if (cell === undefined) return undefined;
  const { values, scenario } = cell;
  return { ...scenario, title: `${values.join(', ')}: ${scenario.title === '' ? scenario.name : scenario.title}` };
}

async function compare(session: Session, query: CompareQuery, token: CancellationToken): Promise<CompareAnswer> {
  const found = compiled(session, query.uri, ({ program }) => program.compileExperiment(query.experiment));
  if (found.kind !== 'model') return whyNot(found, 'experiment', query.experiment);
  const { model } = found;
  const total = model.cells.length * model.runs;
  const ended = await session.queue.compare(model, token, (share) => {
    tellProgress(session, query.runId, share, `${String(Math.floor(share * total))} of ${String(total)} runs`);
  });
  if (ended.kind === 'failed') session.connection.console.error(`${ended.message}\n${ended.detail}`);
  return (await loadAnswers()).compareAnswer(query.uri, ended);
}

/** A model ready to run with the text it was made of, or why there is none. */
type Compiled<M> =
  | { readonly kind: 'model'; readonly model: M; readonly snapshot: Snapshot }
  | { readonly kind: 'unusable'; readonly snapshot: Snapshot }
  | { readonly kind: 'no-document' }
  | { readonly kind: 'crashed'; readonly reason: string };

/** A crash while compiling is a crash of this run, and of nothing else. */
function compiled<M>(session: Session, uri: string, compile: (snapshot: Snapshot) => M | undefined): Compiled<M> {
  try {
    const snapshot = session.programs.get(uri);
    if (snapshot === undefined) return { kind: 'no-document' };
    const model = compile(snapshot);
    return model === undefined ? { kind: 'unusable', snapshot } : { kind: 'model', model, snapshot };
  } catch (failure) {
    session.logCrash('compiling', failure);
    return { kind: 'crashed', reason: failure instanceof Error ? failure.message : String(failure) };
  }
}

async function whyNot(
  found: Exclude<Compiled<never>, { kind: 'model' }>,
  what: 'scenario' | 'experiment',
  name: string,
): Promise<Exclude<RunAnswer, { kind: 'finished' }>> {
  switch (found.kind) {
    case 'unusable':
      return (await loadAnswers()).notRunnable(found.snapshot, what, name);
    case 'no-document':
      return { kind: 'crashed', message: 'The file cannot be read.' };
    case 'crashed':
      return { kind: 'crashed', message: found.reason };
  }
}

/** A seed that was asked for is run once, whatever the scenario says, unless many were asked for. */
function withSeeds(model: ScenarioModel, { seed, runs }: RunQuery): ScenarioModel {
  return { ...model, seed: seed ?? model.seed, runs: runs ?? (seed === null ? model.runs : 1) };
}

function progressText({ durationNs, runs }: ScenarioModel, share: number): string {
  if (runs > 1) return `${String(Math.floor(share * runs))} of ${String(runs)} runs`;
  const seconds = durationNs / 1e9;
  return `${(share * seconds).toFixed(1)} s of ${String(seconds)} s`;
}

function tellProgress(session: Session, runId: string, share: number, text: string): void {
  const news: ProgressNews = { runId, share: Math.min(1, share), text };
  void session.connection.sendNotification(progressNotification, news);
}

function invalid(received: Extract<Received<unknown>, { ok: false }>): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, received.problem);
}
