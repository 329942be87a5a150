/** How many samples give the ranges of `int8` where nothing is said. */
export const int8Samples = 500;
