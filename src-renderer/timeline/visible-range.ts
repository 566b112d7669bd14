/** The numbers of the first and the last entry that stand on the screen, or undefined where none does. */
export function visibleRange(scroller: HTMLElement): { first: number; last: number } | undefined {
  const box = scroller.getBoundingClientRect();
  let first: number | undefined;
  let last: number | undefined;
  for (const row of scroller.querySelectorAll<HTMLElement>('[data-last]')) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom <= box.top || top >= box.bottom) continue;
    first ??= Number(row.dataset['first']);
    // Read is what one could read to its end, or what is taller than the window.
    const isWhole = bottom <= box.bottom + 8 || top <= box.top;
    if (isWhole || last === undefined) last = Number(row.dataset['last']);
  }
  return first === undefined || last === undefined ? undefined : { first, last };
}
