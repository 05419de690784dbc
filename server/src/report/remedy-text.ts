import type { Explanation, Remedy, SideEffect, TriedSetting } from '../analysis';
import type { ScenarioModel } from '../language/model';
import type { JudgedRun } from './judged-run';
import { listText, plural } from './quantity-text';
import type { RemedyRow } from './run-report';
import { lineText, sourcePlace } from './source-place';
import type { Words } from './why-words';

/** More settings than these are not told: the first ones break the least. */
const MOST_REMEDIES = 3;
/** Settings tried in vain that are named; of the others only how many there were. */
const MOST_TRIED_NAMED = 4;

/** A setting that helps, what it reaches, and what it does beside. */
export function remedyRow(scenario: ScenarioModel, remedy: Remedy): RemedyRow {
  const { setting, insteadOf, of, origin, breaks, reached, effects } = remedy;
  const betters = effects.filter(({ isBetter }) => isBetter).map(effectText);
  const worsens = effects.filter(({ isBetter }) => !isBetter).map(effectText);
  return {
    setting,
    insteadOf,
    of,
    source: sourcePlace(scenario, origin),
    breaks: breaks.map((index) => scenario.expectations[index]?.text ?? ''),
    ...(reached === null ? {} : { reached }),
    ...(betters.length === 0 ? {} : { betters }),
    ...(worsens.length === 0 ? {} : { worsens }),
  };
}

function effectText({ metric, text, insteadOf }: SideEffect): string {
  return `${metric} ${text} instead of ${insteadOf}`;
}

/** Which settings would help; where none does, which are better without being enough, and what was tried. */
export function remedySentences(
  judged: JudgedRun,
  { tried, expectation }: Pick<Explanation, 'tried' | 'expectation'>,
  remedies: readonly RemedyRow[],
  words: Words,
): string[] {
  const was = judged.verdict.expectations[expectation]?.measuredText ?? '?';
  if (remedies.length > 0)
    return remedies.slice(0, MOST_REMEDIES).map((remedy) => remedySentence(judged.scenario, remedy, was, words));
  const helping = tried.filter(({ better }) => better !== null);
  const enoughOfIt = helping.filter(({ isLittle }) => !isLittle);
  const little = helping.filter(({ isLittle }) => isLittle);
  const beside = tried.filter((each) => !helping.includes(each) && each.effects.some(({ isBetter }) => isBetter));
  const vain = tried.filter((each) => !helping.includes(each) && !beside.includes(each));
  return [
    ...figuresSentence('Better, but not enough by itself', enoughOfIt, was),
    ...figuresSentence('A little better', little, was),
    ...besideSentences(beside, words),
    ...vainSentence(vain),
  ];
}

/** ``With `x` instead of `y` in P (line 3) it holds: 99 % instead of 40 %, and lost writes 0 instead of 42, but then "…" fails.`` */
function remedySentence({ files }: ScenarioModel, remedy: RemedyRow, was: string, { holds }: Words): string {
  const { setting, insteadOf, of, source, breaks, reached, betters = [], worsens = [] } = remedy;
  const figure = reached === undefined || reached === was ? '' : `: ${reached} instead of ${was}`;
  const more = betters.length === 0 ? '' : `, and ${listText(betters)}`;
  const prices = [
    ...(breaks.length === 0
      ? []
      : [`${listText(breaks.map((text) => `"${text}"`))} ${breaks.length === 1 ? 'fails' : 'fail'}`]),
    ...worsens,
  ];
  const price = prices.length === 0 ? '' : `, but then ${listText(prices)}`;
  return `With \`${setting}\` instead of \`${insteadOf}\` in ${of}${lineText(files[0], source)} it ${holds}${figure}${more}${price}.`;
}

function figuresSentence(how: string, tried: readonly TriedSetting[], was: string): readonly string[] {
  const told = tried.slice(0, MOST_REMEDIES);
  const figures = told.map(({ setting, of, better }) => `\`${setting}\` in ${of} (${better ?? '?'} instead of ${was})`);
  return figures.length === 0 ? [] : [`${how}: ${listText(figures)}.`];
}

/** They do not help with what is asked about, and with something else they do; those that do the same are told together. */
function besideSentences(beside: readonly TriedSetting[], { fails }: Words): readonly string[] {
  const alike = new Map<string, string[]>();
  for (const { setting, of, effects } of beside) {
    const better = listText(effects.filter(({ isBetter }) => isBetter).map(effectText));
    alike.set(better, [...(alike.get(better) ?? []), `\`${setting}\` in ${of}`]);
  }
  return [...alike].slice(0, MOST_REMEDIES).map(([better, settings]) => {
    const named =
      settings.length < 2 ? (settings[0] ?? '') : `${settings.slice(0, -1).join(', ')} or ${settings.at(-1) ?? ''}`;
    return `With ${named} it still ${fails}, but ${better}.`;
  });
}

function vainSentence(vain: readonly TriedSetting[]): readonly string[] {
  if (vain.length === 0) return [];
  const named = vain.slice(0, MOST_TRIED_NAMED).map(({ setting, of }) => `\`${setting}\` in ${of}`);
  const rest = vain.length - named.length;
  const settings = rest === 0 ? listText(named) : `${named.join(', ')} and ${plural(rest, 'other setting')}`;
  return [`What was tried instead does not help: ${settings}.`];
}
