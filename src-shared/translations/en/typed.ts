/** Commands that are typed. */
export const typed = {};
