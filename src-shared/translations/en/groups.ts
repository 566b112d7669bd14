/** Group conversations. */
export const groups = {};
