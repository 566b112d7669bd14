/** Where an arrow key points to, in the order in which one reads; undefined for what points to no side. */
export function sideOfArrow(key: string): 'start' | 'end' | undefined {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const isRightToLeft = document.documentElement.dir === 'rtl';
  return (key === 'ArrowRight') === isRightToLeft ? 'start' : 'end';
}
