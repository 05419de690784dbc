import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { unusable } from './input-problem';

export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** Why a file could not be written. */
interface WriteProblem {
  readonly path: string;
  readonly reason: string;
}

/** Writes all files or none, and ends the command when one cannot be written. */
export function writeOutputs(files: readonly OutputFile[]): void {
  const problem = writeFiles(files);
  if (problem !== undefined) {
    throw unusable('unwritable-file', problem.path, `cannot write the file: ${problem.reason}`);
  }
}

/**
 * Writes files so that each is there whole or not at all: first all of them beside their places under other names, then
 * all are renamed. When one cannot be written, none is.
 */
function writeFiles(files: readonly OutputFile[]): WriteProblem | undefined {
  const written: { readonly temporary: string; readonly path: string }[] = [];
  const discard = (): void => {
    for (const { temporary } of written) rmSync(temporary, { force: true });
  };
  for (const { path, text } of files) {
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    try {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
      mkdirSync(dirname(path), { recursive: true });
      written.push({ temporary, path });
      writeDurably(temporary, text);
    } catch (error) {
      discard();
      return { path, reason: reasonOf(error) };
    }
  }
  for (const { temporary, path } of written) {
    try {
      renameSync(temporary, path);
    } catch (error) {
      discard();
      return { path, reason: reasonOf(error) };
    }
  }
  return undefined;
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'w');
  try {
    const bytes = Buffer.from(text);
    for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'it may not be written';
  if (code === 'ENOSPC') return 'the disk is full';
  return error instanceof Error ? error.message : String(error);
}
