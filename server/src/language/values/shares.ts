/** Whether shares make a whole, but for the rounding of decimals such as 33.33%. */
export function addsUp(percent: number): boolean {
  return Math.abs(percent - 100) < 0.011;
}

/** A percentage as a person would write it. */
export function percentText(percent: number): string {
  return `${String(Number(percent.toPrecision(6)))}%`;
}
