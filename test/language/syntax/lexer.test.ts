import assert from 'node:assert/strict';
import { SourceText } from '../../../server/src/language/source-text';
import { lex } from '../../../server/src/language/syntax/lexer';

function images(text: string): string[] {
  return lex(new SourceText('file:///test.ftm', text)).tokens.map((token) => token.image);
}

function problems(text: string): string[] {
  return lex(new SourceText('file:///test.ftm', text)).problems.map(({ code, message }) => `${code} ${message}`);
}

describe('the lexer', () => {
  const splits: readonly (readonly [string, string[]])[] = [
    ['n1->n2', ['n1', '->', 'n2']],
    ['n1<->n2', ['n1', '<->', 'n2']],
    ['db-a -> db-b', ['db-a', '->', 'db-b']],
    ['a.b.c', ['a', '.', 'b', '.', 'c']],
    ['150ms..300ms', ['150ms', '..', '300ms']],
    ['n[1..5]', ['n', '[', '1', '..', '5', ']']],
    ['1.5..2.5', ['1.5', '..', '2.5']],
    ['99.95%', ['99.95%']],
    ['200/s 5/min', ['200/s', '5/min']],
    ['30s +- 10s', ['30s', '+-', '10s']],
    ['30s+-10s', ['30s', '+-', '10s']],
    ['by +5s', ['by', '+5s']],
    ['p99.9 p50', ['p99.9', 'p50']],
    ['key:value', ['key', ':', 'value']],
    ['64KB// note', ['64KB']],
    ['"a // b" c', ['"a // b"', 'c']],
    ['"a \\" b" c', ['"a \\" b"', 'c']],
    ['a/* b */c', ['a', 'c']],
    ['>= <= < > =', ['>=', '<=', '<', '>', '=']],
    ['größe β', ['größe', 'β']],
    ['\uFEFFa\r\nb\rc', ['a', 'b', 'c']],
  ];
  for (const [text, expected] of splits) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(images(text), expected);
      assert.deepEqual(problems(text), []);
    });
  }

  const wrong: readonly (readonly [string, string[]])[] = [
    ['10sec', ["FTM153 'sec' is no unit; did you mean 's'?"]],
    ['10kb', ["FTM153 'kb' is no unit; did you mean 'KB'?"]],
    ['10µs', ["FTM153 'µs' is no unit; did you mean 'us'?"]],
    ['10parsecs', ["FTM153 'parsecs' is no unit; units are ns us ms s min h d w y, %, /s, B KB MB GB, Mbps, x, ppm"]],
    ['5 %', ["FTM154 '%' follows its number without a space"]],
    ['"open\nnext', ['FTM151 this text has no closing double quote on its line']],
    ['/* open', ["FTM152 this comment has no closing '*/'"]],
    ['a == b', ["FTM150 equality is written '='"]],
    ['a; b', ["FTM111 statements need no ';' between them"]],
    ['@@@ #', ["FTM150 '@@@' has no meaning here", "FTM150 '#' has no meaning here; a comment begins with '//'"]],
    [`${'9'.repeat(400)}s`, ['FTM155 this number is too large']],
    ['\u0007', ["FTM150 '\\u{7}' has no meaning here"]],
  ];
  for (const [text, expected] of wrong) {
    it(`reports ${JSON.stringify(text.slice(0, 20))}`, () => assert.deepEqual(problems(text), expected));
  }

  it('keeps documentation with the token after it', () => {
    const { documentations } = lex(new SourceText('file:///test.ftm', '/// One.\n///  Two.\na /// lost\n//// rule\nb'));
    assert.deepEqual(
      [...documentations],
      [
        [19, 'One.\nTwo.'],
        [40, 'lost'],
      ],
    );
  });

  it('keeps every comment', () => {
    const { comments } = lex(new SourceText('file:///test.ftm', '// a\n/* b */ c /// d'));
    assert.deepEqual(
      comments.map(({ kind, start, end }) => [kind, start, end]),
      [
        ['line', 0, 4],
        ['block', 5, 12],
        ['documentation', 15, 20],
      ],
    );
  });
});
