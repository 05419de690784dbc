/**
 * An object with one property, or without it where the value is undefined: models leave out what does not apply
 * rather than say `undefined`, so that they survive being posted and printed.
 */
export function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
