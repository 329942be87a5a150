/** Where the right one of several outputs stands among them. */

/** The first of the greatest numbers. */
export function firstGreatest(numbers: ArrayLike<number>): number {
  let greatest = 0;
  for (let i = 1; i < numbers.length; i++) if (numbers[i] > numbers[greatest]) greatest = i;
  return greatest;
}

/** How many numbers are above that of the right one, and how many, itself included, are equal to it. */
export function placeOf(
  numbers: ArrayLike<number>,
  right: number,
): { above: number; tied: number } {
  let [above, tied] = [0, 0];
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] > numbers[right]) above++;
    else if (numbers[i] === numbers[right]) tied++;
  }
  return { above, tied };
}

/** The chance that it is among the k greatest, where equal ones share the last places, as the measure `top_k` counts. */
export const chanceInTop = (k: number, { above, tied }: { above: number; tied: number }): number =>
  Math.min(1, Math.max(0, (k - above) / tied));
