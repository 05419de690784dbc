import type { Check } from '../../report/webview-check';
import { isList, isNumber, isNumberOrNull, isOneOf, isText, orAbsent, orNull, shape } from '../../report/webview-check';
import { isComparison } from '../../report/campaign-report';
import { isGraph, isRunReport, isSourcePlace, isWhy } from '../../report/webview-report-check';
import type {
  CompareAnswer,
  CompareQuery,
  DocumentQuery,
  ExplainAnswer,
  ExplainQuery,
  JudgedExpectation,
  PlacedProblem,
  ProgressNews,
  ReadFileAnswer,
  RecalledResult,
  RecallNews,
  RunAnswer,
  RunnableEntry,
  RunnableName,
  RunQuery,
  RunVerdict,
  ScenariosAnswer,
  ServerOptions,
  TextDigest,
  TopologyAnswer,
} from './protocol';

/** A value from the other process, checked: the value, or what is wrong with it. */
export type Received<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

type ByKind<T extends { readonly kind: string }> = { readonly [K in T['kind']]: Check };
type Of<T extends { readonly kind: string }, K extends T['kind']> = Extract<T, { readonly kind: K }>;

const isFlag: Check = (value, path) => (typeof value === 'boolean' ? null : `${path} is neither true nor false`);

/** A union of objects that `kind` tells apart. */
function oneOfKinds<T extends { readonly kind: string }>(checks: ByKind<T>): Check {
  return (value, path) => {
    const kind: unknown = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
    if (typeof kind !== 'string' || !Object.hasOwn(checks, kind)) return `${path} has an unknown kind`;
    return checks[kind as T['kind']](value, path);
  };
}

const isProblem = shape<PlacedProblem>({ code: isText, message: isText, place: isSourcePlace });

const isEntry = shape<RunnableEntry>({
  kind: isOneOf('scenario', 'experiment'),
  name: isText,
  title: isText,
  place: isSourcePlace,
  fromLine: isNumber,
  toLine: isNumber,
  expectations: isList(isSourcePlace),
  runnable: isFlag,
});

const isDecision = isOneOf('pass', 'fail', 'undecided');

const isVerdict = shape<RunVerdict>({
  decision: isDecision,
  seed: isNumber,
  runs: isNumber,
  expectations: isList(
    shape<JudgedExpectation>({
      text: isText,
      decision: isDecision,
      measured: isText,
      explanation: isText,
      reasons: isList(isText),
      related: isList(shape<JudgedExpectation['related'][number]>({ message: isText, place: isSourcePlace })),
      place: orNull(isSourcePlace),
    }),
  ),
  warnings: isList(isProblem),
});

const madeOf = isList(shape<TextDigest>({ uri: isText, digest: isText }));

const unfinished = {
  'not-runnable': shape<Of<RunAnswer, 'not-runnable'>>({ kind: isText, message: isText, problems: isList(isProblem) }),
  cancelled: shape<Of<RunAnswer, 'cancelled'>>({ kind: isText }),
  crashed: shape<Of<RunAnswer, 'crashed'>>({ kind: isText, message: isText }),
};

const isPicture = shape<NonNullable<TopologyAnswer['picture']>>({ title: isText, graph: isGraph });

export const receiveDocumentQuery = receiver<DocumentQuery>(shape<DocumentQuery>({ uri: isText }));

export const receiveRunQuery = receiver<RunQuery>(
  shape<RunQuery>({
    ...{ uri: isText, scenario: isText, cell: orAbsent(isNumber) },
    ...{ seed: isNumberOrNull, runs: isNumberOrNull, runId: isText },
  }),
);

export const receiveCompareQuery = receiver<CompareQuery>(
  shape<CompareQuery>({ uri: isText, experiment: isText, runId: isText }),
);

export const receiveScenariosAnswer = receiver<ScenariosAnswer>(shape<ScenariosAnswer>({ entries: isList(isEntry) }));

export const receiveRunAnswer = receiver<RunAnswer>(
  oneOfKinds<RunAnswer>({
    ...unfinished,
    finished: shape<Of<RunAnswer, 'finished'>>({
      ...{ kind: isText, verdict: isVerdict, report: isRunReport, madeOf },
      isToBeExplained: isFlag,
    }),
  }),
);

export const receiveExplainQuery = receiver<ExplainQuery>(shape<ExplainQuery>({ runId: isText }));

export const receiveExplainAnswer = receiver<ExplainAnswer>(
  oneOfKinds<ExplainAnswer>({
    ...{ cancelled: unfinished.cancelled, crashed: unfinished.crashed },
    explained: shape<Of<ExplainAnswer, 'explained'>>({
      ...{ kind: isText, verdict: isVerdict },
      whys: isList(orNull(isWhy)),
    }),
  }),
);

export const receiveCompareAnswer = receiver<CompareAnswer>(
  oneOfKinds<CompareAnswer>({
    ...unfinished,
    finished: shape<Of<CompareAnswer, 'finished'>>({
      ...{ kind: isText, title: isText, markdown: isText },
      comparison: isComparison,
    }),
  }),
);

export const receiveProgressNews = receiver<ProgressNews>(
  shape<ProgressNews>({ runId: isText, share: isNumberOrNull, text: isText }),
);

export const receiveRecallNews = receiver<RecallNews>(
  shape<RecallNews>({
    results: isList(shape<RecalledResult>({ uri: isText, scenario: isText, verdict: isVerdict, madeOf })),
  }),
);

export const receiveTopologyAnswer = receiver<TopologyAnswer>(
  shape<TopologyAnswer>({ picture: orNull(isPicture), problem: orNull(isProblem) }),
);

const noText = shape<Exclude<ReadFileAnswer, { readonly kind: 'text' }>>({ kind: isText, reason: isText });

export const receiveReadFileAnswer = receiver<ReadFileAnswer>(
  oneOfKinds<ReadFileAnswer>({
    text: shape<Of<ReadFileAnswer, 'text'>>({ kind: isText, text: isText }),
    missing: noText,
    unreadable: noText,
    'too-large': noText,
  }),
);

export const receiveRunnableName = receiver<RunnableName>(shape<RunnableName>({ uri: isText, name: isText }));

/** Absent or odd options are no reason to refuse a client: it gets the defaults. */
export function receiveServerOptions(value: unknown): ServerOptions {
  const given: object = typeof value === 'object' && value !== null ? value : {};
  return {
    readsFiles: 'readsFiles' in given && given.readsFiles === true,
    runsCommands: 'runsCommands' in given && given.runsCommands === true,
  };
}

/** The version a server says it speaks, or undefined where the other side is no server of ours. */
export function receiveWireVersion(experimental: unknown): number | undefined {
  if (typeof experimental !== 'object' || experimental === null || !('ftmWireVersion' in experimental))
    return undefined;
  return typeof experimental.ftmWireVersion === 'number' ? experimental.ftmWireVersion : undefined;
}

function receiver<T>(check: Check): (value: unknown) => Received<T> {
  return (value) => {
    const problem = check(value, '');
    return problem === null ? { ok: true, value: value as T } : { ok: false, problem };
  };
}
