import type { ScopeTrace } from './scope-trace.js';

/** As high as .lane in style.css. */
const LANE_HEIGHT = 35;
const LANE_PADDING = 8.5;
const AXIS_HEIGHT = 22;
const MARGIN = 12;
const DIVISIONS = 5;
/** On less room only the ends have numbers. */
const NARROW = 420;
const FILL = 0.12;

/** Gives the canvas as many pixels as the screen has for it. */
function setSize(canvas: HTMLCanvasElement, lanes: number): { width: number; height: number } {
  const ratio = devicePixelRatio;
  const width = canvas.clientWidth;
  const height = lanes * LANE_HEIGHT + AXIS_HEIGHT;
  const [pixels, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== pixels || canvas.height !== rows) {
    canvas.width = pixels;
    canvas.height = rows;
    canvas.style.height = `${height}px`;
  }
  return { width, height };
}

/**
 * Draws the traces, one lane each, from `spanMs` before `endMs`. The axis takes the canvas's own colours:
 * its text and its border.
 */
export function drawScope(
  canvas: HTMLCanvasElement,
  traces: readonly ScopeTrace[],
  colours: readonly string[],
  endMs: number,
  spanMs: number,
): void {
  const { width, height } = setSize(canvas, Math.max(1, traces.length));
  const context = canvas.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const startMs = endMs - spanMs;
  const x = (timeMs: number): number =>
    MARGIN + ((timeMs - startMs) / spanMs) * (width - 2 * MARGIN);
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  if (traces.length === 0) return;

  const axis = (i: number): void => {
    const at = Math.round(x(startMs + (i * spanMs) / DIVISIONS)) + 0.5;
    context.strokeStyle = style.borderTopColor;
    context.beginPath();
    context.moveTo(at, 0);
    context.lineTo(at, height - AXIS_HEIGHT);
    context.stroke();
    if (width < NARROW && i % DIVISIONS !== 0) return;
    const seconds = ((DIVISIONS - i) * spanMs) / DIVISIONS / 1000;
    context.textAlign = i === 0 ? 'left' : i === DIVISIONS ? 'right' : 'center';
    context.fillStyle = style.color;
    const text = i === DIVISIONS ? 'now' : `−${seconds} s`;
    context.fillText(text, i === 0 ? MARGIN - 6 : i === DIVISIONS ? width - 6 : at, height - 7);
  };
  const trace = (drawn: ScopeTrace, lane: number): void => {
    const low = (lane + 1) * LANE_HEIGHT - LANE_PADDING;
    const high = lane * LANE_HEIGHT + LANE_PADDING;
    const { level, edges } = drawn.since(startMs);
    const path = new Path2D();
    let y = level === 1 ? high : low;
    path.moveTo(x(startMs), y);
    for (const [timeMs, next] of edges) {
      if (timeMs > endMs) break;
      path.lineTo(x(timeMs), y);
      y = next === 1 ? high : low;
      path.lineTo(x(timeMs), y);
    }
    path.lineTo(x(endMs), y);
    const colour = colours[lane] ?? style.color;
    context.strokeStyle = colour;
    context.stroke(path);
    path.lineTo(x(endMs), low);
    path.lineTo(x(startMs), low);
    context.globalAlpha = FILL;
    context.fillStyle = colour;
    context.fill(path);
    context.globalAlpha = 1;
  };

  context.font = `11px ${style.fontFamily}`;
  context.lineWidth = 1;
  for (let i = 0; i <= DIVISIONS; i += 1) axis(i);
  context.lineWidth = 1.75;
  context.lineJoin = 'round';
  traces.forEach(trace);
}
