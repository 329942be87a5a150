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

/** A copy of an SVG element with its styles as attributes. */
function withStyles(svg: SVGSVGElement): SVGSVGElement {
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
  return copy;
}

/** What a picture does without: what is pressed, what is folded away, what is not seen. */
const leftOut =
  '.dnn-icon, .dnn-icon-button, .dnn-link, .dnn-button, .dnn-toolbar, .dnn-zoom, .dnn-minimap, .dnn-graph-search, .dnn-graph-toolbar, details, .dnn-visually-hidden';

/** An element with all that is drawn in it as an SVG file, on an opaque ground: drawings, canvases, bars, and texts such as titles and legends. */
export function svgOf(element: Element, background: string): string {
  const { left, top, width, height } = frameOf(element);
  const at = (box: DOMRect) => ({
    ...{ x: box.left - left, y: box.top - top, width: box.width, height: box.height },
  });
  const parts = [part('rect', { width: '100%', height: '100%', fill: background })];
  const drawn = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: (node) =>
      node instanceof Element && (node.matches(leftOut) || node.parentElement?.closest('svg'))
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT,
  });
  for (let node: Node | null = drawn.currentNode; node; node = drawn.nextNode()) {
    if (node instanceof Text) {
      if (!node.parentElement?.closest('svg')) parts.push(...textParts(node, at));
    } else if (node instanceof HTMLCanvasElement) {
      const rendering = getComputedStyle(node).imageRendering;
      parts.push(
        part('image', {
          ...at(node.getBoundingClientRect()),
          href: node.toDataURL(),
          'image-rendering': rendering,
          preserveAspectRatio: 'none',
        }),
      );
    } else if (node instanceof SVGSVGElement) {
      const copy = withStyles(node);
      for (const [name, value] of Object.entries(at(node.getBoundingClientRect())))
        copy.setAttribute(name, String(value));
      parts.push(copy);
    } else if (node instanceof HTMLElement && node !== element) parts.push(...boxParts(node, at));
  }
  const file = part('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  file.append(...parts);
  return new XMLSerializer().serializeToString(file);
}

/** Whole pixels, so that the ground covers all of them. */
function frameOf(element: Element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left, top, width: Math.ceil(width), height: Math.ceil(height) };
}

type Place = (box: DOMRect) => Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;

function part(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/** What is behind an element: bars, keys of a legend. */
function boxParts(element: HTMLElement, at: Place): readonly SVGElement[] {
  const { backgroundColor, opacity } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const isSeen =
    !/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor) && box.width * box.height > 0;
  return isSeen ? [part('rect', { ...at(box), fill: backgroundColor, opacity })] : [];
}

/** A text line by line, in the middle of the height of each. */
function textParts(text: Text, at: Place): readonly SVGElement[] {
  const style = text.parentElement && getComputedStyle(text.parentElement);
  if (!style || style.visibility === 'hidden' || style.opacity === '0') return [];
  const lines: { words: string; box: DOMRect; right: number }[] = [];
  const range = document.createRange();
  for (const { index, 0: word } of text.data.matchAll(/\S+\s?/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.trimEnd().length);
    const box = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (box.width === 0) continue;
    if (last && Math.abs(last.box.top - box.top) < box.height / 2) {
      last.words += word;
      last.right = box.right;
    } else lines.push({ words: word, box, right: box.right });
  }
  return lines.map(({ words, box, right }) => {
    const { x, y, height } = at(box);
    const line = part('text', {
      ...{ x, y: y + height / 2, 'dominant-baseline': 'central', fill: style.color },
      ...{ 'font-family': style.fontFamily, 'font-size': style.fontSize },
      ...{ 'font-weight': style.fontWeight, 'font-style': style.fontStyle },
      // As wide as here, whatever font it is read with.
      ...{ textLength: right - box.left, lengthAdjust: 'spacingAndGlyphs' },
    });
    line.textContent = words.trimEnd();
    return line;
  });
}
