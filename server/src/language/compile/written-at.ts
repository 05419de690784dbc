import type { WrittenAt } from '../model';
import type { Settings } from '../settings/settings';
import type { Origins } from './origins';

/** The places of what was written of a block: in itself, in what it derives from, or by `set` and `vary`. */
export function writtenAt(settings: Settings, origins: Origins): WrittenAt {
  const names = [...settings.schema.properties.keys()];
  return Object.fromEntries(
    names.flatMap((name) => {
      const written = settings.written(name);
      return written === undefined ? [] : [[name, origins.of(written.uri, written.range)]];
    }),
  );
}
