import { settingOf } from './define';

/** Lines of a network from a file: the network reads them itself. */
const networkSetting = settingOf('network');

const frozen = networkSetting({
  name: 'frozen',
  summary: 'Parameters of the model that are not trained.',
  details:
    'Followed by names of parameters, or of the nodes that read them, in double quotes; `*` stands for any ' +
    'characters. `frozen all` keeps the whole model as it is, so that only the layers after it learn.',
  example: 'frozen "conv*", "bn1"',
  parameters: {},
  free: true,
});

const cut = networkSetting({
  name: 'cut',
  summary: 'The tensor at which the model is cut off.',
  details:
    'Followed by the name of a tensor in the file, of the node that computes it, or of a group of nodes such as a layer ' +
    'of an exported network, in double quotes. Layers in the notebook read it; without any, it is the output.',
  example: 'cut "pool5"',
  parameters: {},
  free: true,
});

export const networkSettings = [frozen, cut];
