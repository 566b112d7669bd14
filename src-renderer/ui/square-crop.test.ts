import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pushed, squareIn, wholeSquare, zoomed } from './square-crop.ts';

const wide = { width: 1200, height: 800 };

describe('the square of a picture', () => {
  it('is as large as can be at first, in its middle', () => {
    expect(squareIn(wholeSquare(wide), wide)).toEqual({ left: 200, top: 0, side: 800 });
    const high = { width: 100, height: 300 };
    expect(squareIn(wholeSquare(high), high)).toEqual({ left: 0, top: 100, side: 100 });
  });

  it('shows what lies to the left when the picture is pushed to the right', () => {
    const crop = pushed(wholeSquare(wide), wide, { x: 0.125, y: 0 });
    expect(squareIn(crop, wide)).toEqual({ left: 100, top: 0, side: 800 });
  });

  it('is moved less far in a picture that is enlarged', () => {
    const near = zoomed(wholeSquare(wide), wide, { zoom: 2 });
    expect(squareIn(near, wide)).toEqual({ left: 400, top: 200, side: 400 });
    expect(squareIn(pushed(near, wide, { x: 0.5, y: -0.5 }), wide)).toMatchObject({
      left: 200,
      top: 400,
    });
  });

  it('keeps what lies under the pointer there while it is enlarged', () => {
    const crop = zoomed(wholeSquare(wide), wide, { zoom: 2, at: { x: -0.5, y: -0.5 } });
    expect(squareIn(crop, wide)).toEqual({ left: 200, top: 0, side: 400 });
  });

  it('never leaves the picture, and is of another size of it the same', () => {
    const side = fc.integer({ min: 1, max: 30_000 });
    const act = fc.record({
      x: fc.double({ min: -9, max: 9, noNaN: true }),
      y: fc.double({ min: -9, max: 9, noNaN: true }),
      zoom: fc.double({ min: -1, max: 99, noNaN: true }),
    });
    fc.assert(
      fc.property(side, side, fc.array(act, { maxLength: 8 }), (width, height, acts) => {
        const size = { width, height };
        let crop = wholeSquare(size);
        for (const { x, y, zoom } of acts)
          crop = zoomed(pushed(crop, size, { x, y }), size, { zoom, at: { x: x / 18, y: y / 18 } });
        const square = squareIn(crop, size);
        const slack = width + height;
        expect(square.left).toBeGreaterThanOrEqual(-slack * 1e-9);
        expect(square.left + square.side).toBeLessThanOrEqual(width + slack * 1e-9);
        expect(square.top).toBeGreaterThanOrEqual(-slack * 1e-9);
        expect(square.top + square.side).toBeLessThanOrEqual(height + slack * 1e-9);
        expect(square.side).toBeGreaterThanOrEqual(Math.min(width, height) / 5 - 1e-9);
        const half = squareIn(crop, { width: width / 2, height: height / 2 });
        expect(half.side).toBeCloseTo(square.side / 2, 6);
      }),
      { seed: 7 },
    );
  });
});
