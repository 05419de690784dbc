import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { UnusableInput } from './input-problem';
import { unusable } from './input-problem';

export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** Where a text goes: beside a file that it then replaces, or straight into a device or a pipe. */
interface Destination extends OutputFile {
  /** Where the path leads, through symbolic links. */
  readonly target: string;
  readonly existing: Stats | undefined;
}

/** Why a file could not be written. */
interface WriteProblem {
  readonly path: string;
  readonly reason: string;
}

/** Writes all files or none, and ends the command when one cannot be written. */
export function writeOutputs(files: readonly OutputFile[]): void {
  const problem = writeFiles(files);
  if (problem !== undefined) throw unwritable(problem.path, problem.reason);
}

/** Refuses, before any work is done, to write over a file that is read, and to write two texts into one file. */
export function requireSeparate(inputs: readonly string[], outputs: readonly (string | undefined)[]): void {
  const read = new Set(inputs.map(trueFile));
  const written = new Set<string>();
  for (const path of outputs.filter((output) => output !== undefined)) {
    const file = trueFile(path);
    if (read.has(file)) throw unwritable(path, 'it is a model of this command');
    if (written.has(file) && !isSpecial(statOf(file))) throw unwritable(path, 'something else goes there, too');
    written.add(file);
  }
}

function unwritable(path: string, reason: string): UnusableInput {
  return unusable('unwritable-file', path, `cannot write the file: ${reason}`);
}

/**
 * Writes files so that each is there whole or not at all: first all of them beside their places under other names, then
 * all are renamed. When one cannot be written, none is. What goes to a device or a pipe cannot be taken back, so it is last
 * before the renaming.
 */
function writeFiles(files: readonly OutputFile[]): WriteProblem | undefined {
  const renamings: { readonly temporary: string; readonly target: string }[] = [];
  const streams: Destination[] = [];
  let path = '';
  try {
    for (const file of files) {
      path = file.path;
      const destination = destinationOf(file);
      if (isSpecial(destination.existing)) {
        streams.push(destination);
        continue;
      }
      const { target, text, existing } = destination;
      const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
      makeFolder(dirname(target));
      renamings.push({ temporary, target });
      writeDurably(temporary, text, existing);
    }
    for (const { path: stream, text } of streams) {
      path = stream;
      writeThrough(stream, text);
    }
    for (const { temporary, target } of renamings) {
      path = target;
      renameSync(temporary, target);
    }
    return undefined;
  } catch (error) {
    for (const { temporary } of renamings) rmSync(temporary, { force: true });
    return { path, reason: reasonOf(error) };
  }
}

function destinationOf({ path, text }: OutputFile): Destination {
  const existing = statOf(path);
  if (existing?.isDirectory() === true) throw new Error('it is a folder');
  return { path, text, existing, target: existing?.isFile() === true ? realpathSync(path) : path };
}

/** A device or a pipe: something to write into and never to replace. */
function isSpecial(existing: Stats | undefined): boolean {
  return existing !== undefined && !existing.isFile() && !existing.isDirectory();
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function trueFile(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

/** One folder at a time: where a folder can hold none, as below /proc, the recursive `mkdirSync` never comes back. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** A file that is replaced keeps who may read and write it. */
function writeDurably(path: string, text: string, replaced: Stats | undefined): void {
  const file = openSync(path, 'w');
  try {
    writeAll(file, text);
    if (replaced !== undefined) fchmodSync(file, replaced.mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeThrough(path: string, text: string): void {
  const file = openSync(path, 'w');
  try {
    writeAll(file, text);
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
}

/** Why something could not be written, in words. */
export function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'it may not be written';
    case 'ENOSPC':
      return 'the disk is full';
    case 'EPIPE':
      return 'nobody reads it any more';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
