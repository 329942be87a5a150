import type { InspectPlan } from '../verbs/inspect';
import { settingOf } from './define';

const inspectSetting = settingOf<InspectPlan>('inspect');

const gradients = inspectSetting({
  name: 'gradients',
  summary: 'Magnitude of each layer’s gradients.',
  example: 'gradients',
  parameters: {},
  plan: () => ({ gradients: true }),
});

const activations = inspectSetting({
  name: 'activations',
  summary: 'Mean, spread and fraction of zeros of each layer’s output.',
  example: 'activations',
  parameters: {},
  plan: () => ({ activations: true }),
});

const features = inspectSetting({
  name: 'features',
  summary: 'Feature maps of the named layers.',
  details:
    'Followed by layer labels, and optionally by the sample to show: `features C1, C3 on digits.test[7]`.',
  example: 'features C1, C3',
  parameters: {},
  free: true,
  listsLayers: true,
  namesSample: true,
});

export const inspectSettings = [gradients, activations, features];
