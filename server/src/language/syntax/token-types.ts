import { createToken, type TokenType } from 'chevrotain';
import { allKeywords, keywords, type Keyword } from './keywords';

/**
 * A token's categories are told after it is made: chevrotain would list all that are in each of them anew for every token,
 * and does it anyway, once for all, when the parser is made.
 */
function token(name: string, label: string, categories: TokenType[]): TokenType {
  const made = createToken({ name, label });
  made.CATEGORIES = categories;
  return made;
}

function category(name: string, label: string): TokenType {
  return token(name, label, [Any]);
}

function sign(name: string, text: string, categories: TokenType[] = [Stray]): TokenType {
  return token(name, `'${text}'`, categories);
}

/** Every token but a closing brace: what may be passed over after a mistake. */
export const Any = createToken({ name: 'Any', label: 'something' });

/** What no statement begins with. */
export const Stray = category('Stray', 'something');
/** A word that may be a name: every word not before a colon, keywords too. */
export const Name = category('Name', 'a name');
/** A word that ends a run of words no other way than by standing there: every name but those that join parts. */
export const Word = category('Word', 'a word');
/** A segment of a path: a name or, as the last one before a colon, a key. */
export const Segment = category('Segment', 'a name');
/** What a comparison may be. */
export const Comparison = category('Comparison', "one of '<', '<=', '=', '>=', '>'");
/** A word that says what kind of thing the name after it is. */
export const Level = category('Level', 'a kind of domain');
/** A word that begins a statement somewhere. */
export const Opener = category('Opener', 'a statement');
/** A word that begins a declaration. */
export const Declaration = category('Declaration', 'a declaration');
/** A word that begins what a fault does. */
export const Verb = category('Verb', 'an action');

/** A failure domain. */
export const Domain = category('Domain', 'a kind of domain');
/** Actions by what follows their word. */
export const TargetVerb = category('TargetVerb', 'an action');
export const LinkTimingVerb = category('LinkTimingVerb', 'an action');
export const LinkShareVerb = category('LinkShareVerb', 'an action');
export const FlawVerb = category('FlawVerb', 'an action');
export const ChangeVerb = category('ChangeVerb', 'an action');
export const MembershipVerb = category('MembershipVerb', 'an action');

/** A word of the author's own. */
export const PlainName = token('PlainName', 'a name', [Name, Word, Segment]);
/** A word before a colon. */
export const Key = token('Key', 'a property', [Segment, Any]);
/** A number with its unit. */
export const Quantity = token('Quantity', 'a number with its unit', [Stray]);
export const Text = token('Text', 'a text in double quotes', [Stray]);

export const LeftBrace = sign('LeftBrace', '{');
export const RightBrace = sign('RightBrace', '}', []);
export const LeftBracket = sign('LeftBracket', '[');
export const RightBracket = sign('RightBracket', ']');
export const LeftParen = sign('LeftParen', '(');
export const RightParen = sign('RightParen', ')');
export const Comma = sign('Comma', ',');
export const Colon = sign('Colon', ':');
export const Dot = sign('Dot', '.');
export const DotDot = sign('DotDot', '..');
export const Bar = sign('Bar', '|');
export const Arrow = sign('Arrow', '->');
export const BothArrow = sign('BothArrow', '<->');
export const PlusMinus = sign('PlusMinus', '+-');
export const Equals = sign('Equals', '=', [Comparison, Stray]);
/** The one that is made with its categories: before it lists them, the parser looks whether there are any at all. */
export const Compare = createToken({ name: 'Compare', label: "'<'", categories: [Comparison, Stray] });

/** Words that join the parts of a statement, and so cannot be one more word of a metric or a behaviour. */
const joiningWords = [
  ...(['of', 'during', 'in', 'is', 'for', 'by', 'with', 'as', 'within', 'failing', 'crashing', 'to', 'from'] as const),
  ...(['and', 'after', 'expect', 'set', 'vary', 'measure', 'at', 'every', 'when', 'randomly'] as const),
] satisfies Keyword[];
const joining: ReadonlySet<string> = new Set(joiningWords);
const levels: ReadonlySet<string> = new Set([
  ...keywords.domain,
  ...(['node', 'client', 'group', 'store', 'service', 'balancer', 'job'] satisfies Keyword[]),
]);
const openers: ReadonlySet<string> = new Set([
  ...keywords.domain,
  ...keywords.topology,
  ...keywords.statement,
  ...keywords.trigger,
]);
const declarations: ReadonlySet<string> = new Set(keywords.declaration);
const verbs: ReadonlySet<string> = new Set(keywords.action);
const domains: ReadonlySet<string> = new Set(keywords.domain);
const verbShapes: readonly (readonly [TokenType, readonly string[]])[] = [
  [TargetVerb, ['crash', 'restart', 'wipe', 'pause', 'isolate', 'skew', 'drift']],
  [LinkTimingVerb, ['delay', 'reorder']],
  [LinkShareVerb, ['drop', 'duplicate']],
  [FlawVerb, ['bug', 'leak']],
  [ChangeVerb, ['deploy', 'reconfigure']],
  [MembershipVerb, ['add', 'remove', 'promote']],
];

function keywordToken(word: Keyword): TokenType {
  const categories = [Name, Segment];
  if (!joining.has(word)) categories.push(Word);
  if (levels.has(word)) categories.push(Level);
  if (openers.has(word)) categories.push(Opener);
  if (declarations.has(word)) categories.push(Declaration);
  if (verbs.has(word)) categories.push(Verb);
  if (domains.has(word)) categories.push(Domain);
  categories.push(...verbShapes.filter(([, words]) => words.includes(word)).map(([shape]) => shape));
  return token(`Word_${word}`, `'${word}'`, categories);
}

/** The token type of each word that the grammar knows. */
export const word = Object.fromEntries(allKeywords.map((text) => [text, keywordToken(text)])) as Readonly<
  Record<Keyword, TokenType>
>;

/** The same by spelling, for the lexer. */
export const wordTypes: ReadonlyMap<string, TokenType> = new Map(Object.entries(word));

/** All token types, as the parser wants them. */
export const tokenVocabulary: TokenType[] = [
  ...[Any, Stray, Name, Word, Segment, Comparison, Level, Opener, Declaration, Verb, Domain],
  ...[TargetVerb, LinkTimingVerb, LinkShareVerb, FlawVerb, ChangeVerb, MembershipVerb, PlainName, Key, Quantity, Text],
  ...[LeftBrace, RightBrace, LeftBracket, RightBracket, LeftParen, RightParen, Comma, Colon, Dot, DotDot, Bar, Arrow],
  ...[BothArrow, PlusMinus, Equals, Compare],
  ...Object.values(word),
];
