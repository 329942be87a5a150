import { rbf, squaredHinge } from './margins';
import { binaryCrossEntropy, crossEntropy } from './probabilities';
import { mse, reconstruction } from './squares';

/** Every loss, in the order of the reference. */
export const losses = [crossEntropy, binaryCrossEntropy, mse, squaredHinge, reconstruction, rbf];
