/** Group conversations. */
export const groups = {
  unnamed: 'Group',
};
