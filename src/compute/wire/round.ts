/** A number with so many digits behind the point, as it is told and recorded. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
