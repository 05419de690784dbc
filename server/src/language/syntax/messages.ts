import { defaultParserErrorProvider, type IParserErrorMessageProvider, type IToken, type TokenType } from 'chevrotain';
import { keywords, type BlockKind } from './keywords';
import * as types from './token-types';

const declarationList = quoted(keywords.declaration);
const triggerList = quoted(keywords.trigger);

/** What is said of a token that should be there and is not, in words of the language rather than of the grammar. */
export function missingMessage(expected: TokenType, previous: IToken, ruleName: string): string {
  const after = previous.image === '' || Number.isNaN(previous.startOffset) ? '' : ` after ${quote(previous.image)}`;
  const what = ruleName === 'nameSpan' && expected === types.Quantity ? 'a whole number' : label(expected);
  return `expected ${what}${after}`;
}

/** What is said of text that nothing begins with; with the block that it begins a line of, what may stand there. */
export function unexpectedMessage(token: IToken, block: BlockKind | undefined): string {
  const text = `unexpected ${quote(token.image)}`;
  if (token.image === '..') return `${text}; several names are written n[1..3]`;
  if (block === 'file') return `${text}; a file is made of ${declarationList}`;
  return block === 'faults' ? `${text}; a fault begins with ${triggerList}` : text;
}

/** Shortened, so that a message stays one line. */
export function quote(image: string): string {
  return `'${image.length > 30 ? `${image.slice(0, 29)}…` : image}'`;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}

function label(type: TokenType): string {
  return type.LABEL ?? type.name;
}

/**
 * Chevrotain asks this for the text of its errors. Missing tokens are the only ones that the grammar lets happen; the
 * others keep chevrotain's words, which nobody should ever see.
 */
export const messageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, previous, ruleName }) => missingMessage(expected, previous, ruleName),
  buildNotAllInputParsedMessage: ({ firstRedundant }) => unexpectedMessage(firstRedundant, 'file'),
  buildNoViableAltMessage: (options) => defaultParserErrorProvider.buildNoViableAltMessage(options),
  buildEarlyExitMessage: (options) => defaultParserErrorProvider.buildEarlyExitMessage(options),
};
