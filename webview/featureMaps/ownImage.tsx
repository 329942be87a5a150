import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import { Segmented } from '../ui/segmented';
import { Notice } from '../ui/status';
import { Toggle } from '../ui/toggle';
import {
  centredPixelsOf,
  drawingOf,
  emptyDrawing,
  pixelsOf,
  pixelsOfImage,
  type Drawing,
} from './drawing';
import { DrawingPad } from './drawingPad';
import { readImage } from './imageFile';
import { InputImage } from './sample';
import { decodeTensor, encodeTensor, type Tensor } from './tensor';

interface OwnImageProps {
  /** [channels, height, width], one or three channels. */
  readonly shape: readonly [number, number, number];
  /** A sample that a drawing may start with. */
  readonly sample: Tensor | undefined;
  /** Whether drawings are centred until the user says otherwise. */
  readonly centred?: boolean;
  /** How to begin; absent: as in VS Code, which takes what is dropped without Shift for itself. */
  readonly invitation?: string;
  readonly onInput: (input: PackedTensor) => void;
}

/** Radius of the brush as a share of the image's longer side: that of MNIST's strokes is about 1.2 of 28 pixels. */
const widths = { thin: 0.025, medium: 0.043, thick: 0.08 } as const;

/** An image that the user draws or brings, as an input of a network. */
export function OwnImage({
  shape,
  sample,
  centred = true,
  invitation = l10n.t('Draw here, or drop an image with Shift held.'),
  onInput,
}: OwnImageProps) {
  const [channels, height, width] = shape;
  const empty = useMemo(() => emptyDrawing(channels, height, width), [channels, height, width]);
  const [drawing, setDrawing] = useState<Drawing>(empty);
  const [centring, setCentring] = useState(centred);
  const [tool, setTool] = useState<'pen' | 'eraser'>('pen');
  const [thickness, setThickness] = useState<keyof typeof widths>('medium');
  const [colour, setColour] = useState('#ffffff');
  const [problem, setProblem] = useState<string>();
  const file = useRef<HTMLInputElement>(null);

  const input = useMemo(
    () => encodeTensor(shape, centring ? centredPixelsOf(drawing) : pixelsOf(drawing)),
    [drawing, centring],
  );
  // Before the next frame rather than after it: the layers are to answer at once.
  useLayoutEffect(() => onInput(input), [input]);

  const start = (pixels: Float32Array) => {
    setDrawing(drawingOf(pixels, empty));
    setCentring(false); // it is as it should be
    setProblem(undefined);
  };
  const take = (chosen: File | undefined) => {
    if (!chosen) return;
    readImage(chosen, width, height).then(
      (rgba) => start(pixelsOfImage(rgba, channels)),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  const shades = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  return (
    <section
      class="dnn-own-image"
      aria-label={l10n.t('Your own input')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer?.files[0]);
      }}
    >
      <div class="dnn-toolbar">
        <Segmented
          label={l10n.t('Tool')}
          value={tool}
          onChange={setTool}
          options={[
            { value: 'pen', text: l10n.t('Pen') },
            { value: 'eraser', text: l10n.t('Eraser') },
          ]}
        />
        <Segmented
          label={l10n.t('Thickness')}
          value={thickness}
          onChange={setThickness}
          options={[
            { value: 'thin', text: l10n.t('Thin') },
            { value: 'medium', text: l10n.t('Medium') },
            { value: 'thick', text: l10n.t('Thick') },
          ]}
        />
        {channels === 3 && (
          <input
            type="color"
            aria-label={l10n.t('Colour')}
            value={colour}
            onInput={(event) => setColour(event.currentTarget.value)}
          />
        )}
        <Toggle
          pressed={centring}
          title={l10n.t(
            'As MNIST was prepared: scaled to 20 of 28 pixels, centre of mass in the middle',
          )}
          onChange={setCentring}
        >
          {l10n.t('Centre')}
        </Toggle>
        <button type="button" class="dnn-button" onClick={() => setDrawing(empty)}>
          {l10n.t('Clear')}
        </button>
        {sample && (
          <button type="button" class="dnn-button" onClick={() => start(decodeTensor(sample))}>
            {l10n.t('Start from the sample')}
          </button>
        )}
        <button type="button" class="dnn-button" onClick={() => file.current?.click()}>
          {l10n.t('Open image…')}
        </button>
        <input
          ref={file}
          type="file"
          accept="image/*"
          hidden
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {problem !== undefined && <Notice kind="error" message={problem} />}
      <div class="dnn-sample">
        <DrawingPad
          drawing={drawing}
          invitation={invitation}
          brush={{
            radius: widths[thickness] * Math.max(height, width),
            colour: tool === 'eraser' ? [0, 0, 0] : channels === 1 ? [1] : shades,
          }}
          onDraw={setDrawing}
        />
        <figure class="dnn-own-seen">
          <InputImage input={input} />
          <figcaption class="dnn-muted">
            {l10n.t('What the network is given, {0} × {1}', width, height)}
          </figcaption>
        </figure>
      </div>
    </section>
  );
}
