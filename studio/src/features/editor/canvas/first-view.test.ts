import { describe, expect, it } from 'vitest';
import { firstView } from './first-view.ts';

const view = { width: 800, height: 600 };
const trigger = { x: 0, y: 300, width: 264, height: 100 };

describe('firstView', () => {
  it('opens a large flow at its trigger: at the left, in the middle of the height, readable', () => {
    const { x, y, zoom } = firstView(view, { x: 0, y: 0, width: 4000, height: 2000 }, trigger);
    expect(zoom).toBe(0.75);
    expect(trigger.x * zoom + x).toBe(48);
    expect((trigger.y + trigger.height / 2) * zoom + y).toBe(300);
  });

  it('shows a flow in full where there is room', () => {
    const flow = { x: 0, y: 300, width: 700, height: 500 };
    const { x, y, zoom } = firstView(view, flow, trigger);
    expect(zoom).toBeGreaterThanOrEqual(0.75);
    expect(flow.x * zoom + x).toBeGreaterThanOrEqual(48);
    expect((flow.x + flow.width) * zoom + x).toBeLessThanOrEqual(800 - 48);
    expect(flow.y * zoom + y).toBeGreaterThanOrEqual(48);
    expect((flow.y + flow.height) * zoom + y).toBeLessThanOrEqual(600 - 48);
  });

  it('does not blow up a single step', () => {
    const { y, zoom } = firstView(view, trigger, trigger);
    expect(zoom).toBe(0.9);
    expect((trigger.y + trigger.height / 2) * zoom + y).toBe(300);
  });
});
