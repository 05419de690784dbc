import { readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readSourceFile } from '../campaigns/source-files';
import type { FileAccess } from './file-access';

/** Models looked through for references; a folder with more is most likely not a folder of models. */
const MAX_MODELS = 2000;

/** Folders entered in the search for models. */
const MAX_FOLDERS = 5000;

/** Folders in which nobody keeps models, and which may hold a hundred thousand files. */
const SKIPPED = new Set(['node_modules', 'dist', 'out', 'target']);

/** The disk of the machine that the server runs on. */
export const diskFiles: FileAccess = {
  read(uri) {
    const file = pathOf(uri);
    if (file === undefined) return { kind: 'missing', uri, reason: 'it is not on this machine' };
    return { ...readSourceFile(file), uri };
  },

  listModels(folders) {
    const waiting = folders.map(pathOf).filter((folder) => folder !== undefined);
    const models: string[] = [];
    for (let entered = 0; entered < MAX_FOLDERS && models.length < MAX_MODELS; entered++) {
      const folder = waiting.shift();
      if (folder === undefined) break;
      for (const entry of entriesOf(folder)) {
        const full = path.join(folder, entry.name);
        if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name)) waiting.push(full);
        if (entry.isFile() && entry.name.endsWith('.ftm')) models.push(pathToFileURL(full).href);
      }
    }
    return models;
  },
};

function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** A folder that cannot be read holds no models. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
