/** Pictures of a page as files of their own. */

/** A canvas on an opaque ground as a PNG file, base64. */
export function pngOf(canvas: HTMLCanvasElement, background: string): string {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d');
  if (context) {
    context.fillStyle = background;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
  }
  return copy.toDataURL('image/png').replace(/^.*,/, '');
}

/** What style sheets say of a mark, which a file of its own does not have. */
const properties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'visibility',
  'display',
] as const;

/** What belongs to the page, not to the picture. */
const ofPage = ['class', 'style', 'tabindex', 'role'];

/** An SVG element with its styles as attributes, on an opaque ground. */
export function svgOf(svg: SVGSVGElement, background: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, i) => {
    const original = originals[i];
    if (!original) return;
    const style = getComputedStyle(original);
    for (const property of properties) {
      const value = style.getPropertyValue(property);
      if (value) element.setAttribute(property, value);
    }
    for (const { name } of [...element.attributes])
      if (ofPage.includes(name) || /^(aria|data)-/.test(name)) element.removeAttribute(name);
  });
  const { width, height } = svg.getBoundingClientRect();
  const ground = document.createElementNS(copy.namespaceURI, 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: background }))
    ground.setAttribute(name, value);
  copy.prepend(ground);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}
