/** One straight edge of a flattened outline, in dots, y downwards. */
export interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** One command of a glyph outline in font units, as HarfBuzz gives it. */
export interface PathCommand {
  readonly type: string;
  readonly values: readonly number[];
}

type Point = readonly [number, number];

const curveSteps = 8;

/** Flattens an outline at a scale; `shiftX` in dots moves it right. */
export function flattenOutline(commands: readonly PathCommand[], scale: number, shiftX: number): Edge[] {
  const edges: Edge[] = [];
  let pen: Point = [0, 0];
  let start: Point = [0, 0];
  const place = (values: readonly number[], at: number): Point => [
    (values[at] ?? 0) * scale + shiftX,
    -(values[at + 1] ?? 0) * scale,
  ];
  const lineTo = (to: Point): void => {
    if (pen[1] !== to[1]) edges.push({ x0: pen[0], y0: pen[1], x1: to[0], y1: to[1] });
    pen = to;
  };
  const curveTo = (controls: readonly Point[]): void => {
    const points = [pen, ...controls];
    for (let step = 1; step <= curveSteps; step += 1) lineTo(bezierAt(points, step / curveSteps));
  };
  for (const { type, values } of commands) {
    if (type === 'M') {
      lineTo(start);
      start = place(values, 0);
      pen = start;
    } else if (type === 'L') lineTo(place(values, 0));
    else if (type === 'Q') curveTo([place(values, 0), place(values, 2)]);
    else if (type === 'C') curveTo([place(values, 0), place(values, 2), place(values, 4)]);
    else if (type === 'Z') lineTo(start);
  }
  lineTo(start);
  return edges;
}

/** De Casteljau, so that quadratic and cubic curves need no formula of their own. */
function bezierAt(points: readonly Point[], t: number): Point {
  let layer = points;
  while (layer.length > 1) {
    layer = layer.slice(1).map(([x, y], i): Point => {
      const [px, py] = layer[i] ?? [0, 0];
      return [px + (x - px) * t, py + (y - py) * t];
    });
  }
  return layer[0] ?? [0, 0];
}
