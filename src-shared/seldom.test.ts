import { expect, it } from 'vitest';
import { seededRandom } from './outside/random.ts';
import { SeldomMap, SeldomSet } from './seldom.ts';

it('holds what a Map and a Set hold, in their order, whatever is put in and taken out', () => {
  const random = seededRandom(3);
  const [map, plainMap] = [new SeldomMap<number, number>(), new Map<number, number>()];
  const [set, plainSet] = [new SeldomSet<number>(), new Set<number>()];
  for (let round = 0; round < 2000; round += 1) {
    const key = Math.floor(random.fraction() * 4);
    const chance = random.fraction();
    if (chance < 0.01) {
      for (const each of [map, plainMap, set, plainSet]) each.clear();
    } else if (chance < 0.4) {
      for (const each of [map, plainMap]) each.set(key, round);
      for (const each of [set, plainSet]) each.add(key);
    } else {
      expect(map.delete(key)).toBe(plainMap.delete(key));
      expect(set.delete(key)).toBe(plainSet.delete(key));
    }
    expect([map.size, map.has(key), map.get(key)]).toEqual([
      plainMap.size,
      plainMap.has(key),
      plainMap.get(key),
    ]);
    expect([[...map.keys()], [...map.values()]]).toEqual([
      [...plainMap.keys()],
      [...plainMap.values()],
    ]);
    expect([set.size, set.has(key), [...set]]).toEqual([
      plainSet.size,
      plainSet.has(key),
      [...plainSet],
    ]);
  }
});
