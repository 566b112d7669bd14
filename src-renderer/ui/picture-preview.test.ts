import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewOf, unfoldPreview } from './picture-preview.ts';

const pixels = (width: number, height: number, colour: readonly number[]) => ({
  width,
  height,
  rgba: Uint8ClampedArray.from({ length: 4 * width * height }, (_, at) => colour[at % 4] ?? 0),
});

describe('what a picture will look like', () => {
  it('is said in a few letters, and unfolds to its colour and nearly its shape', () => {
    for (const [width, height] of [
      [100, 50],
      [40, 100],
      [9, 9],
    ] as const) {
      const preview = previewOf(pixels(width, height, [200, 30, 30, 255])) ?? '';
      expect(preview.length).toBeLessThanOrEqual(48);
      const seen = unfoldPreview(preview);
      expect(seen?.rgba[0]).toBeGreaterThan(150);
      expect(seen?.rgba[1]).toBeLessThan(90);
      if (seen) expect(seen.width > seen.height).toBe(width > height);
    }
    expect(unfoldPreview(previewOf(pixels(9, 9, [1, 2, 3, 120])) ?? '')?.rgba[3]).toBeLessThan(200);
  });

  it('unfolds to something small or to nothing, whatever somebody sends', () => {
    const letters = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split(''),
    );
    fc.assert(
      fc.property(fc.string({ unit: letters, minLength: 7, maxLength: 48 }), (preview) => {
        const seen = unfoldPreview(preview);
        if (seen) expect(seen.rgba.length).toBeLessThanOrEqual(4 * 64 * 64);
      }),
      { seed: 3, numRuns: 3000 },
    );
    for (const bad of ['', 'AAAA', 'A'.repeat(49), 'AAAAAAA=', '<svg onload>'])
      expect(unfoldPreview(bad)).toBeUndefined();
  });
});
