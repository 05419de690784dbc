import { faultText } from '../campaigns/search/search-fault';
import type { SearchOutcome } from '../campaigns/search/search-faults';
import type { ScenarioModel } from '../language/model';
import type { Ink } from '../report/ink';
import { plural, shareText } from '../report/quantity-text';
import { placeText, sourcePlace } from '../report/source-place';

export type FinishedSearch = Exclude<SearchOutcome, { readonly kind: 'cancelled' | 'failed' }>;

/** What a search came to, for a person; what it found stands there as a scenario to be pasted. */
export function searchReport(
  scenario: ScenarioModel,
  outcome: FinishedSearch,
  pasted: string | undefined,
  ink: Ink,
): string {
  return `${lines(scenario, outcome, pasted, ink).join('\n')}\n`;
}

function lines(
  scenario: ScenarioModel,
  outcome: FinishedSearch,
  pasted: string | undefined,
  ink: Ink,
): readonly string[] {
  const where = sourcePlace(scenario, scenario.origin);
  const name = `${ink.strong(scenario.name)}${where === null ? '' : `  ${ink.dim(placeText(where))}`}`;
  const expectation = (text: string, line: number): string => `  ✗ ${text}  ${ink.dim(`line ${line + 1}`)}`;
  switch (outcome.kind) {
    case 'fails-already':
      return [
        `${ink.bad('FAILS')}  ${name}`,
        '  No fault need be added: it fails as it is. `ftm run` says why.',
        ...outcome.expectations.map(({ text, origin }) => expectation(text, origin.line)),
      ];
    case 'found': {
      const { faults, tried, runs } = outcome;
      return [
        `${ink.bad('FOUND')}  ${name}`,
        `  ${plural(faults.length, 'added fault')} ${faults.length === 1 ? 'breaks' : 'break'} it, found with set ${tried} and made smaller in ${plural(runs, 'run')} in all:`,
        expectation(outcome.expectation.text, outcome.expectation.origin.line),
        ...faults.map((fault) => `    ${faultText(fault)}`),
        ...(pasted === undefined ? [] : ['', ink.dim('  To keep it, paste this into the file:'), '', pasted.trimEnd()]),
      ];
    }
    case 'nothing': {
      const { obvious, drawn, atMost, undecided } = outcome;
      const doubt = undecided === 0 ? [] : [`  After ${plural(undecided, 'set')} an expectation could not be decided.`];
      if (obvious + drawn === 0) return [`${ink.doubt('NOTHING TO TRY')}  ${name}`, '  Nothing of it can fail.'];
      const confidence =
        drawn === 0 ? '' : `: with 95 % confidence at most ${shareText(atMost)} of the sets that can be drawn do`;
      return [
        `${undecided === 0 ? ink.good('NONE FOUND') : ink.doubt('NONE FOUND')}  ${name}`,
        `  0 of ${plural(obvious, 'obvious fault')} and 0 of ${plural(drawn, 'set')} drawn at random break an expectation${confidence}.`,
        ...doubt,
      ];
    }
  }
}
