/** How much room boxes take. Compact ones leave out what the inspector says too, for a small panel. */
export type Density = 'roomy' | 'compact';

export interface Spacing {
  /** Between the edge of a domain and what is inside; its name stands at the top. */
  readonly padding: { readonly top: number; readonly side: number; readonly bottom: number };
  /** Between boxes beside and above each other. */
  readonly gaps: { readonly beside: number; readonly below: number };
}

export const SPACING: Readonly<Record<Density, Spacing>> = {
  roomy: { padding: { top: 30, side: 14, bottom: 14 }, gaps: { beside: 22, below: 44 } },
  compact: { padding: { top: 24, side: 6, bottom: 8 }, gaps: { beside: 10, below: 22 } },
};
