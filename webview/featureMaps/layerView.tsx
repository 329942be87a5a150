import { useMemo } from 'preact/hooks';
import { LayerMaps, type LayerMapsProps } from './layerMaps';
import { SequenceView } from './sequenceView';
import { decodeTensor, type Tensor } from './tensor';
import { UnitsView } from './unitsView';

/** What a layer gives, in the form that fits its shape: units, a sequence of steps, or maps. */
export function LayerView(props: LayerMapsProps) {
  switch (props.shape.length) {
    case 0:
    case 1:
      return <Units {...props} />;
    case 2:
      return <Sequence {...props} />;
    default:
      return <LayerMaps {...props} />;
  }
}

const useValues = (tensor: Tensor): Float32Array =>
  useMemo(() => decodeTensor(tensor), [tensor.data]);

const Units = ({ tensor, ...props }: LayerMapsProps) => (
  <UnitsView {...props} values={useValues(tensor)} />
);

function Sequence({ tensor, ...props }: LayerMapsProps) {
  const [steps = 1, units = 1] = props.shape;
  return <SequenceView {...props} shape={[steps, units]} values={useValues(tensor)} />;
}
