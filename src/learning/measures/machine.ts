import { defineMeasure } from './measure';

/** What Boltzmann machines tell. */

export const freeEnergy = defineMeasure({
  name: 'free_energy',
  label: 'free energy',
  goal: 'none',
  fold: 'mean',
  summary:
    'How improbable the machine finds a sample, but for a number that is the same for all samples and changes with the weights.',
  details:
    '$F(v) = -\\log \\sum_h e^{-E(v, h)}$: for units that are on or off $-b^\\top v - \\sum_j \\log(1 + e^{c_j + W_j v})$, for ' +
    'Gaussian ones with $\\tfrac12 \\lVert v - b \\rVert^2$ in place of the first term; with label units $F(v, y)$.',
  example: 'rule cd # reports free_energy',
});

export const freeEnergyGap = defineMeasure({
  name: 'free_energy_gap',
  label: 'free-energy gap',
  symbol: 'F(v) − F(train)',
  goal: 'none',
  fold: 'mean',
  aboveTraining: true,
  summary:
    'The mean free energy of validation samples above that of as many training samples: a gap that widens means overfitting.',
  details:
    'Hinton, *A practical guide to training restricted Boltzmann machines* (2010), section 6.',
  example: 'rule cd # reports free_energy_gap',
});
