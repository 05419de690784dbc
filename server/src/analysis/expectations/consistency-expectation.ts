import { isEffect } from '../consistency/checked-history';
import type { Evidence } from '../evidence';
import type { ConsistencyModel, ExpectationModel } from '../../language/model';
import type { ExpectationVerdict, Judgement } from '../verdict';
import { plural } from '../wording/number-text';
import { hollowWarning, warning, type Evaluated } from './evaluated';
import { hollowModel } from './hollow-model';

type ConsistencyBody = Extract<ExpectationModel['body'], { kind: 'consistency' }>;

export function evaluateConsistency(
  evidence: Evidence,
  expectation: ExpectationModel,
  { store, model }: ConsistencyBody,
): Evaluated {
  const name = evidence.scenario.stores[store]?.name ?? '?';
  const history = evidence.history(store);
  let reads = 0;
  for (let row = 0; row < history.length; row++) if (!isEffect(history.action[row] as number)) reads++;
  if (history.length === 0) {
    const explanation = `This cannot be decided: no operation on ${name} was answered or could have taken effect.`;
    return {
      verdict: { expectation, decision: 'undecided', measured: null, measuredText: 'not measured', explanation },
      warnings: [warning('FTM601', expectation, `No operation on ${name} shows whether it is ${model}.`)],
    };
  }
  const judgement = evidence.consistency(store)[model];
  const verdict = verdictOf(expectation, model, judgement, `${plural(history.length, 'operation')} on ${name}`);
  if (verdict.decision !== 'pass') return { verdict, warnings: [] };
  if (reads === 0 && model !== 'eventual') {
    const message = `Nothing was read from ${name}, so nothing could have shown that it is not ${model}.`;
    return { verdict, warnings: [warning('FTM606', expectation, message)] };
  }
  const hollow = hollowModel(evidence, store, model);
  return { verdict, warnings: hollow === undefined ? [] : [hollowWarning(expectation, hollow)] };
}

function verdictOf(
  expectation: ExpectationModel,
  model: ConsistencyModel,
  judgement: Judgement | null,
  operations: string,
): ExpectationVerdict {
  if (judgement === null) {
    const explanation = `This cannot be decided: ${model} consistency cannot be told from what clients of this store saw.`;
    return { expectation, decision: 'undecided', measured: null, measuredText: 'not measured', explanation };
  }
  const { decision, witness, reason } = judgement;
  const measuredText = { pass: model, fail: `not ${model}`, undecided: 'undecided' }[decision];
  const explanation =
    decision === 'pass'
      ? passText(model, operations)
      : decision === 'fail'
        ? (witness?.sentence ?? `${sentence(reason)}`)
        : `This cannot be decided: ${reason ?? 'the check did not finish'}.`;
  return {
    expectation,
    decision,
    measured: null,
    measuredText,
    explanation,
    ...(witness === undefined ? {} : { witness }),
  };
}

function passText(model: ConsistencyModel, operations: string): string {
  switch (model) {
    case 'linearizable':
      return `All ${operations} fit one order that agrees with real time.`;
    case 'sequential':
      return `All ${operations} fit one order that agrees with every session.`;
    case 'causal':
      return `Every read among ${operations} saw all that it depended on.`;
    case 'read-your-writes':
      return `Every session among ${operations} saw its own writes.`;
    case 'monotonic-reads':
      return `No session among ${operations} read something older than before.`;
    case 'monotonic-writes':
      return `Nobody among ${operations} saw the writes of one session out of order.`;
    case 'writes-follow-reads':
      return `Nobody among ${operations} saw a write without what its writer had read.`;
    case 'eventual':
      return 'All running replicas held the same when they had come to rest.';
  }
}

function sentence(reason: string | undefined): string {
  const text = reason ?? 'it does not hold';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
