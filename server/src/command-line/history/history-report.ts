import type { HistoryConsistency } from '../../analysis/consistency/check-store';
import type { CheckedHistory, CheckResult } from '../../analysis/consistency/checked-history';
import type { ContentAnomalies } from '../../analysis/consistency/content-anomalies';
import { modelBounds } from '../../analysis/consistency/model-order';
import type { NarrowedVerdict } from '../../analysis/consistency/narrowed-verdicts';
import { deed } from '../../analysis/wording/operation-text';
import { plural } from '../../report/quantity-text';
import type { HistoryModel } from './history-model';

export interface JudgedHistory {
  readonly file: string;
  readonly model: HistoryModel;
  readonly operations: number;
  readonly history: CheckedHistory;
  /** Lines, from zero, of the invocation and the answer of each operation (-1: none). */
  readonly lines: readonly (readonly [invoked: number, ended: number])[];
  readonly consistency: HistoryConsistency;
  readonly anomalies: readonly ContentAnomalies[];
  readonly byKey: readonly NarrowedVerdict[];
  readonly byClient: readonly NarrowedVerdict[];
}

/** The judgement as a person reads it. */
export function historyText(judged: JudgedHistory): string {
  const { file, consistency, operations, history } = judged;
  const { linearizable } = consistency;
  const out = [`${file}: ${verdictText(linearizable)} (${plural(operations, 'operation')})`];
  if (linearizable?.decision === 'fail') out.push(...witnessLines(judged, linearizable));
  if (linearizable?.decision !== 'pass') {
    out.push(...boundLines(consistency));
    const weaker = weakestWitness(consistency);
    if (weaker !== undefined) out.push(...witnessLines(judged, weaker));
    out.push(...narrowedLines('key', judged.byKey, (key) => history.keyNames?.get(key) ?? String(key)));
    out.push(...narrowedLines('client', judged.byClient, (client) => history.clientNames[client] ?? '?'));
  }
  for (const { kind, count, rows, sentence } of judged.anomalies)
    out.push(`  ${kind}: ${plural(count, 'element')}. ${sentence}`, ...rows.map((row) => placeLine(judged, row)));
  return `${out.join('\n')}\n`;
}

function verdictText(result: CheckResult | null): string {
  switch (result?.decision) {
    case 'pass':
      return 'linearizable';
    case 'fail':
      return 'not linearizable';
    case 'undecided':
      return `undecided: ${result.reason}`;
    case undefined:
      return 'undecided';
  }
}

function witnessLines(judged: JudgedHistory, result: CheckResult): string[] {
  if (result.decision !== 'fail') return [];
  return [`  ${result.sentence}`, ...result.rows.map((row) => placeLine(judged, row))];
}

/** `    FILE:LINE client 3 read 1, answered on line 7` */
function placeLine({ file, history, lines }: JudgedHistory, row: number): string {
  const [invoked, ended] = lines[history.id[row] ?? 0] ?? [0, -1];
  const answer = ended < 0 ? ', never answered' : `, answered on line ${ended + 1}`;
  return `    ${file}:${invoked + 1} ${deed(history, row)}${answer}`;
}

function boundLines(consistency: HistoryConsistency): string[] {
  const { strongestHeld, weakestBroken } = modelBounds(consistency);
  const lines: string[] = [];
  if (strongestHeld.length > 0) lines.push(`  The strongest it keeps: ${strongestHeld.join(', ')}.`);
  if (weakestBroken.length > 0) lines.push(`  The weakest it breaks: ${weakestBroken.join(', ')}.`);
  return lines;
}

/** The witness of the weakest broken model, where that is not linearizability, which has its own. */
function weakestWitness(consistency: HistoryConsistency): CheckResult | undefined {
  const [weakest] = modelBounds(consistency).weakestBroken;
  if (weakest === undefined || weakest === 'linearizable' || weakest === 'eventual') return undefined;
  const result = consistency[weakest];
  const known = consistency.linearizable;
  const isSame = result?.decision === 'fail' && known?.decision === 'fail' && result.sentence === known.sentence;
  return isSame ? undefined : (result ?? undefined);
}

function narrowedLines(
  what: string,
  verdicts: readonly NarrowedVerdict[],
  nameOf: (subject: number) => string,
): string[] {
  const broken = verdicts.filter(({ consistency }) => consistency.linearizable?.decision !== 'pass');
  return broken.map(({ subject, consistency }) => {
    const { strongestHeld, weakestBroken } = modelBounds(consistency);
    const breaks = weakestBroken.length === 0 ? 'undecided' : `breaks ${weakestBroken.join(', ')}`;
    const keeps = strongestHeld.length === 0 ? '' : `, keeps ${strongestHeld.join(', ')}`;
    return `  ${what} ${nameOf(subject)}: ${breaks}${keeps}`;
  });
}

/** The judgement for machines: models as in the stores of `ftm run --json`, lines counted from 1. */
export function historyJson(judged: JudgedHistory): unknown {
  const { file, model, operations, history, consistency } = judged;
  const places = (rows: readonly number[]): readonly unknown[] =>
    rows.map((row) => {
      const [invoked, ended] = judged.lines[history.id[row] ?? 0] ?? [0, -1];
      return { line: invoked + 1, answer_line: ended < 0 ? null : ended + 1, operation: deed(history, row) };
    });
  const witness = (result: CheckResult | null): unknown =>
    result?.decision === 'fail' ? { sentence: result.sentence, operations: places(result.rows) } : null;
  const narrowed = (nameOf: (subject: number) => string) => (verdict: NarrowedVerdict) => ({
    name: nameOf(verdict.subject),
    ...modelsJson(verdict.consistency),
  });
  return {
    file,
    model,
    operations,
    verdict: consistency.linearizable?.decision ?? 'undecided',
    ...modelsJson(consistency),
    witnesses: Object.fromEntries(
      Object.entries(consistency).map(([name, result]) => [name.replaceAll('-', '_'), witness(result)]),
    ),
    anomalies: judged.anomalies.map(({ kind, count, rows, sentence }) => ({
      kind: kind.replaceAll('-', '_'),
      count,
      sentence,
      operations: places(rows),
    })),
    keys: judged.byKey.map(narrowed((key) => history.keyNames?.get(key) ?? String(key))),
    clients: judged.byClient.map(narrowed((client) => history.clientNames[client] ?? '?')),
  };
}

/** True, false, or null where a model was not decided. */
function modelsJson(consistency: HistoryConsistency): Readonly<Record<string, unknown>> {
  const { strongestHeld, weakestBroken } = modelBounds(consistency);
  const held = Object.entries(consistency).map(([name, result]: readonly [string, CheckResult | null]) => [
    name.replaceAll('-', '_'),
    result === null || result.decision === 'undecided' ? null : result.decision === 'pass',
  ]);
  return {
    ...(Object.fromEntries(held) as Readonly<Record<string, boolean | null>>),
    strongest_held: strongestHeld,
    weakest_broken: weakestBroken,
  };
}
