/** Where a page of `docs/` can be read, at one of its headings; undefined where it cannot be reached. */
export type Documentation = (page: string, heading?: string) => string | undefined;

/** For a host that no page can be reached from. */
export const noDocumentation: Documentation = () => undefined;
