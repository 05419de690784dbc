import { strict as assert } from 'node:assert';
import type { Position } from 'vscode-languageserver';
import { Documents } from '../../server/src/editor/documents';
import type { FileAccess } from '../../server/src/editor/file-access';
import { offsetAt, positionAt } from '../../server/src/editor/positions';
import { Programs } from '../../server/src/editor/programs';
import type { Snapshot } from '../../server/src/editor/snapshot';
import type { SourceText } from '../../server/src/language';
import { readMarks } from './marked-text';
import type { MarkedText } from './marked-text';

const FOLDER = 'file:///models/';

/** Files with marks in them, opened as models: what every test of a feature begins with. */
export class Models {
  readonly marks: ReadonlyMap<string, MarkedText>;
  readonly programs: Programs;

  constructor(files: Readonly<Record<string, string>>) {
    this.marks = new Map(Object.entries(files).map(([name, text]) => [FOLDER + name, readMarks(text)]));
    this.programs = new Programs(new Documents(filesOf(this.marks)));
  }

  snapshot(name = 'main.ftm'): Snapshot {
    return this.programs.get(FOLDER + name) ?? assert.fail(`there is no ${name}`);
  }

  /** Programs of all files but one, as references and rename look through them. */
  others(name = 'main.ftm'): readonly Snapshot[] {
    return [...this.marks.keys()]
      .filter((uri) => uri !== FOLDER + name)
      .map((uri) => this.programs.get(uri) ?? assert.fail());
  }

  /** The cursor of the file that has one. */
  cursor(name = 'main.ftm'): Position {
    const offset = this.marks.get(FOLDER + name)?.cursor ?? assert.fail(`${name} has no cursor`);
    return positionIn(this.snapshot(name).source, offset);
  }

  /** Every marked range of every file, as text that can be compared: `main.ftm 0:7-0:9`. */
  ranges(): readonly string[] {
    return [...this.marks].flatMap(([uri, { ranges }]) => {
      const { source } = this.programs.get(uri) ?? assert.fail();
      return ranges.map(({ start, end }) =>
        placeText(uri, { start: positionIn(source, start), end: positionIn(source, end) }),
      );
    });
  }
}

/** Marks count the characters of a text; the server has room in it. */
function positionIn(source: SourceText, index: number): Position {
  return positionAt(source, source.offsetOf(index));
}

/** Where in the text of a file a position is. */
export function indexAt(source: SourceText, position: Position): number {
  return source.indexOf(offsetAt(source, position));
}

/** One file. */
export function model(text: string): Models {
  return new Models({ 'main.ftm': text });
}

export function placeText(uri: string, { start, end }: { readonly start: Position; readonly end: Position }): string {
  const numbers = `${start.line}:${start.character}-${end.line}:${end.character}`;
  return `${uri.replace(FOLDER, '')} ${numbers}`;
}

function filesOf(marks: ReadonlyMap<string, MarkedText>): FileAccess {
  return {
    read(uri) {
      const text = marks.get(uri)?.text;
      return text === undefined
        ? { kind: 'missing', uri, reason: 'there is no such file' }
        : { kind: 'text', uri, text };
    },
    listModels: () => [...marks.keys()],
  };
}

/** A whole model that has no problems, for tests that need one around what they are about. */
export const CLUSTER = `topology Cluster {
  region main {
    zone a { node n1 client web }
    zone b { node n2 }
    zone c { node n3 }
  }
  store data on n1, n2, n3 using Consensus
}

policy Consensus = raft { election-timeout: 150ms..300ms  heartbeat: 50ms }

workload Traffic {
  from web to data
  rate: 100/s
  operations: read 70%, write 30%
}
`;
