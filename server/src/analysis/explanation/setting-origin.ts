import type { Origin, WrittenAt } from '../../language/model';

/** Where a setting such as `acks: all  min-isr: 2` is to be written: over the first of its properties that is written already, or in the block. */
export function settingOrigin(setting: string, writtenAt: WrittenAt | undefined, block: Origin): Origin {
  const names = [...setting.matchAll(/(?:^| {2})([a-z-]+):/g)].map(([, name]) => name ?? '');
  const written = names.find((name) => writtenAt?.[name] !== undefined);
  return (written === undefined ? undefined : writtenAt?.[written]) ?? block;
}
