/** Between the edge of a domain and what is inside; its name stands at the top. */
export const DOMAIN_PADDING = { top: 30, side: 14, bottom: 14 } as const;
/** Between boxes beside and above each other. */
export const GAPS = { beside: 22, below: 44 } as const;
