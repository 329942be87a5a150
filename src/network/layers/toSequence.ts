import { defineLayer } from '../define';
import { imageShape } from '../shapes';

export const toSequence = defineLayer({
  name: 'to_sequence',
  family: 'reshape',
  synonyms: ['patches_to_sequence', 'tokens', 'image_to_sequence'],
  summary:
    'The places of an image as the steps of a sequence [places, channels], row by row: the way from convolutions to attention.',
  details:
    'After `conv(features, kernel: 16, stride: 16)` each step is a patch: Dosovitskiy et al., *An Image is Worth 16x16 Words* (2021).',
  parameters: {},
  example: 'to_sequence',
  infer(_, inputs) {
    const [channels, height, width] = imageShape('to_sequence', inputs);
    return { shape: [height * width, channels], parameters: [], cost: { multiplyAdds: 0 } };
  },
  build({ graph, inputs: [x], shape: [places, channels] }) {
    const maps = graph.reshape(x, [0, channels, places]);
    return graph.transpose(maps, { perm: [0, 2, 1] });
  },
});
