/** Character classes as a table over ASCII: one look-up for each character of a file. */
const DIGIT = 1;
const LETTER = 2;
const classes = new Uint8Array(128);
for (let code = 48; code <= 57; code++) classes[code] = DIGIT;
for (let code = 65; code <= 90; code++) classes[code] = LETTER;
for (let code = 97; code <= 122; code++) classes[code] = LETTER;
classes[95] = LETTER;

const HYPHEN = 45;
const otherLetter = /\p{L}|\p{M}/u;

/** Whether a UTF-16 unit may begin a name: a letter of any script, or `_`. */
export function isNameStart(code: number): boolean {
  return code < 128 ? classes[code] === LETTER : otherLetter.test(String.fromCharCode(code));
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether a UTF-16 unit may stand in a unit: ASCII letters, and the micro signs so that `µs` can be corrected. */
export function isUnitLetter(code: number): boolean {
  return code < 128 ? classes[code] === LETTER : code === 0xb5 || code === 0x3bc;
}

function isNamePart(code: number): boolean {
  return code < 128 ? (classes[code] ?? 0) !== 0 : otherLetter.test(String.fromCharCode(code));
}

/** Offset after the name that begins at `start`; a hyphen belongs to it only between two characters of a name. */
export function nameEnd(text: string, start: number): number {
  let end = start + 1;
  for (;;) {
    const code = text.charCodeAt(end);
    if (isNamePart(code)) end++;
    else if (code === HYPHEN && isNamePart(text.charCodeAt(end + 1))) end += 2;
    else return end;
  }
}

/** Offset after the digits that begin at `start`. */
export function digitsEnd(text: string, start: number): number {
  let end = start;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
}

/** Offset after the letters of a unit that begin at `start`. */
export function unitEnd(text: string, start: number): number {
  let end = start;
  while (isUnitLetter(text.charCodeAt(end)) || (end > start && isDigit(text.charCodeAt(end)))) end++;
  return end;
}
