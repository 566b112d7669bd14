/** Gives on at once, in order, all that it is given in one turn of the loop. */
export function gatherTurn<T>(tell: (gathered: T[]) => void): (item: T) => void {
  const gathered: T[] = [];
  return (item) => {
    gathered.push(item);
    // No later: an answer that comes after it must not go out before it.
    if (gathered.length === 1) queueMicrotask(() => tell(gathered.splice(0)));
  };
}
