import { covers, isAnswered, type Stretches } from '../availability/operation-selection';
import type { ScenarioModel } from '../../language/model';
import { FailureReason, type Run } from '../../simulation';
import type { Judgement, StoreVerdict, Witness } from '../verdict';
import { countText, plural } from '../wording/number-text';
import { witnessOf } from '../wording/witness';
import { durationText } from '../wording/time-text';
import { partitionsOf } from './partitions';

export interface CapEvidence {
  readonly cap: StoreVerdict['cap'];
  /** One sentence. */
  readonly reason: string;
  /** Requests while a partition held that reached a running node: all of them, and those that were not answered. */
  readonly requests: number;
  readonly unanswered: readonly number[];
  readonly partitions: Stretches;
  /** The first operations that the class was decided from: what was not answered, what contradicts, what was answered. */
  readonly operations: readonly number[];
  /** What each class would have ruled out: the contradiction in its history, the first request that was not answered. */
  readonly refuted: { readonly CP?: Witness; readonly AP?: Witness };
}

/** Requests shown as evidence; the others are alike. */
const MOST_SHOWN = 5;

/**
 * The CAP class of one store in one run, in the sense of Gilbert and Lynch (*Brewer's Conjecture*, SIGACT News 2002):
 * consistent if the whole history is linearizable; available if every request that reached a running node while a
 * partition held between the store's replicas was answered, without error, within the client's timeout. Evidence of one
 * run, not a proof about the policy: "both" means that this partition forced no choice.
 */
export function capEvidence(scenario: ScenarioModel, run: Run, store: number, linearizable: Judgement): CapEvidence {
  const partitions = partitionsOf(scenario, run, store);
  const none = { requests: 0, unanswered: [], partitions, operations: [], refuted: {} };
  if (partitions.length === 0)
    return {
      ...none,
      cap: null,
      reason: 'No partition held between its replicas, so this run says nothing about CAP.',
    };
  const asked = askedDuring(run, store, partitions);
  const requests = asked.filter((id) => run.history.reachedRunningNode[id] === 1);
  const unreached = asked.length - requests.length;
  if (requests.length === 0)
    return { ...none, cap: null, reason: 'No request reached a running node while a partition held.' };
  const unanswered = requests.filter((id) => !isAnswered(run.history, id));
  const firstOfThem = firstUnanswered(scenario, run, unanswered);
  const refuted = {
    ...(linearizable.witness === undefined ? {} : { CP: linearizable.witness }),
    ...(firstOfThem === undefined ? {} : { AP: firstOfThem }),
  };
  const operationsShown = unanswered.slice(0, MOST_SHOWN);
  const evidence = { requests: requests.length, unanswered, partitions, operations: operationsShown, refuted };
  if (linearizable.decision === 'undecided')
    return { ...evidence, cap: null, reason: 'Whether its history is linearizable could not be decided.' };
  const consistent = linearizable.decision === 'pass';
  const available = unanswered.length === 0;
  const served = available
    ? `all ${plural(requests.length, 'request')} that reached a running node while a partition held were answered`
    : `${countText(unanswered.length)} of ${plural(requests.length, 'request')} that reached a running node while a partition held were not answered`;
  const strayed = unreached === 0 ? '' : `; ${countText(unreached)} more reached no running node and say nothing`;
  const history = consistent ? 'its history is linearizable' : 'its history is not linearizable';
  const contradiction = consistent ? [] : (linearizable.witness?.operations ?? []);
  const operations = available && consistent ? requests : [...contradiction, ...operationsShown];
  return {
    ...evidence,
    operations: operations.slice(0, contradiction.length + MOST_SHOWN),
    cap: consistent ? (available ? 'both' : 'CP') : available ? 'AP' : 'neither',
    reason: `${capitalized(served)}${strayed}; ${history}.`,
  };
}

/** Requests of the warm-up count: a promise is broken whenever it is broken. */
function askedDuring(run: Run, store: number, partitions: Stretches): number[] {
  const { history } = run;
  const asked: number[] = [];
  for (let id = 0; id < history.length; id++) {
    if (history.store[id] !== store) continue;
    if (history.reason[id] === FailureReason.EndOfRun || !covers(partitions, history.invokedAt[id] as number)) continue;
    asked.push(id);
  }
  return asked;
}

function firstUnanswered(scenario: ScenarioModel, run: Run, unanswered: readonly number[]): Witness | undefined {
  const [id] = unanswered;
  if (id === undefined) return undefined;
  const { history } = run;
  const client = scenario.places[history.client[id] as number]?.name ?? '?';
  const waited = durationText((history.completedAt[id] as number) - (history.invokedAt[id] as number));
  return witnessOf(
    run,
    [id],
    `The request of client ${client} reached a running node and was not answered in ${waited}.`,
  );
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
