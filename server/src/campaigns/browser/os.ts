/** `node:os` as far as runs need it, in a browser. */
export function availableParallelism(): number {
  const { navigator } = globalThis as unknown as { readonly navigator?: { readonly hardwareConcurrency?: number } };
  return navigator?.hardwareConcurrency ?? 1;
}
