import type { ConsistencyModel } from '../../language/model';
import type { ClaimLabel } from '../explanation/claim';
import type { Decision, Judgement, StoreVerdict, Verdict } from '../verdict';
import { plural } from '../wording/number-text';

type Cap = StoreVerdict['cap'];

/** Each store over all runs: a model that was broken once is broken, and lost writes and split brains are means. */
export function mergeStores(verdicts: readonly Verdict[]): StoreVerdict[] {
  return (verdicts[0]?.stores ?? []).map(({ store }) => {
    const runs = verdicts.flatMap(({ stores }) => stores.filter((other) => other.store === store));
    const models = Object.keys(runs[0]?.consistency ?? {}) as ConsistencyModel[];
    const lost = runs.map((run) => run.lostWrites).filter((count) => count !== null);
    const only = runs.length === 1 ? runs[0] : undefined;
    const cap = mergeCap(runs.map((run) => run.cap));
    return {
      store,
      consistency: Object.fromEntries(
        models.map((model) => [model, mergeJudgements(runs.map((run) => run.consistency[model]))]),
      ) as StoreVerdict['consistency'],
      cap,
      capReason: capReason(runs, cap),
      capOperations: only?.capOperations ?? [],
      pacelc: mergePacelc(runs.map((run) => run.pacelc)),
      pacelcReason: runs.find((run) => run.pacelc !== null)?.pacelcReason ?? '',
      pacelcOperations: only?.pacelcOperations ?? [],
      claim: mergeClaims(runs.map((run) => run.claim)),
      lostWrites: lost.length === 0 ? null : mean(lost),
      splitBrainNs: mean(runs.map((run) => run.splitBrainNs)),
    };
  });
}

/** Beyond in one run is beyond: what happened there was not promised. */
function mergeClaims(claims: readonly ClaimLabel[]): ClaimLabel {
  const first = (kind: ClaimLabel['kind']): ClaimLabel | undefined => claims.find((claim) => claim.kind === kind);
  const told = first('beyond') ?? first('within') ?? first('untried');
  if (told === undefined) return { kind: 'untried', because: '' };
  if (claims.every(({ because }) => because === told.because)) return told;
  const like = claims.filter(({ kind }) => kind === told.kind).length;
  const others = like === claims.length ? 'the others are like it' : `${like} of ${plural(claims.length, 'run')} are`;
  return { ...told, because: `${told.because} (This is one run; ${others}.)` };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function mergeJudgements(judgements: readonly (Judgement | null)[]): Judgement | null {
  const told = judgements.filter((judgement): judgement is Judgement => judgement !== null);
  const worst = (decision: Decision): Judgement | undefined =>
    told.find((judgement) => judgement.decision === decision);
  return worst('fail') ?? worst('undecided') ?? worst('pass') ?? null;
}

/** What one run gave up is given up: only what no run gave up is kept. */
function mergeCap(classes: readonly Cap[]): Cap {
  const told = classes.filter((cap) => cap !== null);
  if (told.length === 0) return null;
  const consistent = told.every((cap) => cap === 'CP' || cap === 'both');
  const available = told.every((cap) => cap === 'AP' || cap === 'both');
  return consistent ? (available ? 'both' : 'CP') : available ? 'AP' : 'neither';
}

function capReason(runs: readonly StoreVerdict[], cap: Cap): string {
  const told = runs.filter((run) => run.cap !== null);
  const example = told.find((run) => run.cap === cap) ?? told[0] ?? runs[0];
  if (example === undefined) return '';
  return told.length < 2
    ? example.capReason
    : `Over ${plural(told.length, 'run')} with a partition; in one of them: ${example.capReason}`;
}

/** Each half as the runs that tell it agree; latency bought with consistency once is bought. */
function mergePacelc(classes: readonly (string | null)[]): string | null {
  const told = classes.filter((text): text is string => text !== null);
  if (told.length === 0) return null;
  const halves = told.map((text) => text.split('/'));
  const first = new Set(halves.map(([half]) => half).filter((half) => half !== 'P?'));
  const second = new Set(halves.map(([, half]) => half));
  const partition = first.size === 1 ? [...first][0] : 'P?';
  const otherwise = second.has('EL') ? 'EL' : second.has('EC') ? 'EC' : 'E?';
  return `${partition}/${otherwise}`;
}
