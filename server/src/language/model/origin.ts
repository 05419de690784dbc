/** Where in the text a thing of the model was said; every event of a run can be traced back to one. */
export interface Origin {
  /** Index into `ScenarioModel.files`. */
  readonly file: number;
  /** Zero-based line and column of the first character, in UTF-16 code units. */
  readonly line: number;
  readonly column: number;
  /** Half-open offsets in the file, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

/** Where the properties of a block are written, by name; what holds by default is not in it. */
export type WrittenAt = Readonly<Record<string, Origin>>;
