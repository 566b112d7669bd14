// @ts-check

/** Something that the person can mend: printed as its message alone, without a stack. */
export class Problem extends Error {}

/**
 * Runs a tool's main function and turns how it ends into the exit code of this process.
 *
 * @param {() => Promise<number>} main
 */
export async function exitWith(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
