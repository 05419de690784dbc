/** A share of 1 as a percentage with enough digits to tell 99.99 % from 100 %, never rounded up to a full 100 %. */
export function shareText(share: number, fewest = 2): string {
  const percent = share * 100;
  for (let digits = fewest; digits <= 10; digits++) {
    const text = String(Number(percent.toFixed(digits)));
    if ((text !== '100' || share >= 1) && (text !== '0' || share <= 0)) return `${text} %`;
  }
  return `${percent} %`;
}

/** A whole number with its thousands set apart: `12,345`. */
export function countText(count: number): string {
  return Number.isInteger(count) ? String(count).replace(/\B(?=(\d{3})+$)/g, ',') : String(count);
}

export function plural(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function amountText(value: number, digits = 4): string {
  return Number.isInteger(value) ? countText(value) : String(Number(value.toPrecision(digits)));
}
