import type { ComponentChildren } from 'preact';
import type { Region } from '../../src/shape/receptive';

interface RegionPictureProps {
  readonly region: Region | undefined;
  /** Of the picture, in places. */
  readonly width: number;
  readonly height: number;
  readonly children: ComponentChildren;
}

/** A picture with a rectangle around a region of it. */
export const RegionPicture = ({ region, width, height, children }: RegionPictureProps) => (
  <div class="dnn-region-picture">
    {children}
    {region && (
      <span
        class="dnn-region"
        style={{
          left: `${(100 * region.left) / width}%`,
          top: `${(100 * region.top) / height}%`,
          width: `${(100 * (region.right - region.left + 1)) / width}%`,
          height: `${(100 * (region.bottom - region.top + 1)) / height}%`,
        }}
      />
    )}
  </div>
);
