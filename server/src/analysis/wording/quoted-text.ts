/** Characters of a text that a sentence shows. */
const LONGEST_TEXT = 60;

export function quoted(text: string): string {
  return abbreviated(JSON.stringify(text));
}

/** The beginning and the end of what is long. */
export function abbreviated(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, 24)}...${text.slice(-24)}`;
}
