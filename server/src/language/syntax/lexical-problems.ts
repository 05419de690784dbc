import { MAX_NESTING, MAX_SYNTAX_PROBLEMS } from '../limits';
import { nearestWord } from '../nearest-word';
import { makeProblem, type Problem, type ProblemExtras } from '../problem';
import type { ProblemCode } from '../problem-codes';
import type { SourceText, TextRange } from '../source-text';
import { unitAliases, units } from '../units';

/** Collects what is wrong with the words and signs of a file, in the order of the text. */
export class LexicalProblems {
  readonly all: Problem[] = [];

  constructor(private readonly source: SourceText) {}

  unknownCharacter(range: TextRange): void {
    const last = this.all.at(-1);
    // A run of unknown characters is one problem, or a binary file would have thousands.
    if (last?.code === 'FTM150' && last.range.end === range.start) {
      this.all.pop();
      this.unknownCharacter({ start: last.range.start, end: range.end });
      return;
    }
    const text = this.source.slice(range);
    const shown = text.length > 12 ? `${text.slice(0, 12)}…` : text;
    const advice =
      text === '#' ? "; a comment begins with '//'" : text === "'" ? '; a text stands in double quotes' : '';
    const fixes = text === '#' ? { fixes: [{ title: "Write '//'", edits: [{ range, newText: '//' }] }] } : {};
    this.add('FTM150', range, `'${printable(shown)}' has no meaning here${advice}`, fixes);
  }

  unterminatedString(range: TextRange): void {
    const fix = { title: 'Close the text', edits: [{ range: { start: range.end, end: range.end }, newText: '"' }] };
    this.add('FTM151', range, 'this text has no closing double quote on its line', { fixes: [fix] });
  }

  unterminatedComment(range: TextRange): void {
    this.add('FTM152', range, "this comment has no closing '*/'");
  }

  unknownUnit(unit: string, unitRange: TextRange): void {
    const spelled = [...units.keys()].filter((known) => known !== '');
    const meant =
      unitAliases.get(unit) ??
      spelled.find((known) => known.toLowerCase() === unit.toLowerCase()) ??
      nearestWord(unit, spelled);
    const advice =
      meant === undefined
        ? 'units are ns us ms s min h d w y, %, /s, B KB MB GB, Mbps, x, ppm'
        : `did you mean '${meant}'?`;
    const extras =
      meant === undefined
        ? {}
        : { fixes: [{ title: `Write '${meant}'`, edits: [{ range: unitRange, newText: meant }] }] };
    this.add('FTM153', unitRange, `'${unit}' is no unit; ${advice}`, extras);
  }

  spacedPercent(range: TextRange, gap: TextRange): void {
    const fix = { title: 'Remove the space', edits: [{ range: gap, newText: '' }] };
    this.add('FTM154', range, "'%' follows its number without a space", { fixes: [fix] });
  }

  numberTooLarge(range: TextRange): void {
    this.add('FTM155', range, 'this number is too large');
  }

  semicolon(range: TextRange): void {
    const fix = { title: "Remove ';'", edits: [{ range, newText: '' }] };
    this.add('FTM111', range, "statements need no ';' between them", { fixes: [fix] });
  }

  doubleEquals(range: TextRange): void {
    const fix = { title: "Write '='", edits: [{ range, newText: '=' }] };
    this.add('FTM150', range, "equality is written '='", { fixes: [fix] });
  }

  /** `--` between the ends of a link. */
  dashes(range: TextRange): void {
    const fix = { title: "Write '<->'", edits: [{ range, newText: '<->' }] };
    this.add('FTM150', range, "a link is written 'a <-> b', or 'a -> b' for one direction", { fixes: [fix] });
  }

  /** `=>` or a sign that no keyboard has. */
  comparison(range: TextRange, meant: string): void {
    const fix = { title: `Write '${meant}'`, edits: [{ range, newText: meant }] };
    this.add('FTM150', range, `this comparison is written '${meant}'`, { fixes: [fix] });
  }

  nestedTooDeeply(range: TextRange): void {
    this.add('FTM140', range, `brackets are nested more than ${String(MAX_NESTING)} deep; the inside is passed over`);
  }

  private add(code: ProblemCode, range: TextRange, message: string, extras: ProblemExtras = {}): void {
    if (this.all.length > MAX_SYNTAX_PROBLEMS) return;
    const full = this.all.length === MAX_SYNTAX_PROBLEMS;
    this.all.push(
      full
        ? makeProblem('FTM142', this.source.uri, range, 'too many unknown words and signs; the rest are not listed')
        : makeProblem(code, this.source.uri, range, message, extras),
    );
  }
}

/** Control characters would garble a terminal: they are shown by their code. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
