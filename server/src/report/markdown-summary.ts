import type { ExpectationVerdict } from '../analysis';
import { PLAIN_INK } from './ink';
import { countText, plural } from './quantity-text';
import type { WhyRow } from './run-report';
import type { ScenarioResult } from './scenario-result';
import { sourcePlace } from './source-place';
import { claimTexts, scenarioSummary } from './summary-text';
import { consistencyLines } from './terminal-consistency';
import { faultLines, measuredLines } from './terminal-details';
import { jobLines } from './terminal-jobs';
import { toldHeading } from './told-run';
import { measuredText, reasonTexts, toldWhy } from './why-text';

const SIGNS = { pass: '✅', fail: '❌', undecided: '❔' } as const;

/** Results as a comment on a change: the outcome in one line, then what fails and why; what holds is folded away. */
export function markdownSummary(results: readonly ScenarioResult[]): string {
  const passed = results.filter(({ decision }) => decision === 'pass').length;
  const head = `### ${passed === results.length ? SIGNS.pass : results.some(({ decision }) => decision === 'fail') ? SIGNS.fail : SIGNS.undecided} ftm: ${countText(passed)} of ${plural(results.length, 'scenario')} pass`;
  const order = ['fail', 'undecided', 'pass'] as const;
  const sorted = order.flatMap((decision) => results.filter((result) => result.decision === decision));
  return `${[head, ...sorted.map(scenarioText)].join('\n\n')}\n`;
}

function scenarioText(result: ScenarioResult): string {
  const { scenario, decision, expectations, warnings, whys } = result;
  const title = scenario.title === '' || scenario.title === scenario.name ? '' : `: ${escaped(scenario.title)}`;
  const seeds =
    scenario.runs === 1 ? `seed ${scenario.seed}` : `${plural(scenario.runs, 'run')} from seed ${scenario.seed}`;
  const rows = expectations.map((row) => rowText(result, row));
  const table =
    rows.length === 0 ? [] : [['| | expectation | measured | line |', '|---|---|---|---|', ...rows].join('\n')];
  const reasons = expectations.flatMap((row, index) => {
    const why = toldWhy(row, whys[index] ?? null);
    return row.decision === 'pass' && why === null ? [] : [reasonText(row, reasonTexts(result, index), why)];
  });
  const notes = warnings.map(({ code, message }) => `⚠️ ${code}: ${escaped(message)}`);
  const details = [
    foldedText(toldHeading('Faults', result), result.picture === null ? [] : faultLines(result.picture, PLAIN_INK)),
    foldedText(toldHeading('Jobs', result), result.picture === null ? [] : jobLines(result.picture)),
    foldedText('Consistency', consistencyLines(result)),
    foldedText(`Measured (${seeds}, trace ${code(result.traceHash)})`, measuredLines(result, PLAIN_INK)),
  ].filter((text) => text !== '');
  const claims = claimTexts(result).map(escaped);
  const body = [escaped(scenarioSummary(result)), ...claims, ...table, ...reasons, ...notes, ...details].join('\n\n');
  const heading = `${SIGNS[decision]} **${escaped(scenario.name)}**${title}`;
  // What holds is one line that can be opened.
  return decision === 'pass'
    ? `<details><summary>${SIGNS.pass} ${escaped(scenario.name)}${title}</summary>\n\n${body}\n</details>`
    : `${heading}\n\n${body}`;
}

function foldedText(heading: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const text = lines.join('\n').replaceAll('```', "'''");
  return `<details><summary>${heading}</summary>\n\n\`\`\`text\n${text}\n\`\`\`\n</details>`;
}

function rowText({ scenario }: ScenarioResult, row: ExpectationVerdict): string {
  const { expectation, decision } = row;
  const place = sourcePlace(scenario, expectation.origin);
  const line = place === null ? '' : String(place.line + 1);
  return `| ${SIGNS[decision]} | ${code(expectation.text)} | ${escaped(measuredText(row))} | ${line} |`;
}

function reasonText(row: ExpectationVerdict, texts: readonly string[], why: WhyRow | null): string {
  const sentences = [...texts, ...(why?.sentences ?? [])];
  const steps = (why?.path ?? []).map(({ at, text }) => `1. ${(at / 1e9).toFixed(3)} s: ${escaped(text)}`);
  const path =
    steps.length === 0 ? '' : `\n\n<details><summary>How it came to that</summary>\n\n${steps.join('\n')}\n</details>`;
  return `**${code(row.expectation.text)}**\n\n${sentences.map((sentence) => `- ${sentenceText(sentence)}`).join('\n')}${path}`;
}

/** A sentence keeps what it quotes as code. */
function sentenceText(sentence: string): string {
  return sentence
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : escaped(part)))
    .join('');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** What Markdown or HTML would take for its own. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~#]/g, (character) => `\\${character}`);
}
